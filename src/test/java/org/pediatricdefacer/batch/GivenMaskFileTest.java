package org.pediatricdefacer.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.NiftiHeader;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;

/** Masks that are given as files. */
class GivenMaskFileTest extends ScanDefacerFixture {

	/** Place of the lower byte of sform_code in a little-endian header of NIfTI-1. */
	private static final int NIFTI1_SFORM_CODE = 254;

	@Test
	void appliesAnEditedMask() throws IOException {
		final BatchItem item = item();
		deface(item, FileSettings.DEFAULT);
		final Path mask = folder.resolve("edited.nii.gz");
		Files.copy(item.facemask().orElseThrow(), mask);
		final BatchItem again = BatchItem.of(item.input(), folder.resolve("again"));
		final ScanOutcome outcome = deface(again, FileSettings.DEFAULT.withApplyMask(mask));
		assertEquals(Status.PASS, outcome.status(), outcome.reasons().toString());
		assertArrayEquals(Files.readAllBytes(item.defaced()), Files.readAllBytes(again.defaced()));
	}

	@Test
	void tellsWhatIsAssumedOfAMask() throws IOException {
		final BatchItem item = item();
		deface(item, FileSettings.DEFAULT);
		final NiftiImage mask = NiftiReader.read(item.facemask().orElseThrow());
		final byte[] bytes = mask.header().bytes();
		bytes[NIFTI1_SFORM_CODE] = 0;
		final NiftiImage placeless = new NiftiImage(NiftiHeader.parse(bytes).orElseThrow(), List.of(), mask.stored(), mask.grid(), null, List.of(),
			List.of());
		final Path edited = Files.createDirectory(folder.resolve("jane")).resolve(item.input().getFileName());
		NiftiWriter.write(placeless, edited, NiftiWriteOptions.DEFAULT);
		final BatchItem again = BatchItem.of(item.input(), folder.resolve("again"));
		final ScanOutcome outcome = deface(again, FileSettings.DEFAULT.withApplyMask(edited));
		assertTrue(outcome.warnings().get(0).startsWith(edited + " does not say how its axes run"), outcome.warnings().toString());
		final String record = Files.readString(again.record());
		assertTrue(record.contains("\"The mask does not say how its axes run"), record);
		assertTrue(record.contains("\"Facemask\": \"given\""), record);
		assertFalse(record.contains("jane"), record);
	}

	@Test
	void neverReplacesTheMaskItApplies() throws IOException {
		final BatchItem item = item();
		deface(item, FileSettings.DEFAULT);
		final byte[] mask = Files.readAllBytes(item.facemask().orElseThrow());
		assertThrows(DefacingException.class, () -> deface(item, FileSettings.DEFAULT.withOverwrite(true).withApplyMask(item.facemask().orElseThrow())));
		assertArrayEquals(mask, Files.readAllBytes(item.facemask().orElseThrow()));
	}
}
