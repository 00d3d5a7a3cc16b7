package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.ShortArray;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.util.Cast;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingResult;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.mask.LabelBytes;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.panel.PanelSaver.Saved;
import org.pediatricdefacer.panel.PanelSaver.Target;
import org.pediatricdefacer.privacy.PrivacyCheck;
import org.pediatricdefacer.privacy.PrivacyScans;
import org.pediatricdefacer.privacy.PrivacyStudy;
import org.pediatricdefacer.privacy.RecordedProof;
import org.pediatricdefacer.proof.DefacingProof;
import org.pediatricdefacer.proof.HeaderDifference;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.volume.Volume;

/** Tests that what the panel says after an edit is what the commands say of the same facemask, though it works out less. */
class PanelSessionTest {

	/** Coarse renderings are enough: no verdict rests on them where the proof is known. */
	private static final double PIXEL_MM = 4;

	@TempDir
	private Path folder;
	private Path file;
	private Defacer defacer;
	private PanelSession session;

	@BeforeEach
	void find() throws IOException {
		file = PhantomHost.write(folder.resolve("scans"), "head.nii.gz");
		defacer = PhantomHost.PHANTOM.defacer();
		session = PanelSession.find(defacer, PhantomHost.read(file), Progress.NONE);
	}

	@AfterEach
	void close() {
		defacer.close();
	}

	/** Paints along a line from front to back, at shares of the scan from right to left and from top to bottom. */
	private void stroke(final Region region, final double x, final double z, final double fromY, final double toY, final double radius_mm) {
		final RasAxes axes = session.editor().axes();
		for (int y = (int) (fromY * axes.size(1)); y < toY * axes.size(1); y++)
			session.editor().paint(new int[] { (int) (x * axes.size(0)), y, (int) (z * axes.size(2)) }, radius_mm, (byte) (region == null ? 0 : region
				.label()));
		assertTrue(session.editor().endStroke(), "the stroke changes nothing");
	}

	private DefacingResult<?> judged() {
		return session.erase(session.findings(session.editor().labels().clone(), session.editor().edited()), Progress.NONE);
	}

	/** Applies the mask that is shown as the command does, and compares all that is known of the outcome. */
	private void assertAsApplied(final DefacingResult<?> shown) {
		final ScanImage image = session.scan().image();
		final ArrayImg<ShortType, ShortArray> stored = Cast.unchecked(image.stored());
		final ArrayImg<UnsignedByteType, ByteArray> mask = ArrayImgs.unsignedBytes(session.editor().labels().clone(), image.grid().size());
		final DefacingResult<ShortType> applied = defacer.applyMask(stored, image.volume(), new Volume(mask, image.grid()), PanelSession.SETTINGS,
			Progress.NONE).withHeader(image.isMarkedDefaced(), HeaderDifference.NONE);
		assertArrayEquals(values(applied), values(shown));
		assertArrayEquals(LabelBytes.of(applied.removed()), LabelBytes.of(shown.removed()));
		assertArrayEquals(LabelBytes.of(applied.labels()), LabelBytes.of(shown.labels()));
		final DefacingProof expected = applied.proof(), proof = shown.proof();
		assertEquals(expected.outside(), proof.outside());
		assertEquals(expected.regions(), proof.regions());
		assertEquals(expected.check(), proof.check());
		assertEquals(expected.removal(), proof.removal());
		assertEquals(expected.recovery(), proof.recovery());
		assertEquals(expected.cut(), proof.cut());
		assertEquals(expected.left().features(), proof.left().features());
		assertEquals(expected.left().globes(), proof.left().globes());
		assertEquals(applied.judgment(), shown.judgment());
	}

	private static short[] values(final DefacingResult<?> result) {
		return Cast.<ArrayImg<ShortType, ShortArray>> unchecked(result.defaced()).update(null).getCurrentStorageArray();
	}

	@Test
	void saysOfEachEditWhatApplyingItSays() {
		final DefacingResult<?> found = judged();
		assertAsApplied(found);
		stroke(Region.FACE, 0.5, 0.4, 0.95, 1, 8);
		final DefacingResult<?> air = judged();
		assertAsApplied(air);
		stroke(Region.FACE, 0.5, 0.15, 0.3, 0.6, 20);
		final DefacingResult<?> neck = judged();
		assertAsApplied(neck);
		assertNotSame(air.defaced(), neck.defaced(), "the edit does not change the region");
		stroke(null, 0.5, 0.35, 0.5, 1, 30);
		assertAsApplied(judged());
		session.editor().undo();
		final DefacingResult<?> again = judged();
		assertAsApplied(again);
		assertEquals(neck.judgment(), again.judgment());
	}

	/** What a stroke in the air before the face changes is the mask, and not what is erased: that is kept. */
	@Test
	void erasesNothingAnewWhereTheRegionStays() {
		final DefacingResult<?> found = judged();
		stroke(Region.FACE, 0.5, 0.4, 0.95, 1, 8);
		final DefacingResult<?> air = judged();
		assertArrayEquals(LabelBytes.of(found.removed()), LabelBytes.of(air.removed()));
		assertSame(found.defaced(), air.defaced());
		assertNotEquals(found.labels(), air.labels());
	}

	/** Half a face is left by a mask that is rubbed out: shown, saved and checked alike. */
	@Test
	void saysWhatTheCheckSays() throws IOException {
		stroke(Region.FACE, 0.5, 0.15, 0.3, 0.6, 20);
		final DefacingResult<?> shown = judged();
		final Path shared = folder.resolve("shared");
		final Saved saved = new PanelSaver(defacer, new PhantomHost(), new Target(shared, Optional.of(folder.resolve("hidden")), false)).save(session,
			session.editor().labels().clone(), true, Progress.NONE);
		assertEquals(shown.verdict(), Verdict.valueOf(saved.outcome().status().name()));
		final Path defaced = shared.resolve("head_defaced.nii.gz");
		assertTrue(Files.exists(defaced), saved.outcome().toString());
		final PrivacyCheck check = PrivacyStudy.of(PrivacyScans.of(NiftiReader.read(file).volume(), NiftiReader.read(defaced).volume()).withProof(RecordedProof
			.beside(defaced)), Optional.empty(), PIXEL_MM).check();
		assertEquals(shown.verdict(), check.judgment().verdict());
		assertEquals(shown.proof().left().features(), check.left().features());
	}
}
