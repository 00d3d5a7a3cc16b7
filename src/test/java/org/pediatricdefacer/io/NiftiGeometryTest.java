package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.volume.Orientation;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;

class NiftiGeometryTest {

	/** What {@link NiftiBytes} puts into the sform. */
	private static final double[] SFORM = {2, 0, 0, -4, 0, 3, 0, -5, 0, 0, 4, -6};
	/** What its pixdim, with qfac -1, and no rotation mean for a qform. */
	private static final double[] QFORM = {2, 0, 0, 0, 0, 3, 0, 0, 0, 0, -4, 0};

	@TempDir
	Path folder;

	@Test
	void sformAndQformAreTakenByTheirCodes() {
		assertArrayEquals(SFORM, grid(codes(0, 1), Prefer.NEITHER));
		assertArrayEquals(QFORM, grid(codes(1, 0), Prefer.NEITHER));
		assertArrayEquals(SFORM, grid(codes(0, 1), Prefer.QFORM));
		assertArrayEquals(QFORM, grid(codes(4, 0), Prefer.SFORM));
	}

	@Test
	void disagreementNeedsAChoice() {
		final NiftiBytes bytes = codes(1, 1);
		// Corner (4, 3, 0) and its like are (-4, -5, -6) mm apart, corners of the last plane 8 * 2 - 6 in z: k = 2.
		final double expected_mm = Math.sqrt(16 + 25 + Math.pow(4 * 2 * 2 - 6, 2));
		final String message = assertThrows(DefacingException.class, () -> grid(bytes, Prefer.NEITHER)).getMessage();
		assertTrue(message.endsWith(String.format(java.util.Locale.ROOT,
			"scan.nii: qform and sform disagree by %.1f mm; choose one with --prefer sform or --prefer qform.", expected_mm)), message);
		assertArrayEquals(SFORM, grid(bytes, Prefer.SFORM));
		assertArrayEquals(QFORM, grid(bytes, Prefer.QFORM));
	}

	@ParameterizedTest
	@CsvSource({"0.9, true", "1.1, false"})
	void oneMillimeterOfDisagreementIsAllowed(final float shift_mm, final boolean allowed) {
		final NiftiBytes bytes = codes(1, 1);
		bytes.header.putFloat(76, 1).putFloat(268, -4 + shift_mm).putFloat(272, -5).putFloat(276, -6);
		if (allowed) assertArrayEquals(SFORM, grid(bytes, Prefer.NEITHER));
		else assertThrows(DefacingException.class, () -> grid(bytes, Prefer.NEITHER));
	}

	@Test
	void withoutBothRasIsAssumedAndSaid() throws IOException {
		final NiftiImage image = read(codes(0, 0), NiftiReadOptions.DEFAULT);
		assertArrayEquals(new double[] {2, 0, 0, -4, 0, 3, 0, -4.5, 0, 0, 4, -4}, image.grid().voxelToWorld());
		assertEquals(1, image.warnings().size());
		assertTrue(image.warnings().get(0).contains("RAS was assumed"), image.warnings().toString());
	}

	@Test
	void withoutBothTheUsersOrientationIsTaken() throws IOException {
		final NiftiImage image = read(codes(0, 0), new NiftiReadOptions(Prefer.NEITHER, "pir"));
		assertArrayEquals(new double[] {0, 0, 4, -4, -2, 0, 0, 4, 0, -3, 0, 4.5}, image.grid().voxelToWorld());
		assertTrue(image.warnings().isEmpty(), image.warnings().toString());
	}

	@Test
	void anOrientationThatAgreesWithTheFileIsAccepted() throws IOException {
		assertArrayEquals(SFORM, read(codes(0, 1), new NiftiReadOptions(Prefer.NEITHER, "RAS")).grid().voxelToWorld());
	}

	@Test
	void anOrientationThatDisagreesWithTheFileIsRefusedUnlessPreferred() throws IOException {
		final DefacingException e = assertThrows(DefacingException.class, () -> read(codes(0, 1), new NiftiReadOptions(Prefer.NEITHER, "PIR")));
		assertTrue(e.getMessage().contains("RAS") && e.getMessage().contains("PIR") && e.getMessage().contains("--prefer orientation"), e.getMessage());
		final NiftiImage image = read(codes(0, 1), new NiftiReadOptions(Prefer.ORIENTATION, "PIR"));
		assertEquals("PIR", Orientation.of(image.grid()).codes());
		assertTrue(image.warnings().get(0).contains("the header is kept as it is"), image.warnings().toString());
		assertThrows(DefacingException.class, () -> new NiftiReadOptions(Prefer.ORIENTATION, null));
	}

	@ParameterizedTest
	@ValueSource(strings = {"", "RA", "RAX", "RLS", "RASS", "RRR"})
	void badOrientationsAreRejected(final String code) {
		assertThrows(DefacingException.class, () -> new NiftiReadOptions(Prefer.NEITHER, code));
	}

	@ParameterizedTest
	@CsvSource({"1, 1000", "2, 1", "3, 0.001", "0, 1", "7, 1"})
	void unitsAreObeyed(final byte unit, final double unit_mm) throws IOException {
		final NiftiBytes bytes = codes(0, 1);
		bytes.header.put(123, unit);
		final float[] srow = {2, 0, 0, -4, 0, 3, 0, -5, 0, 0, 4, -6};
		for (int i = 0; i < 12; i++)
			bytes.header.putFloat(280 + 4 * i, (float) (srow[i] / unit_mm));
		final NiftiImage image = read(bytes, NiftiReadOptions.DEFAULT);
		assertArrayEquals(SFORM, image.grid().voxelToWorld(), 1e-6);
		assertEquals(unit == 7 ? 1 : 0, image.warnings().size());
	}

	@ParameterizedTest
	@ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 1e30f, 0, 1e-6f})
	void brokenSformsAreNamed(final float entry) {
		final NiftiBytes bytes = codes(1, 1);
		bytes.header.putFloat(280, entry);
		final String message = assertThrows(DefacingException.class, () -> grid(bytes, Prefer.NEITHER)).getMessage();
		assertTrue(message.contains("scan.nii: the sform ") && message.endsWith("--prefer qform."), message);
		assertArrayEquals(QFORM, grid(bytes, Prefer.QFORM));
	}

	@ParameterizedTest
	@ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY, 0, 2000})
	void brokenPixdimsAreNamed(final float pixdim) {
		for (final int qform : new int[] {0, 1}) {
			final NiftiBytes bytes = codes(qform, 0);
			bytes.header.putFloat(80, pixdim);
			final String message = assertThrows(DefacingException.class, () -> grid(bytes, Prefer.NEITHER)).getMessage();
			assertTrue(message.contains("scan.nii: the ") && message.endsWith("with a NIfTI tool."), message);
		}
	}

	@Test
	void negativePixdimsCountAsPositive() {
		final NiftiBytes bytes = codes(1, 0);
		bytes.header.putFloat(80, -2).putFloat(88, -4);
		assertArrayEquals(QFORM, grid(bytes, Prefer.NEITHER));
	}

	@Test
	void quaternionsThatAreNoRotationAreNamed() {
		final NiftiBytes bytes = codes(1, 0);
		bytes.header.putFloat(256, 0.9f).putFloat(260, 0.9f);
		assertThrows(DefacingException.class, () -> grid(bytes, Prefer.NEITHER));
		bytes.header.putFloat(256, Float.NaN);
		assertThrows(DefacingException.class, () -> grid(bytes, Prefer.NEITHER));
	}

	@Test
	void halfTurnsRoundedUpwardsStayRotations() {
		final NiftiBytes bytes = codes(1, 0);
		bytes.header.putFloat(264, 1.0001f);
		assertArrayEquals(new double[] {-2, 0, 0, 0, 0, -3, 0, 0, 0, 0, -4, 0}, grid(bytes, Prefer.NEITHER), 1e-9);
	}

	private static NiftiBytes codes(final int qform, final int sform) {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.UINT8, 5, 4, 3);
		bytes.header.putShort(252, (short) qform).putShort(254, (short) sform);
		return bytes;
	}

	private NiftiImage read(final NiftiBytes bytes, final NiftiReadOptions options) throws IOException {
		return NiftiReader.read(NiftiBytes.save(folder, "scan.nii", bytes.singleFile()), options);
	}

	private double[] grid(final NiftiBytes bytes, final Prefer prefer) {
		try {
			return read(bytes, new NiftiReadOptions(prefer, null)).grid().voxelToWorld();
		}
		catch (final IOException e) {
			throw new java.io.UncheckedIOException(e);
		}
	}
}
