package org.pediatricdefacer.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

import net.imglib2.img.array.ArrayImgs;

/** What a batch that is started again does with scans that were done before. */
class FinishedScansTest extends ScanDefacerFixture {

	private static final FileSettings SETTINGS = FileSettings.DEFAULT;
	private static final FileSettings SEEDED = SETTINGS.withDefacing(DefacingSettings.DEFAULT.withFill(Fill.background(3)));
	private BatchItem item;

	@BeforeEach
	void defaceOnce() throws IOException {
		item = item();
		assertEquals(Status.PASS, deface(item, SETTINGS).status());
		for (final Path output : item.outputs())
			if (Files.exists(output)) Files.setLastModifiedTime(output, FileTime.fromMillis(0));
	}

	private static ScanOutcome again(final BatchItem item, final FileSettings settings) throws IOException {
		return new FinishedScans(defacer, settings, NiftiReader::read).deface(item, Progress.NONE);
	}

	private static boolean isUntouched(final Path file) throws IOException {
		return Files.getLastModifiedTime(file).toMillis() == 0;
	}

	@Test
	void passesOverWhatWasDoneInTheSameWay() throws IOException {
		final ScanOutcome outcome = again(item, SETTINGS.withThreads(1));
		assertEquals(Status.SKIPPED, outcome.status());
		assertFalse(outcome.status().failed());
		assertEquals("It was done before in the same way: pass.", outcome.reasons().get(0));
		assertEquals(List.of(), outcome.written());
		assertTrue(isUntouched(item.defaced()) && isUntouched(item.record()));
		assertEquals("1 scan: 0 pass, 0 review, 0 failed, 1 skipped", new BatchSummary(1, List.of(outcome)).text());
	}

	@Test
	void doesWhatIsNew() throws IOException {
		assertEquals(Status.PASS, again(item("other.nii.gz"), SETTINGS).status());
	}

	/** What exists and is of another run is never replaced unasked. */
	@Test
	void refusesWhatWasDoneInAnotherWay() throws IOException {
		final byte[] before = Files.readAllBytes(item.defaced());
		assertThrows(DefacingException.class, () -> again(item, SEEDED));
		assertThrows(DefacingException.class, () -> again(item, SETTINGS.withMaskOnly(true)));
		assertThrows(DefacingException.class, () -> again(item, SETTINGS.withApplyMask(emptyMask())));
		Files.write(item.input(), new byte[] {0}, StandardOpenOption.APPEND);
		assertThrows(DefacingException.class, () -> again(item, SETTINGS), "padded after its end: other bytes");
		assertArrayEquals(before, Files.readAllBytes(item.defaced()));
	}

	@Test
	void doesAgainWhatWasDoneInAnotherWayIfThatMayBeReplaced() throws IOException {
		assertEquals(Status.PASS, again(item, SEEDED.withOverwrite(true)).status());
		assertEquals(Status.SKIPPED, again(item, SEEDED.withOverwrite(true)).status());
	}

	/** Another version of the program or another model may do better. */
	@Test
	void tellsVersionsAndModelsApart() throws IOException {
		final String record = Files.readString(item.record());
		for (final String[] change : new String[][] {{"\"Version\": \"" + ProgramVersion.get(), "\"Version\": \"0.0.1"}, {
			"\"Weights\": \"0", "\"Weights\": \"1"}})
		{
			assertNotEquals(record, record.replace(change[0], change[1]));
			Files.writeString(item.record(), record.replace(change[0], change[1]));
			assertThrows(DefacingException.class, () -> again(item, SETTINGS), change[1]);
		}
	}

	@Test
	void doesAgainWhatIsGoneOrDamaged() throws IOException {
		final byte[] whole = Files.readAllBytes(item.defaced());
		Files.delete(item.defaced());
		assertEquals(Status.PASS, again(item, SETTINGS).status());
		assertArrayEquals(whole, Files.readAllBytes(item.defaced()));
		final byte[] damaged = whole.clone();
		damaged[damaged.length / 2]++;
		Files.write(item.defaced(), damaged);
		assertEquals(Status.PASS, again(item, SETTINGS).status());
		assertArrayEquals(whole, Files.readAllBytes(item.defaced()));
		assertEquals(Status.SKIPPED, again(item, SETTINGS).status());
	}

	/** What identifies was not asked for the first time. */
	@Test
	void doesAgainWhereThePrivateFilesAreMissing() throws IOException {
		final BatchItem identified = item.withPrivate(folder.resolve("out"), folder.resolve("another"));
		assertEquals(Status.PASS, again(identified, SETTINGS).status());
		assertTrue(Files.exists(identified.facemask().orElseThrow()));
		assertEquals(Status.SKIPPED, again(identified, SETTINGS).status());
		Files.delete(identified.record());
		Files.delete(identified.defaced());
		Files.delete(identified.removed());
		assertThrows(DefacingException.class, () -> again(identified, SETTINGS), "a facemask may have been edited by hand");
	}

	/** Such as one that a person wrote; an older version's record has no checksums. */
	@Test
	void takesNoOtherFileForARecord() throws IOException {
		for (final String text : new String[] {"", "{", "[]", "{}", "\"x\"", "{\"Outputs\": 3, \"Status\": \"pass\"}"}) {
			Files.writeString(item.record(), text);
			assertThrows(DefacingException.class, () -> again(item, SETTINGS), text);
			assertEquals(text, Files.readString(item.record()));
		}
	}

	/** Only what has the right bytes counts, whatever a record leaves out. */
	@Test
	void believesNoRecordOfFilesThatItDoesNotTell() throws IOException {
		Files.writeString(item.record(), Files.readString(item.record()).replace("\"Outputs\"", "\"Inputs\""));
		assertEquals(Status.PASS, again(item, SETTINGS).status());
		assertFalse(isUntouched(item.defaced()));
	}

	@Test
	void whatFailedBeforeStillCountsAsFailed() throws IOException {
		final BatchItem other = item("other.nii.gz");
		final FileSettings failing = SETTINGS.withApplyMask(emptyMask());
		final ScanOutcome first = deface(other, failing);
		assertEquals(Status.FAIL, first.status());
		final ScanOutcome second = again(other, failing);
		assertEquals(Status.FAIL, second.status());
		assertEquals(List.of(), second.written());
		assertEquals("It was done before in the same way: fail.", second.reasons().get(0));
		assertEquals(first.reasons(), second.reasons().subList(1, second.reasons().size()));
	}

	@Test
	void bothFilesOfAPairCount() throws IOException {
		final NiftiImage scan = NiftiReader.read(item.input());
		assertEquals(64, FileChecksum.ofScan(item.input()).length());
		final Path header = Files.write(folder.resolve("pair.hdr"), scan.header().bytes());
		final Path image = Files.write(folder.resolve("pair.img"), new byte[] {1, 2, 3});
		final String both = FileChecksum.ofScan(header);
		assertEquals(both, FileChecksum.ofScan(image));
		Files.write(image, new byte[] {1, 2, 4});
		assertNotEquals(both, FileChecksum.ofScan(header));
	}

	private Path emptyMask() throws IOException {
		final Path file = folder.resolve("empty.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(ArrayImgs.unsignedBytes(PhantomScan.GRID.size()), PhantomScan.GRID)), file, new NiftiWriteOptions(
			true, 1, Progress.NONE));
		return file;
	}
}
