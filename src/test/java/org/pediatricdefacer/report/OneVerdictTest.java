package org.pediatricdefacer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.integer.UnsignedByteType;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.frame.HeadFrame;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.privacy.PrivacyCheck;
import org.pediatricdefacer.privacy.PrivacyScans;
import org.pediatricdefacer.privacy.PrivacyStudy;
import org.pediatricdefacer.privacy.RecordedProof;
import org.pediatricdefacer.proof.Judgment.Finding;
import org.pediatricdefacer.proof.Verdict;
import org.pediatricdefacer.removal.Removal;
import org.pediatricdefacer.volume.Volume;
import org.pediatricdefacer.volume.VoxelGrid;

/** The defacing, the check and the report say the same verdict on the same scan: phantoms, real heads where there are some, sabotaged masks. */
class OneVerdictTest {

	private static final Path HEADS = Path.of(System.getProperty("pediatricdefacer.heads", "../shared/heads"), "real");
	/** Coarse renderings and planes are enough: no verdict rests on them where the proof is known. */
	private static final double PIXEL_MM = 3;

	private static Defacer defacer;

	@TempDir
	private Path folder;

	@BeforeAll
	static void open() {
		defacer = Defacer.open(null, "cpu", 0);
	}

	@AfterAll
	static void close() {
		defacer.close();
	}

	static List<Path> scans() throws IOException {
		try (Stream<Path> phantoms = Files.list(Path.of("test-images"));
			Stream<Path> heads = Files.isDirectory(HEADS) ? Files.list(HEADS) : Stream.empty()) {
			return Stream.concat(phantoms, heads).filter(file -> file.toString().endsWith(".nii.gz") && !file.toString().endsWith("_regions.nii.gz")).sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@MethodSource("scans")
	void theThreeSayTheSame(final Path scan) throws IOException {
		assertOneVerdict(scan, FileSettings.DEFAULT);
	}

	/** As where fat is suppressed: all that is neither brain nor eye is dark. Nothing is left of its face, but a person has to look. */
	@Test
	void theThreeSayTheSameOfDarkSkin() throws IOException {
		final PhantomScan phantom = PhantomScan.whole();
		final Path scan = folder.resolve("dark.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(dark(phantom), PhantomScan.GRID)), scan, NiftiWriteOptions.DEFAULT);
		try (Defacer knowing = phantom.defacer()) {
			assertEquals(Verdict.REVIEW, assertOneVerdict(knowing, scan, FileSettings.DEFAULT));
			final RecordedProof proof = RecordedProof.read(BatchItem.of(scan, folder.resolve("out")).record()).orElseThrow();
			assertTrue(proof.left().dark().brainSeen() > 0.5, proof.left().toString());
			assertTrue(proof.reasons().stream().noneMatch(reason -> reason.kind() == Finding.FACE_LEFT), proof.reasons().toString());
		}
	}

	private static Img<ShortType> dark(final PhantomScan phantom) {
		final Img<ShortType> stored = phantom.stored();
		final RandomAccess<UnsignedByteType> truth = phantom.truth().randomAccess();
		final Cursor<ShortType> cursor = stored.localizingCursor();
		while (cursor.hasNext()) {
			final ShortType value = cursor.next();
			final int label = truth.setPositionAndGet(cursor).get();
			if (label != Region.BRAIN.label() && label != Region.EYES.label()) value.setReal(Math.round(0.15 * value.get()));
		}
		return stored;
	}

	/** What is wrong with a mask; places in u, right, anterior, superior. */
	private enum Sabotage {
		EMPTY {

			@Override
			boolean leaves(final double x, final double y, final double z) {
				return true;
			}
		},
		WITHOUT_LEFT_EAR {

			@Override
			boolean leaves(final double x, final double y, final double z) {
				return x < -50 && y < -40;
			}
		},
		WITHOUT_NOSE {

			@Override
			boolean leaves(final double x, final double y, final double z) {
				return Math.abs(x) < 20 && z < 5 && z > -48;
			}
		},
		WITHOUT_RIGHT_EYE {

			@Override
			boolean leaves(final double x, final double y, final double z) {
				return x > 10 && x < 50 && Math.abs(z) < 16;
			}
		},
		WITHOUT_CHIN {

			@Override
			boolean leaves(final double x, final double y, final double z) {
				return z < -55;
			}
		};

		abstract boolean leaves(double x, double y, double z);
	}

	@ParameterizedTest
	@EnumSource(Sabotage.class)
	void sabotagedMasksFailOrAreReviewedByAllThree(final Sabotage sabotage) throws IOException {
		final Path scan = Path.of("test-images", "infant_t1.nii.gz");
		final Path good = folder.resolve("good");
		final BatchItem item = BatchItem.of(scan, good).withPrivate(good, good);
		new ScanDefacer(defacer, FileSettings.DEFAULT).deface(item, Progress.NONE);
		final NiftiImage mask = NiftiReader.read(item.facemask().orElseThrow());
		final HeadFrame frame = RecordedProof.read(item.record()).orElseThrow().left().frame();
		final Path sabotaged = folder.resolve("sabotaged.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(sabotaged(mask, frame, sabotage), mask.grid())), sabotaged, NiftiWriteOptions.DEFAULT);
		assertNotEquals(Verdict.PASS, assertOneVerdict(scan, FileSettings.DEFAULT.withApplyMask(sabotaged).withDefacing(DefacingSettings.DEFAULT.withRemoval(
			Removal.FACEMASK))));
	}

	private static ArrayImg<UnsignedByteType, ByteArray> sabotaged(final NiftiImage mask, final HeadFrame frame, final Sabotage sabotage) {
		final VoxelGrid grid = mask.grid();
		final ArrayImg<UnsignedByteType, ByteArray> labels = ArrayImgs.unsignedBytes(grid.size());
		final Cursor<UnsignedByteType> cursor = labels.localizingCursor();
		while (cursor.hasNext()) {
			cursor.fwd();
			final double[] at = grid.toWorld(cursor.positionAsDoubleArray());
			final double[] u = new double[3];
			for (int d = 0; d < 3; d++)
				u[d] = frame.coordinate(d, at[0], at[1], at[2]);
			if (!sabotage.leaves(u[0], u[1], u[2])) cursor.get().set((int) mask.stored().getAt(cursor).getRealDouble());
		}
		// A mask without a voxel is refused; one in a corner of the air removes nothing.
		labels.getAt(0, 0, 0).set(Region.FACE.label());
		return labels;
	}

	private Verdict assertOneVerdict(final Path scan, final FileSettings settings) throws IOException {
		return assertOneVerdict(defacer, scan, settings);
	}

	private Verdict assertOneVerdict(final Defacer by, final Path scan, final FileSettings settings) throws IOException {
		final BatchItem item = BatchItem.of(scan, folder.resolve("out"));
		final ScanOutcome outcome = new ScanDefacer(by, settings.withWriteFailed(true)).deface(item, Progress.NONE);
		final Verdict defaced = Verdict.valueOf(outcome.status().name());
		final Path after = defaced == Verdict.FAIL ? item.failed() : item.defaced();
		final RecordedProof proof = RecordedProof.beside(after).orElseThrow();
		final PrivacyCheck check = PrivacyStudy.of(PrivacyScans.of(NiftiReader.read(scan).volume(), NiftiReader.read(after).volume()).withProof(Optional.of(
			proof)), Optional.empty(), PIXEL_MM).check();
		assertEquals(defaced, check.judgment().verdict(), () -> "check: " + check.judgment() + " defacing: " + proof.reasons());
		final ReportItem reported = new ReportItem(scan.getFileName().toString(), Optional.of(after), Optional.of(item.removed()), Optional.empty(),
			Optional.empty(), Optional.of(item.record()), Optional.of(scan), Optional.empty());
		final ScanEntry entry = ScanExaminer.examine(reported, false, true, PIXEL_MM).entry();
		assertEquals(defaced, entry.verdict(), () -> "report: " + entry.reasons() + " defacing: " + proof.reasons());
		System.out.println(String.format(Locale.ROOT, "%-30s %-6s by all three: %s", scan.getFileName(), defaced.text(), String.join(" ", outcome.reasons())));
		return defaced;
	}
}
