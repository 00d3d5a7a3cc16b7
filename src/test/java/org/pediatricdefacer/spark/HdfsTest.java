package org.pediatricdefacer.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

/** Scans from and to HDFS, with a name node and a data node in this process; its classes are there with {@code -Phdfs} only. */
class HdfsTest {

	private static final String CLUSTER = "org.apache.hadoop.hdfs.MiniDFSCluster";
	private static final FileSettings SETTINGS = FileSettings.DEFAULT.withThreads(1);

	@TempDir
	private Path folder;

	private static boolean isThere() {
		return HdfsTest.class.getClassLoader().getResource(CLUSTER.replace('.', '/') + ".class") != null;
	}

	private static List<String> files(final FileSystem system, final String place) throws IOException {
		final List<String> names = new ArrayList<>();
		final RemoteIterator<LocatedFileStatus> files = system.listFiles(new org.apache.hadoop.fs.Path(place), true);
		while (files.hasNext())
			names.add(files.next().getPath().toUri().getPath());
		return names.stream().sorted().toList();
	}

	private static byte[] bytes(final FileSystem system, final String name) throws IOException {
		try (InputStream in = system.open(new org.apache.hadoop.fs.Path(name))) {
			return in.readAllBytes();
		}
	}

	/** The outputs have the bytes of those of the program on a disk; a second attempt passes over them. */
	@Test
	void defacesFromAndToHdfs() throws Exception {
		assumeTrue(isThere(), "this build lacks hadoop-client-minicluster, which -Phdfs adds");
		final PhantomScan phantom = PhantomScan.whole();
		final Path scan = folder.resolve("jane.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(phantom.stored(), PhantomScan.GRID)), scan, NiftiWriteOptions.DEFAULT);
		final Configuration configuration = new Configuration();
		configuration.set("hdfs.minidfs.basedir", folder.resolve("hdfs").toString());
		// Without the classes at compile time: they are 56 MB that few need.
		final Object builder = Class.forName(CLUSTER + "$Builder").getConstructor(Configuration.class).newInstance(configuration);
		try (AutoCloseable cluster = (AutoCloseable) builder.getClass().getMethod("build").invoke(builder); Defacer defacer = phantom.defacer()) {
			final FileSystem system = (FileSystem) cluster.getClass().getMethod("getFileSystem").invoke(cluster);
			final String root = system.getUri().toString();
			try (FSDataOutputStream out = system.create(new org.apache.hadoop.fs.Path("/in/sub/jane.nii.gz"))) {
				new ByteArrayInputStream(Files.readAllBytes(scan)).transferTo(out);
			}
			final SparkJob job = new SparkJob("", "", root + "/out", root + "/private", root + "/tables", folder.resolve("scratch").toString(), new NoWork());
			final FileStore store = new FileStore(configuration);
			final StagedScan work = new StagedScan(defacer, SETTINGS, job, store, new Attempts(store, root + "/attempts"));
			final ManifestScan listed = new ManifestScan(root + "/in/sub/jane.nii.gz", "sub/jane", 0, "");
			final ScanRow row = work.deface(listed, Progress.NONE);
			assertTrue(List.of("pass", "review").contains(row.status()), row.line());
			assertEquals(List.of("/out/sub/jane_defaced.json", "/out/sub/jane_defaced.nii.gz", "/out/sub/jane_removed.nii.gz"), files(system, "/out"));
			assertEquals(List.of("/private/sub/jane_facemask.nii.gz", "/private/sub/jane_landmarks.json"), files(system, "/private"));
			final BatchItem item = BatchItem.of(scan, folder.resolve("out"));
			new ScanDefacer(defacer, SETTINGS).deface(item, Progress.NONE);
			assertArrayEquals(Files.readAllBytes(item.defaced()), bytes(system, "/out/sub/jane_defaced.nii.gz"));
			assertArrayEquals(Files.readAllBytes(item.removed()), bytes(system, "/out/sub/jane_removed.nii.gz"));
			assertEquals("skipped", work.deface(listed, Progress.NONE).status());
		}
	}

	/** Stands for a job's way to open a network, which this test does itself. */
	private record NoWork() implements ScanWork {

		private static final long serialVersionUID = 1L;

		@Override
		public FileSettings settings(final int threads) {
			return SETTINGS;
		}

		@Override
		public Defacer open(final int threads) {
			throw new IllegalStateException("not asked for");
		}
	}
}
