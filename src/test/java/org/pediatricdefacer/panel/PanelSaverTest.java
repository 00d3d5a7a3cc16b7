package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.panel.PanelSaver.Saved;
import org.pediatricdefacer.panel.PanelSaver.Target;

/** Tests that what is saved from the panel is what the commands write. */
class PanelSaverTest {

	@TempDir
	private Path folder;
	private Path file;
	private Path shared;
	private Path hidden;
	private Defacer defacer;
	private PanelSession session;

	@BeforeEach
	void find() throws IOException {
		file = PhantomHost.write(folder.resolve("scans"), "head.nii.gz");
		shared = folder.resolve("shared");
		hidden = folder.resolve("hidden");
		defacer = PhantomHost.PHANTOM.defacer();
		session = PanelSession.find(defacer, PhantomHost.read(file), Progress.NONE);
	}

	@AfterEach
	void close() {
		defacer.close();
	}

	private Saved save(final Target target) throws IOException {
		return new PanelSaver(defacer, new PhantomHost(), target).save(session, session.editor().labels().clone(), session.editor().edited(),
			Progress.NONE);
	}

	/** Paints some air before the face and what lies behind it. */
	private void edit() {
		final RasAxes axes = session.editor().axes();
		for (int y = axes.size(1) / 2; y < axes.size(1); y++)
			session.editor().paint(new int[] { axes.size(0) / 2, y, axes.size(2) / 4 }, 9, (byte) Region.FACE.label());
		assertTrue(session.editor().endStroke());
	}

	private void assertSame(final Path one, final Path other, final String ending) throws IOException {
		assertArrayEquals(Files.readAllBytes(one.resolve("head" + ending)), Files.readAllBytes(other.resolve("head" + ending)), ending);
	}

	@Test
	void writesWhatTheCommandsWrite() throws IOException {
		final Saved saved = save(new Target(shared, Optional.of(hidden), false));
		final Path out = folder.resolve("headless");
		new ScanDefacer(defacer, FileSettings.DEFAULT).deface(BatchItem.of(file, out).withPrivate(out, folder.resolve("headless-hidden")), Progress.NONE);
		assertSame(out, shared, "_defaced.nii.gz");
		assertSame(out, shared, "_removed.nii.gz");
		assertSame(folder.resolve("headless-hidden"), hidden, "_facemask.nii.gz");
		assertSame(folder.resolve("headless-hidden"), hidden, "_landmarks.json");
		assertEquals("run(\"Deface MRI Files...\", \"input=[" + file + "] output=[" + shared + "] private_to=[" + hidden + "]\");", saved.macro());
		assertFalse(Files.exists(hidden.resolve("head" + PanelSaver.EDITED)));
	}

	/** An edited mask is applied as the commands apply its file. */
	@Test
	void writesWhatAnEditedMaskAsksFor() throws IOException {
		save(new Target(folder.resolve("found"), Optional.empty(), false));
		edit();
		final Saved saved = save(new Target(shared, Optional.of(hidden), false));
		final Path mask = hidden.resolve("head" + PanelSaver.EDITED);
		final Path out = folder.resolve("headless");
		new ScanDefacer(defacer, FileSettings.DEFAULT.withApplyMask(mask)).deface(BatchItem.of(file, out).withPrivate(out, folder.resolve(
			"headless-hidden")), Progress.NONE);
		assertSame(out, shared, "_defaced.nii.gz");
		assertSame(out, shared, "_removed.nii.gz");
		assertSame(folder.resolve("headless-hidden"), hidden, "_facemask.nii.gz");
		assertFalse(Arrays.equals(Files.readAllBytes(folder.resolve("found").resolve("head_removed.nii.gz")), Files.readAllBytes(shared.resolve(
			"head_removed.nii.gz"))), "the edit changes nothing");
		assertTrue(saved.macro().startsWith("run(\"Apply Facemask to Files...\", \"mask=[" + mask + "] "), saved.macro());
		assertFalse(Files.readString(shared.resolve("head_defaced.json")).contains(hidden.toString()));
	}

	/** What shows the face is written where it was asked for only. */
	@Test
	void refusesAnEditedMaskWithoutAPrivateFolder() throws IOException {
		edit();
		final DefacingException refused = assertThrows(DefacingException.class, () -> save(new Target(shared, Optional.empty(), false)));
		assertTrue(refused.getMessage().contains("private folder"), refused.getMessage());
		assertThrows(DefacingException.class, () -> save(new Target(shared, Optional.of(shared.resolve("in it")), false)));
		assertFalse(Files.exists(shared));
	}

	@Test
	void refusesAFileThatHasChanged() throws IOException {
		final PanelScan other = PhantomHost.read(file);
		Files.delete(file);
		PhantomHost.write(folder.resolve("scans"), "head.nii.gz");
		save(new Target(folder.resolve("same"), Optional.empty(), false));
		final byte[] bytes = unpacked(file);
		bytes[bytes.length - 1000] ^= 1;
		Files.write(file, bytes); // not packed any more, but a scan all the same
		assertEquals(file, other.file().get());
		final DefacingException refused = assertThrows(DefacingException.class, () -> save(new Target(shared, Optional.empty(), false)));
		assertTrue(refused.getMessage().contains("has changed"), refused.getMessage());
		assertFalse(Files.exists(shared));
	}

	private static byte[] unpacked(final Path packed) throws IOException {
		try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(packed))) {
			return in.readAllBytes();
		}
	}

	/** An image that is in no file is written into the private folder as it is, so that a macro can do the same. */
	@Test
	void storesAnImageThatIsInNoFile() throws IOException {
		final PanelScan read = PhantomHost.read(file);
		session = PanelSession.find(defacer, new PanelScan("My head: 1.dcm", read.image(), Optional.empty(), NiftiReadOptions.DEFAULT), Progress.NONE);
		assertThrows(DefacingException.class, () -> save(new Target(shared, Optional.empty(), false)));
		final Saved saved = save(new Target(shared, Optional.of(hidden), false));
		assertTrue(saved.macro().contains("input=[" + hidden.resolve("My head_ 1.nii.gz") + "]"), saved.macro());
		assertTrue(Files.exists(shared.resolve("My head_ 1_defaced.nii.gz")));
		assertArrayEquals(unpacked(file), unpacked(hidden.resolve("My head_ 1.nii.gz")));
	}

	@Test
	void replacesNothingUnasked() throws IOException {
		save(new Target(shared, Optional.empty(), false));
		assertThrows(DefacingException.class, () -> save(new Target(shared, Optional.empty(), false)));
		save(new Target(shared, Optional.empty(), true));
	}

	private void openedFrom(final Path series) throws IOException {
		final PanelScan read = PhantomHost.read(file);
		session = PanelSession.find(defacer, new PanelScan("My head: 1", read.image(), Optional.empty(), NiftiReadOptions.DEFAULT, Optional.of(series)),
			Progress.NONE);
	}

	/** A DICOM series is written by what surrounds the panel; the panel keeps the edited mask and says how a macro does the same. */
	@Test
	void savesTheSeriesThatWasOpened() throws IOException {
		final Path series = folder.resolve("series");
		openedFrom(series);
		final Saved saved = save(new Target(shared, Optional.empty(), false, true));
		assertEquals(List.of(shared.resolve("series")), saved.outcome().written());
		assertEquals(saved.outcome().status().name().toLowerCase(Locale.ROOT), Files.readString(shared.resolve("series")));
		assertEquals(List.of("File.openSequence(\"" + series + "\");", "run(\"Deface MRI...\", \"face=true eyes=true ears=true\");",
			"run(\"Save Defaced Scan...\", \"output=[" + shared + "] dicom=true\");"), saved.macro().lines().toList());
		edit();
		final Saved edited = save(new Target(shared, Optional.of(hidden), true, true));
		final Path mask = hidden.resolve("My head_ 1" + PanelSaver.EDITED);
		assertTrue(Files.exists(mask));
		assertEquals(List.of("File.openSequence(\"" + series + "\");", "run(\"Apply Facemask...\", \"image=\" + getImageID() + \" mask_file=[" +
			mask + "]\");", "run(\"Save Defaced Scan...\", \"output=[" + shared + "] dicom=true overwrite=true\");"), edited.macro().lines().toList());
	}

	@Test
	void refusesASeriesThatIsNone() throws IOException {
		final DefacingException none = assertThrows(DefacingException.class, () -> save(new Target(shared, Optional.empty(), false, true)));
		assertTrue(none.getMessage().contains("not opened from a DICOM folder"), none.getMessage());
		openedFrom(folder.resolve("series"));
		final DefacingException within = assertThrows(DefacingException.class, () -> save(new Target(shared, Optional.of(shared.resolve("hidden")), false,
			true)));
		assertTrue(within.getMessage().contains("is not apart from"), within.getMessage());
		assertFalse(Files.exists(shared));
	}
}
