package org.pediatricdefacer.bids;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.BatchListener;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanOutcome;
import org.pediatricdefacer.session.RigidTransform;
import org.pediatricdefacer.session.SessionFixture;

/** A small data set of a phantom's scans, with what real ones hold besides. */
final class DatasetFixture {

	static final BatchListener SILENT = new BatchListener() {

		@Override
		public Progress started(final int number, final int count, final BatchItem item) {
			return Progress.NONE;
		}

		@Override
		public void finished(final int number, final int count, final ScanOutcome outcome) {}
	};

	private DatasetFixture() {}

	static void write(final Path file, final String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	/** Makes the data set; one scan of the second participant is broken. */
	static void make(final Path dataset) throws IOException {
		write(dataset.resolve("dataset_description.json"), "{\"Name\": \"Phantoms\", \"BIDSVersion\": \"1.9.0\", \"License\": \"CC0\"}");
		write(dataset.resolve("README"), "Phantoms made of ellipsoids, to test defacing; no data of any person is in them. ".repeat(3));
		write(dataset.resolve("participants.tsv"), "participant_id\tage\nsub-01\t7\nsub-02\t30\n");
		write(dataset.resolve("T1w.json"), "{\"DeidentificationMethod\": [\"by formula\"], \"Manufacturer\": \"none\"}");
		final Path anat = dataset.resolve("sub-01/ses-1/anat");
		SessionFixture.t1(anat.resolve("sub-01_ses-1_T1w.nii.gz"));
		SessionFixture.t2(anat.resolve("sub-01_ses-1_T2w.nii"), SessionFixture.MOTION);
		SessionFixture.uniform(anat.resolve("sub-01_ses-1_UNIT1.nii.gz"));
		write(anat.resolve("sub-01_ses-1_T2w.json"), "{\"EchoTime\": 0.0900}");
		write(anat.resolve("sub-01_ses-1_photo.jpg"), "a face");
		final Path fmap = dataset.resolve("sub-01/ses-1/fmap");
		SessionFixture.t2(fmap.resolve("sub-01_ses-1_magnitude1.nii.gz"), RigidTransform.IDENTITY);
		SessionFixture.noise(fmap.resolve("sub-01_ses-1_phasediff.nii.gz"));
		write(fmap.resolve("sub-01_ses-1_phasediff.json"), "{\"EchoTime1\": 0.00492, \"EchoTime2\": 0.00738}");
		write(dataset.resolve("sub-01/ses-1/sub-01_ses-1_scans.tsv"), "filename\tacq_time\nanat/sub-01_ses-1_T1w.nii.gz\tn/a\n");
		final Path second = dataset.resolve("sub-02/anat");
		SessionFixture.t1(second.resolve("sub-02_T1w.nii.gz"));
		write(second.resolve("sub-02_FLAIR.nii.gz"), "broken");
		write(second.resolve("sub-02_FLAIR.json"), "{\"EchoTime\": 0.1}");
		write(dataset.resolve("sub-02/sub-02_scans.tsv"), "filename\tacq_time\nanat/sub-02_FLAIR.nii.gz\tn/a\nanat/sub-02_T1w.nii.gz\tn/a\n");
		write(dataset.resolve("sourcedata/original.txt"), "x");
		write(dataset.resolve("derivatives/other/sub-01_T1w.nii.gz"), "x");
		write(dataset.resolve(".git/config"), "x");
		write(dataset.resolve("code/convert.sh"), "x");
	}

	/** Defaces a data set. */
	static DatasetSummary deface(final Defacer defacer, final Path dataset, final Path out, final DatasetOptions options, final boolean resume)
		throws IOException
	{
		return new DatasetDefacer(defacer, FileSettings.DEFAULT.withThreads(1).withOverwrite(resume), options, true, DatasetPlan.of(dataset, out,
			options), out, Optional.empty()).run(SILENT, Progress.NONE);
	}

	/** Checksums of all files below a folder, by their paths with slashes; of records without what takes its time. */
	static Map<String, String> sums(final Path folder) throws IOException {
		final Map<String, String> sums = new TreeMap<>();
		try (Stream<Path> files = Files.walk(folder)) {
			for (final Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator)
				sums.put(folder.relativize(file).toString().replace('\\', '/'), sum(file));
		}
		return sums;
	}

	private static String sum(final Path file) throws IOException {
		try {
			final byte[] bytes = file.toString().endsWith("_defaced.json") ? Files.readString(file).replaceAll("(?s)\"Seconds\": \\{.*?\\}", "")
				.getBytes() : Files.readAllBytes(file);
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException(e);
		}
	}
}
