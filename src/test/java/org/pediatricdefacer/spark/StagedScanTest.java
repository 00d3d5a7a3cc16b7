package org.pediatricdefacer.spark;

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
import java.util.zip.GZIPInputStream;

import net.imglib2.RandomAccessible;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;

import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingSettings;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.TestImages;
import org.pediatricdefacer.apply.Fill;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.infer.FaceSegmenter;
import org.pediatricdefacer.io.FileChecksum;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

/** One scan fetched, defaced and put to its place, on local disks and through Hadoop, by one attempt or two. */
class StagedScanTest {

	private static final FileSettings SETTINGS = FileSettings.DEFAULT.withThreads(1);
	private static final List<String> SHARED = List.of("sub/jane_defaced.json", "sub/jane_defaced.nii.gz", "sub/jane_removed.nii.gz");
	private static PhantomScan phantom;
	private static byte[] scanFile;

	@TempDir
	private Path folder;
	private Path scratch;

	@BeforeAll
	static void makePhantom(@TempDir final Path temporary) throws IOException {
		phantom = PhantomScan.whole();
		scanFile = Files.readAllBytes(write(new Volume(phantom.stored(), PhantomScan.GRID), temporary.resolve("phantom.nii.gz")));
	}

	@BeforeEach
	void putScan() throws IOException {
		scratch = folder.resolve("scratch");
		Files.write(Files.createDirectories(folder.resolve("in/sub")).resolve("jane.nii.gz"), scanFile);
	}

	private static Path write(final Volume volume, final Path file) throws IOException {
		NiftiWriter.write(NiftiImage.of(volume), file, NiftiWriteOptions.DEFAULT);
		return file;
	}

	private SparkJob job(final String scheme, final String identifying) {
		final String root = scheme + folder;
		return new SparkJob("", "", root + "/out", identifying.isEmpty() ? "" : root + "/" + identifying, root + "/results", scratch.toString(), new ScanWork() {

			private static final long serialVersionUID = 1L;

			@Override
			public FileSettings settings(final int threads) {
				return SETTINGS;
			}

			@Override
			public Defacer open(final int threads) {
				return phantom.defacer();
			}
		});
	}

	private ScanRow deface(final String scheme, final FileSettings settings, final Configuration configuration) {
		return deface(scheme, "private", "jane.nii.gz", settings, configuration);
	}

	private ScanRow deface(final String scheme, final String identifying, final String name, final FileSettings settings,
		final Configuration configuration)
	{
		try (Defacer defacer = phantom.defacer()) {
			return staged(defacer, settings, job(scheme, identifying), configuration).deface(scan(scheme, name), Progress.NONE);
		}
	}

	private StagedScan staged(final Defacer defacer, final FileSettings settings, final SparkJob job, final Configuration configuration) {
		final FileStore store = new FileStore(configuration);
		return new StagedScan(defacer, settings, job, store, new Attempts(store, job.results() + "/attempts"));
	}

	private ManifestScan scan(final String scheme, final String name) {
		return new ManifestScan(scheme + folder + "/in/sub/" + name, "sub/jane", scanFile.length, "");
	}

	private static Configuration hadoop() {
		return OtherFileSystem.configuration();
	}

	private static void assertDone(final ScanRow row) {
		assertTrue(List.of("pass", "review").contains(row.status()), row.line());
	}

	private List<String> out() throws IOException {
		return TestImages.files(folder.resolve("out"));
	}

	@ParameterizedTest
	@ValueSource(strings = {"file://", "other://"})
	void putsOutputsToTheirPlacesAndPassesOverThem(final String scheme) throws IOException {
		final ScanRow row = deface(scheme, SETTINGS, hadoop());
		assertDone(row);
		assertEquals(SHARED, out());
		assertEquals(List.of("sub/jane_facemask.nii.gz", "sub/jane_landmarks.json"), TestImages.files(folder.resolve("private")));
		assertEquals(scheme + folder + "/out/sub/jane_defaced.nii.gz", row.defaced());
		assertEquals(List.of(), TestImages.files(scratch), "nothing of a face stays in the scratch folder");
		final byte[] record = Files.readAllBytes(folder.resolve("out/sub/jane_defaced.json"));
		final ScanRow again = deface(scheme, SETTINGS, hadoop());
		assertEquals("skipped", again.status(), again.notes());
		assertEquals(row.defaced(), again.defaced());
		assertArrayEquals(record, Files.readAllBytes(folder.resolve("out/sub/jane_defaced.json")), "the record tells the seconds of its run");
	}

	/** The bytes are those of the program without Spark. */
	@Test
	void fetchesBothFilesOfAPair() throws IOException {
		assertDone(deface("other://", "", "jane.nii.gz", SETTINGS, hadoop()));
		final String single = FileChecksum.sha256(folder.resolve("out/sub/jane_removed.nii.gz"));
		for (final String name : out())
			Files.delete(folder.resolve("out").resolve(name));
		final byte[] bytes = new GZIPInputStream(Files.newInputStream(folder.resolve("in/sub/jane.nii.gz"))).readAllBytes();
		final byte[] header = Arrays.copyOf(bytes, 348);
		header[344] = 'n';
		header[345] = 'i';
		header[346] = '1';
		System.arraycopy(new byte[4], 0, header, 108, 4);
		Files.write(folder.resolve("in/sub/jane.hdr"), header);
		Files.write(folder.resolve("in/sub/jane.img"), Arrays.copyOfRange(bytes, 352, bytes.length));
		final ScanRow row = deface("other://", "", "jane.hdr", SETTINGS, hadoop());
		assertDone(row);
		assertEquals(SHARED, out());
		assertEquals(single, FileChecksum.sha256(folder.resolve("out/sub/jane_removed.nii.gz")));
	}

	@Test
	void refusesWhatWasDoneInAnotherWay() throws IOException {
		deface("other://", SETTINGS, hadoop());
		final byte[] before = Files.readAllBytes(folder.resolve("out/sub/jane_defaced.nii.gz"));
		final FileSettings seeded = SETTINGS.withDefacing(DefacingSettings.DEFAULT.withFill(Fill.background(3)));
		final ScanRow row = deface("other://", seeded, hadoop());
		assertEquals("error", row.status());
		assertTrue(row.notes().contains("other://" + folder + "/out/sub/jane_") && row.notes().contains("exists already"), row.notes());
		assertFalse(row.notes().contains(scratch.toString()), row.notes());
		assertArrayEquals(before, Files.readAllBytes(folder.resolve("out/sub/jane_defaced.nii.gz")));
		assertDone(deface("other://", seeded.withOverwrite(true), hadoop()));
	}

	/** A scan that fails leaves a record, and takes away what stood there of an earlier run. */
	@Test
	void putsNoScanThatFails() throws IOException {
		deface("other://", SETTINGS, hadoop());
		final Path empty = write(new Volume(ArrayImgs.unsignedBytes(PhantomScan.GRID.size()), PhantomScan.GRID), folder.resolve("empty.nii.gz"));
		final ScanRow row = deface("other://", SETTINGS.withApplyMask(empty).withOverwrite(true), hadoop());
		assertEquals("fail", row.status(), row.notes());
		assertEquals(List.of("sub/jane_defaced.json"), out());
		assertEquals("", row.defaced());
	}

	/** Wherever putting stops, nothing is half there, and the next attempt makes it whole. */
	@ParameterizedTest
	@ValueSource(strings = {"_defaced.nii.gz", "_removed.nii.gz", "_facemask.nii.gz"})
	void takesBackWhatAppearedBeforeAFailure(final String broken) throws IOException {
		final Configuration configuration = hadoop();
		configuration.set(OtherFileSystem.BROKEN, broken);
		final ScanRow row = deface("other://", SETTINGS, configuration);
		assertEquals("error", row.status());
		assertTrue(row.notes().contains("the disk is full"), row.notes());
		assertEquals(List.of(), out());
		assertEquals(List.of(), TestImages.files(folder.resolve("private")));
		assertDone(deface("other://", SETTINGS, hadoop()));
		assertEquals(SHARED, out());
	}

	/** While one attempt looks for the face, another one of the same scan begins and ends. */
	@Test
	void anAttemptThatIsLateLeavesWhatTheOtherPut() throws IOException {
		final FaceSegmenter known = phantom.segmenter();
		final byte[][] record = new byte[1][];
		final FaceSegmenter slow = new FaceSegmenter() {

			@Override
			public int classes() {
				return known.classes();
			}

			@Override
			public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
				if (record[0] == null) {
					assertDone(deface("other://", SETTINGS, hadoop()));
					try {
						record[0] = Files.readAllBytes(folder.resolve("out/sub/jane_defaced.json"));
					}
					catch (final IOException e) {
						throw new IllegalStateException(e);
					}
				}
				known.segment(probabilities, head);
			}

			@Override
			public void close() {}
		};
		try (Defacer defacer = new Defacer(slow, PhantomScan.MODEL, "none", "cpu")) {
			final ScanRow row = staged(defacer, SETTINGS, job("other://", "private"), hadoop()).deface(scan("other://",
				"jane.nii.gz"), Progress.NONE);
			assertEquals("skipped", row.status(), row.notes());
		}
		assertEquals(SHARED, out());
		assertArrayEquals(record[0], Files.readAllBytes(folder.resolve("out/sub/jane_defaced.json")));
		assertEquals(List.of(), TestImages.files(scratch));
	}

	@Test
	void leavesNothingWhenItsTaskIsKilled() throws IOException {
		final Progress killed = new Progress() {

			@Override
			public boolean canceled() {
				return true;
			}
		};
		try (Defacer defacer = phantom.defacer()) {
			final StagedScan work = staged(defacer, SETTINGS, job("other://", ""), hadoop());
			assertThrows(DefacingCanceledException.class, () -> work.deface(scan("other://", "jane.nii.gz"), killed));
		}
		assertEquals(List.of(), out());
		assertEquals(List.of(), TestImages.files(scratch));
	}

	@Test
	void tellsWhatItCannotFetch() {
		final ScanRow row = deface("other://", "", "john.nii.gz", SETTINGS, hadoop());
		assertEquals("error", row.status());
		assertTrue(row.notes().contains("other://" + folder + "/in/sub/john.nii.gz"), row.notes());
		assertTrue(row.line().startsWith("error "), row.line());
	}

	/** A native crash ends the process with whatever it was at; an error of the Java machine stands for it, which ends an executor, too. */
	@ParameterizedTest
	@ValueSource(strings = {"file://", "other://"})
	void passesOverAScanThatEndedItsProcessThreeTimes(final String scheme) throws IOException {
		final FaceSegmenter crashing = new FaceSegmenter() {

			@Override
			public int classes() {
				return phantom.segmenter().classes();
			}

			@Override
			public void segment(final RandomAccessibleInterval<FloatType> probabilities, final RandomAccessible<FloatType> head) {
				throw new InternalError("the process ends");
			}

			@Override
			public void close() {}
		};
		try (Defacer defacer = new Defacer(crashing, PhantomScan.MODEL, "none", "cpu")) {
			final StagedScan work = staged(defacer, SETTINGS, job(scheme, ""), hadoop());
			for (int i = 0; i < Attempts.MOST; i++)
				assertThrows(InternalError.class, () -> work.deface(scan(scheme, "jane.nii.gz"), Progress.NONE));
			final ScanRow row = work.deface(scan(scheme, "jane.nii.gz"), Progress.NONE);
			assertEquals("crashed", row.status());
			assertTrue(row.notes().contains("/in/sub/jane.nii.gz ended the program 3 times"), row.notes());
		}
		assertEquals(List.of(), out());
		assertEquals(3, TestImages.files(folder.resolve("results")).size());
	}

	/** What fails, and what Spark stops, is no attempt that ended the process. */
	@Test
	void countsNoAttemptThatEndsByItself() throws IOException {
		for (int i = 0; i < 2 * Attempts.MOST; i++)
			assertEquals("error", deface("other://", "", "john.nii.gz", SETTINGS, hadoop()).status());
		leavesNothingWhenItsTaskIsKilled();
		assertDone(deface("other://", SETTINGS, hadoop()));
		assertEquals(List.of(), TestImages.files(folder.resolve("results")));
	}
}
