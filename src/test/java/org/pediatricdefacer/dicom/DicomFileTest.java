package org.pediatricdefacer.dicom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes files apart that are made by hand. */
class DicomFileTest {

	private static DicomBytes object() {
		return new DicomBytes().text(Tag.SOP_CLASS, "UI", Classifier.MR).text(Tag.SOP_INSTANCE, "UI", "1.2.3").text(Tag.STUDY_INSTANCE, "UI",
			"1.2").text(Tag.SERIES_INSTANCE, "UI", "1.3").shorts(Tag.ROWS, "US", 0x0102).text(Tag.POSITION, "DS", "1.5\\-2e1\\ 3").doubles(
				Tag.B_VALUE, 700.5).sequence(0x00081140, new DicomBytes().text(Tag.REFERENCED_SOP_INSTANCE, "UI", "1.9"), new DicomBytes().delimited(
					0x00081199, new DicomBytes().text(Tag.REFERENCED_SOP_INSTANCE, "UI", "1.10"), new DicomBytes())).bytes(Tag.PIXEL_DATA, "OW",
						new byte[] {1, 2, 3, 4});
	}

	private static DicomFile parse(final byte[] bytes) {
		return DicomFile.parse("scan.dcm", bytes).orElseThrow();
	}

	private static byte[] hex(final String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

	private static byte[] join(final byte[]... parts) {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		for (final byte[] part : parts)
			out.writeBytes(part);
		return out.toByteArray();
	}

	private static void assertRead(final DataSet set) {
		assertEquals("1.2.3", set.text(Tag.SOP_INSTANCE));
		assertEquals(0x0102, set.unsigned(Tag.ROWS, -1));
		assertEquals(List.of(1.5, -20.0, 3.0), Arrays.stream(set.decimals(Tag.POSITION)).boxed().toList());
		assertEquals(700.5, set.doubles(Tag.B_VALUE)[0]);
		assertEquals("1.9", set.first(0x00081140).text(Tag.REFERENCED_SOP_INSTANCE));
		assertEquals("1.10", set.items(0x00081140).get(1).first(0x00081199).text(Tag.REFERENCED_SOP_INSTANCE));
		assertEquals(2, set.items(0x00081140).get(1).items(0x00081199).size());
	}

	/** Elements lie one after the other without a gap, so that no byte is in none or in two. */
	private static void assertWhole(final DicomFile file, final int padding) {
		int at = file.start();
		for (final DataElement element : file.dataSet().elements()) {
			assertEquals(at, element.start());
			at = element.end();
		}
		assertEquals(file.bytes().length - padding, at);
	}

	@ParameterizedTest
	@ValueSource(strings = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.DEFLATED, DicomBytes.BIG})
	void readsAllEncodings(final String syntax) {
		final DicomFile file = parse(object().file(syntax));
		assertRead(file.dataSet());
		assertWhole(file, 0);
	}

	@ParameterizedTest
	@ValueSource(strings = {DicomBytes.IMPLICIT, DicomBytes.EXPLICIT, DicomBytes.BIG})
	void readsFilesFromBeforePart10(final String syntax) {
		final DicomFile file = parse(object().dataSet(syntax));
		assertRead(file.dataSet());
		assertEquals(syntax, file.syntax().uid());
		assertWhole(file, 0);
	}

	@Test
	void readsFilesWithoutPreamble() {
		final byte[] file = object().file(DicomBytes.EXPLICIT);
		assertRead(parse(Arrays.copyOfRange(file, 128, file.length)).dataSet());
		assertRead(parse(Arrays.copyOfRange(file, 132, file.length)).dataSet());
	}

	@Test
	void keepsPaddingAtTheEnd() {
		for (final int zeros : new int[] {1, 7, 8, 500}) {
			final byte[] file = object().file(DicomBytes.EXPLICIT);
			assertWhole(parse(Arrays.copyOf(file, file.length + zeros)), zeros);
		}
		final DicomFile padded = parse(object().bytes(0xFFFCFFFC, "OB", new byte[66]).file(DicomBytes.EXPLICIT));
		assertTrue(padded.dataSet().has(0xFFFCFFFC));
	}

	/** Unknown length of an unknown kind: the items are implicit, whatever the file is (PS3.5, 6.2.2). */
	@Test
	void readsSequencesThatAreCalledUnknown() {
		final byte[] unknown = hex("2900 2010 554E 0000 FFFFFFFF  FEFF00E0 FFFFFFFF 2900 0110 04000000 41424344 FEFF0DE0 00000000 FEFFDDE0 00000000");
		final DicomFile file = parse(join(new DicomBytes().text(Tag.SOP_INSTANCE, "UI", "1.2.3").file(DicomBytes.EXPLICIT), unknown));
		assertEquals("ABCD", file.dataSet().first(0x00291020).text(0x00291001));
		assertWhole(file, 0);
	}

	@Test
	void readsKindsThatNoStandardKnows() {
		// A new kind with a length of four bytes, an old one with two, and an element without any kind in the middle of others.
		final byte[] odd = hex("2900 2110 5A5A 0000 04000000 01020304  2900 2210 5151 0200 0506  2900 2310 02000000 0708  2900 2410 4C4F 0200 4142");
		final DicomFile file = parse(join(object().without(Tag.PIXEL_DATA).file(DicomBytes.EXPLICIT), odd));
		assertEquals(4, file.dataSet().value(0x00291021).length);
		assertEquals(2, file.dataSet().value(0x00291022).length);
		assertEquals(2, file.dataSet().value(0x00291023).length);
		assertEquals("AB", file.dataSet().text(0x00291024));
		assertWhole(file, 0);
	}

	@Test
	void takesAValueThatOnlyLooksLikeASequenceAsItIs() {
		final byte[] value = hex("FEFF00E0 10000000 0102030405060708");
		final DicomFile file = parse(new DicomBytes().text(Tag.SOP_INSTANCE, "UI", "1.2.3").bytes(0x00291020, "OB", value).file(
			DicomBytes.IMPLICIT));
		assertNull(file.dataSet().find(0x00291020).items());
	}

	@Test
	void readsCompressedFrames() {
		final DicomFile file = parse(new DicomBytes().text(Tag.SOP_INSTANCE, "UI", "1.2.3").fragments(Tag.PIXEL_DATA, new byte[] {1, 2}, new byte[] {3,
			4, 5, 6}).file(DicomBytes.RLE));
		assertTrue(file.dataSet().find(Tag.PIXEL_DATA).isFragments());
		assertEquals(3, file.dataSet().find(Tag.PIXEL_DATA).items().size());
		assertWhole(file, 0);
	}

	@Test
	void isNoDicomFile() {
		assertEquals(Optional.empty(), DicomFile.parse("a", new byte[0]));
		assertEquals(Optional.empty(), DicomFile.parse("a", "A text of some length that is no DICOM file.".getBytes(StandardCharsets.UTF_8)));
		assertEquals(Optional.empty(), DicomFile.parse("a", new byte[4000]));
	}

	private static String refused(final byte[] bytes) {
		final DamagedFileException e = assertThrows(DamagedFileException.class, () -> parse(bytes));
		assertTrue(e.getMessage().startsWith("scan.dcm is a damaged DICOM file: ") && e.getMessage().endsWith("from where it came."), e
			.getMessage());
		return e.getMessage();
	}

	@Test
	void saysWhatIsWrong() {
		final byte[] whole = object().file(DicomBytes.EXPLICIT);
		assertTrue(refused(Arrays.copyOf(whole, whole.length - 1)).contains("(7FE0,0010) at byte "));
		assertTrue(refused(join(whole, hex("2900 2010 5351 0000 FFFFFFFF FEFF00E0 FFFFFFFF"))).contains("has no end"));
		assertTrue(refused(join(whole, hex("2900 2010 5351 0000 08000000 01020304 00000000"))).contains("an item is missing"));
		assertTrue(refused(join(whole, hex("FEFF0DE0 00000000"))).contains("(FFFE,E00D)"));
		assertTrue(refused(join(whole, hex("0102 03"))).contains("in the middle of an element"));
	}

	@Test
	void tellsTheSeriesOfADamagedFile() {
		final byte[] whole = object().file(DicomBytes.EXPLICIT);
		final DamagedFileException e = assertThrows(DamagedFileException.class, () -> parse(Arrays.copyOf(whole, whole.length - 2)));
		assertEquals("1.3", e.series());
		assertEquals("1.2", e.study());
	}

	@Test
	void refusesElementsThatAreNotEncodedAsTheFileSays() {
		final byte[] implicit = object().dataSet(DicomBytes.IMPLICIT);
		final byte[] meta = new DicomBytes().text(0x00020010, "UI", DicomBytes.EXPLICIT).dataSet(DicomBytes.EXPLICIT);
		assertTrue(refused(join(meta, implicit)).contains("Explicit VR Little Endian, but its elements have no value representation"));
	}

	@Test
	void refusesNestingWithoutEnd() {
		DicomBytes inner = new DicomBytes();
		for (int depth = 0; depth < 100; depth++)
			inner = new DicomBytes().delimited(0x00081140, inner);
		assertTrue(refused(inner.file(DicomBytes.EXPLICIT)).contains("nested more than"));
	}

	@Test
	void refusesToFillTheMemory() {
		final DicomBytes zeros = object().bytes(Tag.PIXEL_DATA, "OW", new byte[20 << 20]);
		assertTrue(refused(zeros.file(DicomBytes.DEFLATED)).contains("more than 100 times its size"));
	}
}
