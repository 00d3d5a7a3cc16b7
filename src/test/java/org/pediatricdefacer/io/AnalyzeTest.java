package org.pediatricdefacer.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.AtomicFile;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiReadOptions.Prefer;

class AnalyzeTest {

	private static final NiftiReadOptions LAS = new NiftiReadOptions(Prefer.NEITHER, "LAS");

	@TempDir
	Path folder;

	private Path header;
	private byte[] voxels;

	/** Writes a pair as dbh.h of ANALYZE 7.5 describes it. */
	@BeforeEach
	void writePair() {
		final ByteBuffer bytes = ByteBuffer.allocate(348).order(ByteOrder.BIG_ENDIAN);
		bytes.putInt(0, 348).putInt(32, 16384).put(38, (byte) 'r').putShort(70, (short) 4).putShort(72, (short) 16);
		final short[] dim = {4, 5, 4, 3, 1};
		for (int d = 0; d < dim.length; d++)
			bytes.putShort(40 + 2 * d, dim[d]);
		bytes.putFloat(80, 1.5f).putFloat(84, 2).putFloat(88, 2.5f);
		bytes.put(148, "Anna Muster".getBytes()).put(283, "PID 4711".getBytes()).put(293, "20260101".getBytes());
		// Where NIfTI-1 has its codes and unit, ANALYZE has other things.
		bytes.put(252, (byte) 1).putFloat(112, 7).putInt(120, 3);
		header = NiftiBytes.save(folder, "scan.hdr", bytes.array());
		voxels = new NiftiBytes(1, ByteOrder.BIG_ENDIAN, NiftiDataType.INT16, 5, 4, 3).voxels;
		NiftiBytes.save(folder, "scan.img", voxels);
	}

	@Test
	void isRefusedWithTheReason() {
		for (final String name : new String[] {"scan.hdr", "scan.img"}) {
			final String message = assertThrows(DefacingException.class, () -> NiftiReader.read(folder.resolve(name))).getMessage();
			assertTrue(message.contains(name + " is ANALYZE 7.5, which does not tell how its axes run; give --orientation"), message);
		}
	}

	@Test
	void isReadWhenTheUserKnowsItsOrientation() throws IOException {
		final NiftiImage scan = NiftiReader.read(header, LAS);
		assertArrayEquals(new double[] {-1.5, 0, 0, 3, 0, 2, 0, -3, 0, 0, 2.5, -2.5}, scan.grid().voxelToWorld());
		assertEquals(1, scan.slope());
		assertEquals(NiftiDataType.INT16, scan.dataType());
	}

	@Test
	void becomesNiftiWithoutThePatientsHistory() throws IOException {
		final NiftiImage scan = NiftiReader.read(header, LAS);
		final Path target = folder.resolve("scan_defaced.nii");
		try (AtomicFile defaced = NiftiWriter.prepareDefaced(scan, scan.stored(), "1.2.3", target, new NiftiWriteOptions(false, 1,
			Progress.NONE))) {
			defaced.commit();
		}
		assertEquals("ANALYZE 7.5 header", HeaderCleaning.of(scan, "1.2.3").entries().get(0).field());
		final byte[] written = Files.readAllBytes(target);
		final String text = new String(written, 0, 352, StandardCharsets.ISO_8859_1);
		assertFalse(text.contains("Anna") || text.contains("4711") || text.contains("2026"), text);
		assertArrayEquals(voxels, Arrays.copyOfRange(written, 352, written.length));

		final NiftiImage back = NiftiReader.read(target);
		assertEquals(List.of(), back.warnings());
		assertEquals(NiftiHeader.Version.NIFTI1, back.header().version());
		assertEquals(scan.grid(), back.grid());
		assertTrue(back.isMarkedDefaced());
		assertFalse(scan.isMarkedDefaced());
	}
}
