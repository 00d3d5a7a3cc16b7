package org.pediatricdefacer.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.BatchPlan;
import org.pediatricdefacer.batch.BatchSummary;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

/** Plans of a phantom, and a defacer that knows it. */
abstract class PlanFixture {

	static final FileSettings SETTINGS = FileSettings.DEFAULT.withThreads(1);

	static Defacer defacer;
	static byte[] scanFile;

	@TempDir
	Path folder;

	@BeforeAll
	static void makePhantom(@TempDir final Path temporary) throws IOException {
		final PhantomScan phantom = PhantomScan.whole();
		defacer = phantom.defacer();
		final Path file = temporary.resolve("phantom.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(phantom.stored(), PhantomScan.GRID)), file, NiftiWriteOptions.DEFAULT);
		scanFile = Files.readAllBytes(file);
	}

	@AfterAll
	static void close() {
		defacer.close();
	}

	/** Puts phantoms into the folder of scans. */
	Path scans(final String... names) throws IOException {
		for (final String name : names) {
			final Path file = folder.resolve("scans").resolve(name);
			Files.createDirectories(file.getParent());
			Files.write(file, scanFile);
		}
		return folder.resolve("scans");
	}

	Path out() {
		return folder.resolve("out");
	}

	PlanSettings settings(final FileSettings files) {
		return new PlanSettings(out(), Optional.empty(), files, "cpu", Optional.empty(), PhantomScan.MODEL.weights().sha256());
	}

	DefacingPlan plan(final int shards) throws IOException {
		return plan(shards, settings(SETTINGS), new ArrayList<>());
	}

	/** Plans all of the folder of scans. */
	DefacingPlan plan(final int shards, final PlanSettings settings, final List<PlannedScan> refused) throws IOException {
		return PlanWriter.write(BatchPlan.of(List.of(folder.resolve("scans").toString()), settings.out()), settings, shards, folder.resolve("plan"),
			refused::add, Progress.NONE);
	}

	static BatchSummary run(final DefacingPlan plan) throws IOException {
		return run(plan, 0, false, Optional.empty(), Progress.NONE);
	}

	static BatchSummary run(final DefacingPlan plan, final int shard, final boolean retryCrashed, final Optional<Path> scratch,
		final Progress progress) throws IOException
	{
		return new ShardRunner(plan, defacer, NiftiReader::read, scratch).run(plan.shards().get(shard), retryCrashed, new BatchListener() {

			@Override
			public Progress started(final int number, final int count, final BatchItem item) {
				return progress;
			}

			@Override
			public void finished(final int number, final int count, final ScanOutcome outcome) {}
		});
	}

	/** All files below a folder, hidden ones too, by their paths. */
	static List<String> files(final Path folder) throws IOException {
		if (!Files.exists(folder)) return List.of();
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
		}
	}
}
