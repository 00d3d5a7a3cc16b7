package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;

/** Tests NRRD files that are written here byte by byte, as the definition of the format has them. */
class NrrdReaderTest {

	private static final int X = 5, Y = 4, Z = 3;

	private static final String OBLIQUE = "space: %s\nspace directions: (0.9,0.1,0) (-0.1,0.9,0.2) (0,-0.3,2)\nspace origin: (-10,20.5,30)\n";

	@TempDir
	private Path folder;

	private static byte[] voxels(final ByteOrder order, final int volumes) {
		final ByteBuffer voxels = ByteBuffer.allocate(2 * X * Y * Z * volumes).order(order);
		for (int i = 0; i < X * Y * Z * volumes; i++)
			voxels.putShort((short) (i * 37 - 900));
		return voxels.array();
	}

	private static byte[] gzip(final byte[] bytes) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		return out.toByteArray();
	}

	private Path write(final String fields, final byte[] data) throws IOException {
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		out.write(("NRRD0004\n" + fields + "\n").getBytes(StandardCharsets.UTF_8));
		out.write(data);
		return Files.write(folder.resolve("scan.nrrd"), out.toByteArray());
	}

	private static String scan(final String encoding, final String endian) {
		return "# by hand\ntype: short\ndimension: 3\nsizes: 5 4 3\nencoding: " + encoding + "\nendian: " + endian + "\n";
	}

	private static NiftiImage read(final Path file) throws IOException {
		return NrrdReader.read(file, NiftiReadOptions.DEFAULT);
	}

	private static void assertVoxels(final NiftiImage image, final int volumes) {
		for (int v = 0, i = 0; v < volumes; v++)
			for (int z = 0; z < Z; z++)
				for (int y = 0; y < Y; y++)
					for (int x = 0; x < X; x++, i++) {
						final long[] at = volumes == 1 ? new long[] {x, y, z} : new long[] {x, y, z, v};
						assertEquals(i * 37 - 900, image.stored().getAt(at).getRealDouble());
					}
		assertEquals(NiftiDataType.INT16, image.dataType());
	}

	/** The same place in the three ways to name the axes of space. */
	@ParameterizedTest
	@CsvSource({"right-anterior-superior,1,1", "RAS,1,1", "left-anterior-superior,-1,1", "left-posterior-superior,-1,-1", "LPS,-1,-1",
		"left-posterior-superior-time,-1,-1"})
	void placesVoxelsAsTold(final String space, final int x, final int y) throws IOException {
		final NiftiImage image = read(write(scan("raw", "little") + String.format(OBLIQUE, space), voxels(ByteOrder.LITTLE_ENDIAN, 1)));
		assertArrayEquals(new double[] {x * 0.9, x * -0.1, 0, x * -10, y * 0.1, y * 0.9, y * -0.3, y * 20.5, 0, 0.2, 2, 30}, image.grid()
			.voxelToWorld(), 1e-12);
		assertVoxels(image, 1);
	}

	@Test
	void readsBothByteOrdersAndGzip() throws IOException {
		final String place = String.format(OBLIQUE, "LPS");
		assertVoxels(read(write(scan("raw", "big") + place, voxels(ByteOrder.BIG_ENDIAN, 1))), 1);
		assertVoxels(read(write(scan("gzip", "little") + place, gzip(voxels(ByteOrder.LITTLE_ENDIAN, 1)))), 1);
		assertVoxels(read(write(scan("raw", "little") + "byte skip: 3\n" + place, concat(new byte[3], voxels(ByteOrder.LITTLE_ENDIAN, 1)))), 1);
		assertVoxels(read(write(scan("raw", "little") + "byte skip: -1\n" + place, concat(new byte[9], voxels(ByteOrder.LITTLE_ENDIAN, 1)))), 1);
	}

	private static byte[] concat(final byte[] a, final byte[] b) {
		return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
	}

	@Test
	void readsVoxelsBesideTheHeader() throws IOException {
		Files.write(folder.resolve("scan.raw"), voxels(ByteOrder.LITTLE_ENDIAN, 1));
		final String fields = scan("raw", "little") + String.format(OBLIQUE, "LPS");
		assertVoxels(read(write(fields + "data file: ./scan.raw\n", new byte[0])), 1);
		assertRefused("beside", fields + "data file: ../other/scan.raw\n");
		assertRefused("several files", fields + "data file: LIST\n");
	}

	/** Volumes may be stored behind space, or fastest. */
	@Test
	void putsTheAxisOfVolumesLast() throws IOException {
		final String head = "type: int16\ndimension: 4\nencoding: raw\nendian: little\nspace: LPS\nspace origin: (1,2,3)\n";
		final String directions = "(1,0,0) (0,1,0) (0,0,2)";
		assertVoxels(read(write(head + "sizes: 5 4 3 2\nspace directions: " + directions + " none\n", voxels(ByteOrder.LITTLE_ENDIAN, 2))), 2);
		final ByteBuffer fastest = ByteBuffer.allocate(4 * X * Y * Z).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < X * Y * Z; i++)
			fastest.putShort((short) (i * 37 - 900)).putShort((short) ((i + X * Y * Z) * 37 - 900));
		assertVoxels(read(write(head + "sizes: 2 5 4 3\nspace directions: none " + directions + "\n", fastest.array())), 2);
		final NiftiImage one = read(write(head + "sizes: 1 5 4 3\nspace directions: none " + directions + "\n", voxels(
			ByteOrder.LITTLE_ENDIAN, 1)));
		assertEquals(3, one.stored().numDimensions());
		assertVoxels(one, 1);
	}

	@Test
	void asksHowVoxelsLieThatOnlyHaveASize() throws IOException {
		final String fields = scan("raw", "little") + "spacings: 1 2 3\n";
		assertRefused("orientation", fields);
		final NiftiImage told = NrrdReader.read(write(fields, voxels(ByteOrder.LITTLE_ENDIAN, 1)), new NiftiReadOptions(
			NiftiReadOptions.DEFAULT.prefer(), "LPS"));
		assertArrayEquals(new double[] {-1, 0, 0, 2, 0, -2, 0, 3, 0, 0, 3, -3}, told.grid().voxelToWorld(), 1e-12);
	}

	@Test
	void takesNoTextOfTheHeaderAndSaysWhichThereWas() throws IOException {
		final NiftiImage image = read(write(scan("raw", "little") + String.format(OBLIQUE, "LPS") + "content: Jane Doe\nDICOM_0010_0010:=DOE^JANE\n",
			voxels(ByteOrder.LITTLE_ENDIAN, 1)));
		assertEquals(List.of("NRRD comment", "NRRD content", "NRRD keys"), image.traces());
		assertFalse(new String(image.header().bytes(), StandardCharsets.ISO_8859_1).contains("DOE"));
	}

	@ParameterizedTest
	@ValueSource(strings = {"space: scanner-xyz", "space: LPS;space units: \"furlong\" \"mm\" \"mm\"", "space: LPS;encoding: bzip2", "space: LPS;type: block",
		"space: LPS;sizes: 5 4", "space: LPS;sizes: 5 4 0", "space: LPS;sizes: 5 4 2000000000", "space: LPS;endian: middle", "space: LPS;line skip: 2",
		"space: LPS;space directions: (1,0,0) (0,1,0) (0,1,0)", "space: LPS;space directions: (1,0) (0,1,0) (0,1,0)", "space: LPS;byte skip: -5",
		"space: LPS;dimension: 4", "space: LPS;space directions: (1,0,0) (0,1,0)", "space: LPS;space directions: nonsense"})
	void refusesInOneSentence(final String more) throws IOException {
		final String fields = scan("raw", "little") + "space directions: (1,0,0) (0,1,0) (0,0,2)\n" + more.replace(';', '\n') + "\n";
		final Path file = write(fields, voxels(ByteOrder.LITTLE_ENDIAN, 1));
		final String message = assertThrows(DefacingException.class, () -> read(file)).getMessage();
		assertTrue(message.startsWith(file.toString()), message);
		assertEquals(1, message.lines().count(), message);
	}

	private void assertRefused(final String words, final String fields) throws IOException {
		final Path file = write(fields, voxels(ByteOrder.LITTLE_ENDIAN, 1));
		final String message = assertThrows(DefacingException.class, () -> read(file)).getMessage();
		assertTrue(message.contains(words), message);
	}

	/** Files that were cut or have a byte changed are read or refused, never anything else. */
	@Test
	void refusesDamagedFilesInWords() throws IOException {
		final byte[] whole = Files.readAllBytes(write(scan("gzip", "little") + String.format(OBLIQUE, "LPS"), gzip(voxels(ByteOrder.LITTLE_ENDIAN,
			1))));
		final Random random = new Random(1);
		int refused = 0;
		for (int n = 0; n < 3000; n++) {
			final byte[] damaged = n % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
			for (int k = 0; k < n % 3; k++)
				damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
			final Path file = Files.write(folder.resolve("damaged.nrrd"), damaged);
			try {
				read(file);
			}
			catch (final DefacingException e) {
				refused++;
			}
		}
		assertTrue(refused > 1000, "refused " + refused);
	}

	@Test
	void isToldByItsContent() throws IOException {
		assertTrue(ScanFormats.recognizes(write(scan("raw", "little"), new byte[0])));
		assertFalse(NrrdReader.recognizes(Files.writeString(folder.resolve("a.nrrd"), "no scan")));
		assertFalse(NrrdReader.recognizes(folder));
	}
}
