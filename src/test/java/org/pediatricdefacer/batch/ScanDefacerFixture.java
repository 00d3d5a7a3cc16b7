package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.volume.Volume;

/** A phantom as a file, and a defacer that knows it. */
abstract class ScanDefacerFixture {

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

	BatchItem item() throws IOException {
		return item("jane_doe_T1w.nii.gz");
	}

	BatchItem item(final String name) throws IOException {
		final Path input = folder.resolve(name);
		Files.write(input, scanFile);
		return BatchItem.of(input, folder.resolve("out")).withPrivate(folder.resolve("out"), folder.resolve("private"));
	}

	static ScanOutcome deface(final BatchItem item, final FileSettings settings) throws IOException {
		return new ScanDefacer(defacer, settings).deface(item, Progress.NONE);
	}

	Set<String> files() throws IOException {
		return files("out");
	}

	Set<String> files(final String name) throws IOException {
		if (!Files.exists(folder.resolve(name))) return Set.of();
		try (Stream<Path> list = Files.list(folder.resolve(name))) {
			return list.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
		}
	}
}
