package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.DefacingException;

/** Checks that each known fault of a file is told in the user's words. */
class NiftiDamageTest {

	@TempDir
	Path folder;

	@ParameterizedTest
	@EnumSource(value = NiftiDataType.class, names = {"BINARY", "COMPLEX64", "RGB24", "FLOAT128", "COMPLEX128", "COMPLEX256", "RGBA32"})
	void typesThatAreNoScansAreRefused(final NiftiDataType type) {
		final String message = refusal(b -> b.header.putShort(70, (short) type.code()));
		assertTrue(message.endsWith("scan.nii " + type.refusal() + "."), message);
	}

	@ParameterizedTest
	@CsvSource({"0, 0, 0 dimensions", "0, 8, 8 dimensions", "0, -3, -3 dimensions", "0, 2, at least 3", "1, 0, 0 voxels along axis 1",
		"2, -4, -4 voxels along axis 2", "3, 30000, not complete: its header promises"})
	void badDimensionsAreNamed(final int index, final short value, final String fact) {
		final String message = refusal(b -> b.header.putShort(40 + 2 * index, value));
		assertTrue(message.contains(fact), message);
	}

	@Test
	void sizesBeyondAllMemoryAreNamed() {
		final NiftiBytes bytes = new NiftiBytes(2, ByteOrder.LITTLE_ENDIAN, NiftiDataType.FLOAT64, 5, 4, 3, 2);
		bytes.header.putLong(32, 1L << 62);
		assertTrue(refusal(bytes).contains("promises 5x4611686018427387904x3x2 voxels, more than Java can index"), refusal(bytes));
		bytes.header.putLong(24, 40_000).putLong(32, 40_000).putLong(40, 1L << 30).putLong(48, 1L << 30);
		assertTrue(refusal(bytes).contains("cannot hold 40000x40000x1073741824x1073741824 voxels"), refusal(bytes));
		bytes.header.putLong(32, 1).putLong(40, 1L << 22).putLong(48, 1);
		assertTrue(refusal(bytes).contains("not complete"), refusal(bytes));
	}

	@Test
	void fiveDimensionsAreRefused() {
		assertTrue(refusal(new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT8, 5, 4, 3, 2, 2)).endsWith(
			"has 5 dimensions (5x4x3x2x2); split it into 3D or 4D files."));
	}

	@ParameterizedTest
	@ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -352, 100, 352.5f})
	void badOffsetsAreNamed(final float offset) {
		assertTrue(refusal(b -> b.header.putFloat(108, offset)).contains("the voxels start at byte"));
	}

	@Test
	void offsetZeroIsUnderstood() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.UINT8, 5, 4, 3);
		bytes.header.putFloat(108, 0);
		assertEquals(1, read("scan.nii", bytes.singleFile()).warnings().size());
	}

	@Test
	void anUnknownScalingIsRefusedOrNoted() throws IOException {
		assertTrue(refusal(b -> b.withScaling(2, Double.NaN)).contains("scl_inter is NaN"));
		assertTrue(refusal(new NiftiBytes(2, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 5, 4, 3).withScaling(1e-300, 1e300)).contains(
			"scl_inter is 1.0E300 and scl_slope 1.0E-300"));
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.UINT8, 5, 4, 3).withScaling(Double.NaN, 5);
		final NiftiImage image = read("scan.nii", bytes.singleFile());
		assertEquals(1, image.warnings().size());
		assertEquals(1, image.slope());
	}

	@Test
	void bytesBehindTheVoxelsAreNoted() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.UINT8, 5, 4, 3);
		final byte[] longer = NiftiBytes.concat(bytes.singleFile(), new byte[77]);
		for (final byte[] content : List.of(longer, NiftiBytes.gzip(longer)))
			assertTrue(read("scan.nii", content).warnings().get(0).contains("has 77 bytes behind its last voxel"));
	}

	@ParameterizedTest
	@ValueSource(ints = {-1, 0, 7, 1 << 20})
	void damagedExtensionsArePassedOver(final int length) throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.BIG_ENDIAN, NiftiDataType.UINT8, 5, 4, 3).withExtension(6, "text");
		java.nio.ByteBuffer.wrap(bytes.extension).putInt(0, length);
		final NiftiImage image = read("scan.nii", bytes.singleFile());
		assertEquals(List.of(), image.extensions());
		assertTrue(image.warnings().get(0).contains("damaged header extension"));
	}

	@Test
	void gzipDamageIsNamed() {
		final byte[] packed = NiftiBytes.gzip(new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 9, 8, 7).singleFile());
		assertTrue(refusal("a.nii.gz", Arrays.copyOf(packed, packed.length / 2)).contains("a.nii.gz is not complete: "));
		assertTrue(refusal("a.nii.gz", Arrays.copyOf(packed, packed.length - 1)).contains("a.nii.gz is not complete: "));
		assertTrue(refusal("a.nii.gz", NiftiBytes.concat(packed, new byte[] {1, 2, 3})).contains("bytes after its end that are no gzip"));
		final byte[] wrong = packed.clone();
		wrong[packed.length - 6] ^= 4;
		assertTrue(refusal("a.nii.gz", wrong).contains("its gzip stream has a wrong checksum"));
	}

	@Test
	void whatMemoryCannotHoldIsNamed() {
		final NiftiPromise promise = new NiftiPromise(NiftiDataType.UINT8, new long[] {1, 1, 1}, 0, Long.MAX_VALUE, "a.nii", List.of());
		final String message = assertThrows(DefacingException.class, promise::requireMemory).getMessage();
		assertTrue(message.startsWith("a.nii needs ") && message.endsWith("give it more with -Xmx."), message);
	}

	@Test
	void gzipInSeveralMembersIsRead() throws IOException {
		final byte[] whole = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 9, 8, 7).singleFile();
		final byte[] members = NiftiBytes.concat(NiftiBytes.gzip(Arrays.copyOf(whole, 500)), NiftiBytes.gzip(Arrays.copyOfRange(whole,
			500, whole.length)));
		assertEquals(List.of(), read("a.nii.gz", members).warnings());
	}

	@Test
	void contentDecidesNotTheName() throws IOException {
		final byte[] whole = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 9, 8, 7).singleFile();
		assertEquals(List.of(), read("plain.nii.gz", whole).warnings());
		assertEquals(List.of(), read("packed.nii", NiftiBytes.gzip(whole)).warnings());
		assertEquals(List.of(), read("no suffix", whole).warnings());
	}

	@Test
	void otherFilesAreCalledByTheirNames() throws IOException {
		final byte[] dicom = new byte[200];
		System.arraycopy("DICM".getBytes(), 0, dicom, 128, 4);
		assertTrue(refusal("a.nii", dicom).contains("a.nii is a DICOM file, not NIfTI"));
		assertTrue(refusal("a.nii", "NRRD0004\n".getBytes()).contains("is an NRRD file"));
		final String mgh = refusal("a.nii", NiftiBytes.gzip(new byte[] {0, 0, 0, 1, 5}));
		assertTrue(mgh.contains("is a FreeSurfer MGH file") && mgh.contains("mri_convert") && !mgh.contains("dcm2niix"), mgh);
		assertTrue(refusal("a.nii", new byte[] {1, 2, 3}).contains("of an unknown kind"));
		assertTrue(refusal("a.nii", new byte[0]).contains("is empty"));
		assertTrue(message(folder).contains("is a folder"));
		assertTrue(message(folder.resolve("none.nii")).contains("does not exist"));
		assertFalse(NiftiReader.recognizes(NiftiBytes.save(folder, "b.nii", dicom)));
	}

	@Test
	void halfOfAPairIsNamed() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 9, 8, 7);
		final Path header = NiftiBytes.save(folder, "scan.hdr", bytes.headerFile());
		assertTrue(message(header).contains(".img file is missing"), message(header));
		final Path voxels = NiftiBytes.save(folder, "scan.img", bytes.voxels);
		assertTrue(NiftiReader.recognizes(header));
		assertFalse(NiftiReader.recognizes(voxels));
		NiftiBytes.save(folder, "scan.img.gz", NiftiBytes.gzip(bytes.voxels));
		assertTrue(message(header).contains("two image files"), message(header));
		Files.delete(header);
		assertTrue(message(voxels).contains(".hdr file is missing"), message(voxels));
	}

	@Test
	void voxelsThatLookLikeAHeaderDoNotMislead() throws IOException {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.LITTLE_ENDIAN, NiftiDataType.INT16, 9, 8, 7);
		System.arraycopy(new byte[] {0x5c, 1, 0, 0}, 0, bytes.voxels, 0, 4);
		NiftiBytes.save(folder, "scan.hdr", bytes.headerFile());
		assertEquals(NiftiHeader.Version.NIFTI1, NiftiReader.read(NiftiBytes.save(folder, "scan.img", bytes.voxels)).header().version());
	}

	private String refusal(final Consumer<NiftiBytes> change) {
		final NiftiBytes bytes = new NiftiBytes(1, ByteOrder.BIG_ENDIAN, NiftiDataType.INT16, 5, 4, 3);
		change.accept(bytes);
		return refusal(bytes);
	}

	private String refusal(final NiftiBytes bytes) {
		return refusal("scan.nii", bytes.singleFile());
	}

	private String refusal(final String name, final byte[] content) {
		return message(NiftiBytes.save(folder, name, content));
	}

	private static String message(final Path file) {
		final String message = assertThrows(DefacingException.class, () -> NiftiReader.read(file)).getMessage();
		assertTrue(message.contains(file.toString()) && message.endsWith("."), message);
		return message;
	}

	private NiftiImage read(final String name, final byte[] content) throws IOException {
		return NiftiReader.read(NiftiBytes.save(folder, name, content));
	}
}
