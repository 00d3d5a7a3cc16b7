package org.pediatricdefacer.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import net.imglib2.Cursor;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.ScanOutcome.Status;
import org.pediatricdefacer.io.MghFiles;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiReadOptions;
import org.pediatricdefacer.io.NiftiReader;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.io.ScanFormats;
import org.pediatricdefacer.io.ScanImage;
import org.pediatricdefacer.mask.PhantomHead;
import org.pediatricdefacer.volume.Volume;

class ScanDefacerTest extends ScanDefacerFixture {

	/** The phantom's air has noise of a standard deviation of 20, its tissue 200 and more. */
	private static final double MOST_AIR = 120;

	@Test
	void writesWhatMayBeSharedAndWhatIdentifiesIntoTwoFolders() throws IOException {
		final BatchItem item = item();
		final ScanOutcome outcome = deface(item, FileSettings.DEFAULT);
		assertEquals(Status.PASS, outcome.status(), outcome.reasons().toString());
		assertEquals(Set.of("jane_doe_T1w_defaced.json", "jane_doe_T1w_defaced.nii.gz", "jane_doe_T1w_removed.nii.gz"), files());
		assertEquals(Set.of("jane_doe_T1w_facemask.nii.gz", "jane_doe_T1w_landmarks.json"), files("private"));
		assertEquals(Set.copyOf(outcome.written()), Set.of(item.defaced(), item.removed(), item.record(), item.facemask().orElseThrow(), item
			.landmarks().orElseThrow()));
		assertArrayEquals(scanFile, Files.readAllBytes(item.input()));
		final NiftiImage before = NiftiReader.read(item.input());
		final NiftiImage after = NiftiReader.read(item.defaced());
		final NiftiImage mask = NiftiReader.read(item.removed());
		assertTrue(after.isMarkedDefaced());
		assertEquals(before.dataType(), after.dataType());
		assertTrue(before.grid().equalsWithin(after.grid(), 0) && before.grid().equalsWithin(mask.grid(), 0));
		assertTrue(requireFilled(before.stored(), after.stored(), mask.stored()) > 1000);
		for (final RealType<?> value : mask.stored())
			assertTrue(value.getRealDouble() == 0 || value.getRealDouble() == 1, "only 0 and 1, which tell no face from eyes and ears");
	}

	@Test
	void writesNothingThatIdentifiesUnlessAsked() throws IOException {
		final BatchItem item = item();
		final BatchItem shared = BatchItem.of(item.input(), folder.resolve("out"));
		final ScanOutcome outcome = deface(shared, FileSettings.DEFAULT);
		assertEquals(Set.of("jane_doe_T1w_defaced.json", "jane_doe_T1w_defaced.nii.gz", "jane_doe_T1w_removed.nii.gz"), files());
		assertEquals(Set.of(shared.defaced(), shared.removed(), shared.record()), Set.copyOf(outcome.written()));
		try (Stream<Path> all = Files.list(folder)) {
			assertEquals(Set.of(item.input(), folder.resolve("out")), all.collect(Collectors.toSet()));
		}
		deface(item, FileSettings.DEFAULT.withOverwrite(true));
		final byte[] defaced = Files.readAllBytes(item.defaced());
		deface(shared, FileSettings.DEFAULT.withOverwrite(true));
		assertArrayEquals(defaced, Files.readAllBytes(shared.defaced()), "what is shared does not hang on what is kept");
	}

	/** A face has some hundred numbers; a record has few, none of them in rows. */
	@Test
	void recordsNothingThatAFaceCouldBeMadeOf() throws IOException {
		final BatchItem item = item();
		deface(item, FileSettings.DEFAULT);
		final String text = Files.readString(item.record());
		final JsonObject record = JsonParser.parseString(text).getAsJsonObject();
		assertEquals("smooth", record.getAsJsonObject("Proof").getAsJsonObject("removal").get("removal").getAsString());
		assertTrue(longestRow(record) <= 3, text);
		assertTrue(text.length() < 20_000, text.length() + " letters");
		for (final String word : List.of("Tragus", "Nasion", "LeftEye", "voxelToWorld", "coefficients"))
			assertFalse(text.contains(word), word);
		assertTrue(Files.readString(item.landmarks().orElseThrow()).contains("Nasion"), "which the private folder has");
	}

	/** The length of the longest array of numbers. */
	private static int longestRow(final JsonElement json) {
		int longest = 0;
		if (json.isJsonArray()) {
			for (final JsonElement element : json.getAsJsonArray())
				longest = Math.max(longest + (element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber() ? 1 : 0), longestRow(element));
		}
		else if (json.isJsonObject()) for (final String key : json.getAsJsonObject().keySet())
			longest = Math.max(longest, longestRow(json.getAsJsonObject().get(key)));
		return longest;
	}

	/** Version 0.1 wrote facemasks beside defaced scans, where nothing of the kind may stay. */
	@Test
	void takesAFacemaskOfAnEarlierVersionOutOfWhatIsShared() throws IOException {
		final BatchItem item = item();
		final Path stale = folder.resolve("out/jane_doe_T1w_facemask.nii.gz");
		Files.createDirectories(stale.getParent());
		Files.writeString(stale, "of version 0.1");
		final DefacingException e = assertThrows(DefacingException.class, () -> deface(item, FileSettings.DEFAULT));
		assertTrue(e.getMessage().startsWith(stale + " exists already"), e.getMessage());
		assertEquals(Set.of(stale.getFileName().toString()), files());
		deface(item, FileSettings.DEFAULT.withOverwrite(true));
		assertEquals(Set.of("jane_doe_T1w_defaced.json", "jane_doe_T1w_defaced.nii.gz", "jane_doe_T1w_removed.nii.gz"), files());
	}

	/** Checks that voxels are air in the removed region and the same outside; returns the size of the region. */
	private static <S extends RealType<?>, T extends RealType<?>, U extends RealType<?>> long requireFilled(
		final RandomAccessibleInterval<S> before, final RandomAccessibleInterval<T> after, final RandomAccessibleInterval<U> mask)
	{
		final RandomAccess<S> was = before.randomAccess();
		final RandomAccess<T> is = after.randomAccess();
		final Cursor<U> cursor = mask.localizingCursor();
		long masked = 0;
		while (cursor.hasNext()) {
			final boolean in = cursor.next().getRealDouble() > 0;
			masked += in ? 1 : 0;
			final double now = is.setPositionAndGet(cursor).getRealDouble();
			assertTrue(in ? now >= 0 && now < MOST_AIR : now == was.setPositionAndGet(cursor).getRealDouble(), "value " + now);
		}
		return masked;
	}

	@Test
	void recordsWhatWasDoneButNotToWhom() throws IOException {
		final BatchItem item = item();
		deface(item, FileSettings.DEFAULT);
		final String text = Files.readString(item.record());
		final JsonObject record = JsonParser.parseString(text).getAsJsonObject();
		assertEquals("pass", record.get("Status").getAsString());
		assertEquals("Removal of face, eyes, ears (filled with background) by Pediatric Defacer " + ProgramVersion.get(), record.getAsJsonArray(
			"DeidentificationMethod").get(0).getAsString());
		assertEquals("113102", record.getAsJsonArray("DeidentificationMethodCodeSequence").get(0).getAsJsonObject().get("CodeValue")
			.getAsString());
		assertEquals("cpu", record.getAsJsonObject("Software").get("Device").getAsString());
		assertEquals("0".repeat(64), record.getAsJsonObject("Model").get("Weights").getAsString());
		assertEquals(List.of("read", "crop", "resample", "normalize", "infer", "clean", "region", "apply", "prove", "write"), List.copyOf(record.getAsJsonObject(
			"Seconds").keySet()));
		assertEquals(64, record.getAsJsonObject("Proof").getAsJsonObject("outside").get("before").getAsString().length());
		assertEquals("[\"face\",\"eyes\",\"ears\"]", record.getAsJsonObject("Settings").getAsJsonObject("cleaning").get("regions").toString());
		assertEquals("{\"prefer\":\"neither\",\"orientation\":null}", record.get("Reading").toString());
		assertEquals(FileSettings.DEFAULT.threads(), record.get("Threads").getAsInt());
		assertEquals("found", record.get("Facemask").getAsString());
		assertEquals(1, record.get("ShareRemoved").getAsDouble(), 0.05);
		assertFalse(text.contains("jane") || text.contains("doe") || text.contains(folder.toString()), text);
		assertFalse(text.contains("NaN"), text);
	}

	/** As FreeSurfer's users have them: the same voxels are removed, and nothing becomes NIfTI. */
	@Test
	void defacesAnMgzAsMgz() throws IOException {
		final BatchItem nifti = item();
		deface(nifti, FileSettings.DEFAULT);
		final NiftiImage scan = NiftiReader.read(nifti.input());
		final BatchItem item = BatchItem.of(MghFiles.write(folder.resolve("orig.mgz"), scan), folder.resolve("out"));
		final ScanOutcome outcome = deface(item, FileSettings.DEFAULT);
		assertEquals(Status.PASS, outcome.status(), outcome.reasons().toString());
		assertTrue(files().containsAll(Set.of("orig_defaced.json", "orig_defaced.mgz")), files().toString());
		assertTrue(files().stream().noneMatch(name -> name.startsWith("orig") && name.contains(".nii")), files().toString());
		final ScanImage defaced = ScanFormats.read(item.defaced(), NiftiReadOptions.DEFAULT);
		assertTrue(defaced.isMarkedDefaced() && defaced.grid().equalsWithin(scan.grid(), 1e-4));
		final RandomAccess<? extends RealType<?>> expected = NiftiReader.read(nifti.defaced()).stored().randomAccess();
		final Cursor<? extends RealType<?>> cursor = defaced.stored().localizingCursor();
		while (cursor.hasNext())
			assertEquals(cursor.next().getRealDouble(), expected.setPositionAndGet(cursor).getRealDouble(), 0);
		final String record = Files.readString(item.record());
		assertTrue(record.contains("command line (tag 3)"), record);
		assertFalse(record.contains("orig.") || record.contains("orig_"), record);
	}

	@Test
	void givesTheSameBytesAgain() throws IOException {
		final BatchItem item = item();
		deface(item, FileSettings.DEFAULT);
		final byte[] first = Files.readAllBytes(item.defaced());
		deface(item, FileSettings.DEFAULT.withOverwrite(true).withThreads(3));
		assertArrayEquals(first, Files.readAllBytes(item.defaced()));
	}

	@Test
	void replacesNothingUnasked() throws IOException {
		final BatchItem item = item();
		for (final Path output : item.outputs()) {
			Files.createDirectories(output.getParent());
			Files.writeString(output, "precious");
			final DefacingException e = assertThrows(DefacingException.class, () -> deface(item, FileSettings.DEFAULT));
			assertTrue(e.getMessage().contains(output.toString()), e.getMessage());
			assertEquals("precious", Files.readString(output));
			assertEquals(1, files().size() + files("private").size());
			Files.delete(output);
		}
	}

	@Test
	void writesOnlyTheMaskWhenAsked() throws IOException {
		final BatchItem item = item();
		deface(item, FileSettings.DEFAULT.withMaskOnly(true));
		assertEquals(Set.of("jane_doe_T1w_defaced.json", "jane_doe_T1w_removed.nii.gz"), files());
		assertEquals(Set.of("jane_doe_T1w_facemask.nii.gz", "jane_doe_T1w_landmarks.json"), files("private"));
		assertFalse(Files.readString(item.record()).contains("DeidentificationMethod"));
	}

	/** A mask that leaves the face alone. */
	private Path emptyMask() throws IOException {
		final Path file = folder.resolve("empty.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(ArrayImgs.unsignedBytes(PhantomScan.GRID.size()), PhantomScan.GRID)), file,
			NiftiWriteOptions.DEFAULT);
		return file;
	}

	@Test
	void writesNoDefacedScanWhenTheProofFails() throws IOException {
		final BatchItem item = item();
		final FileSettings settings = FileSettings.DEFAULT.withApplyMask(emptyMask());
		final ScanOutcome outcome = deface(item, settings);
		assertEquals(Status.FAIL, outcome.status());
		assertFalse(outcome.reasons().isEmpty());
		assertEquals(Set.of("jane_doe_T1w_defaced.json"), files());
		assertEquals(Set.of("jane_doe_T1w_facemask.nii.gz", "jane_doe_T1w_landmarks.json"), files("private"));
		assertFalse(Files.readString(item.record()).contains("DeidentificationMethod"));
		Files.writeString(item.defaced(), "of an earlier run");
		Files.writeString(item.removed(), "of an earlier run");
		deface(item, settings.withOverwrite(true));
		assertEquals(Set.of("jane_doe_T1w_defaced.json"), files());
		Files.writeString(item.defaced(), "of an earlier run");
		deface(item, settings.withOverwrite(true).withWriteFailed(true));
		assertEquals(Set.of("jane_doe_T1w_defaced.json", "jane_doe_T1w_removed.nii.gz", "jane_doe_T1w_defaced-failed.nii.gz"), files());
	}

	@Test
	void leavesNothingBehindWhenStopped() throws IOException {
		for (final String room : new String[] { "infer", "write" }) {
			final BatchItem item = item();
			final List<String> rooms = new ArrayList<>();
			final Progress impatient = new Progress() {

				@Override
				public void stage(final String entered) {
					rooms.add(entered);
				}

				@Override
				public boolean canceled() {
					return rooms.contains(room);
				}
			};
			assertThrows(DefacingCanceledException.class, () -> new ScanDefacer(defacer, FileSettings.DEFAULT).deface(item, impatient));
			assertEquals(Set.of(), files());
			assertEquals(Set.of(), files("private"));
		}
	}

	@Test
	void keepsNoFileThatReadsBackDifferently() throws IOException {
		final BatchItem item = item();
		final Defacing outside = new Defacing((file, options) -> {
			assertTrue(files().stream().allMatch(name -> name.endsWith(".tmp")), "nothing has appeared yet: " + files());
			final NiftiImage written = NiftiReader.read(file, options);
			written.stored().randomAccess().get().inc();
			return written;
		});
		final DefacingException e = assertThrows(DefacingException.class, () -> outside.of(item));
		assertTrue(e.getMessage().startsWith(item.defaced() + " read back"), e.getMessage());
		assertEquals(Set.of(), files());
		assertEquals(Set.of(), files("private"));
	}

	@Test
	void keepsNoFileThatCannotBeReadBack() throws IOException {
		final BatchItem item = item();
		final Defacing damaged = new Defacing((file, options) -> {
			final byte[] bytes = Files.readAllBytes(file);
			return NiftiReader.read(Files.write(folder.resolve("half"), Arrays.copyOf(bytes, bytes.length / 2)));
		});
		final DefacingException e = assertThrows(DefacingException.class, () -> damaged.of(item));
		assertTrue(e.getMessage().contains("could not be read back") && e.getMessage().contains("not complete"), e.getMessage());
		assertEquals(Set.of(), files());
	}

	@Test
	void takesBackWhatAppearedWhenTheLastFileCannot() throws IOException {
		final BatchItem item = item();
		final Defacing raced = new Defacing((file, options) -> {
			Files.writeString(item.defaced(), "somebody else's");
			return NiftiReader.read(file, options);
		});
		assertThrows(DefacingException.class, () -> raced.of(item));
		assertEquals(Set.of("jane_doe_T1w_defaced.nii.gz"), files());
		assertEquals(Set.of(), files("private"));
		assertEquals("somebody else's", Files.readString(item.defaced()));
	}

	/** Defaces with another way to read back what was written. */
	private record Defacing(ScanReader backReader) {

		ScanOutcome of(final BatchItem item) throws IOException {
			return new ScanDefacer(defacer, FileSettings.DEFAULT, NiftiReader::read, backReader).deface(item, Progress.NONE);
		}
	}

	/** A power cut between any two of these steps leaves no defaced scan without its record. */
	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells the order in which files appear")
	void theDefacedScanGoesFirstAndComesLast() throws IOException, InterruptedException {
		final BatchItem item = item();
		final Path out = Files.createDirectory(folder.resolve("out"));
		try (WatchService watch = out.getFileSystem().newWatchService()) {
			out.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
			deface(item, FileSettings.DEFAULT);
			deface(item, FileSettings.DEFAULT.withOverwrite(true));
			final List<String> come = List.of("ENTRY_CREATE jane_doe_T1w_removed.nii.gz", "ENTRY_CREATE jane_doe_T1w_defaced.json",
				"ENTRY_CREATE jane_doe_T1w_defaced.nii.gz");
			final List<String> expected = new ArrayList<>(come);
			expected.add("ENTRY_DELETE jane_doe_T1w_defaced.nii.gz");
			expected.add("ENTRY_DELETE jane_doe_T1w_removed.nii.gz");
			expected.addAll(come);
			assertEquals(expected, events(watch, expected.size()));
		}
	}

	private static List<String> events(final WatchService watch, final int count) throws InterruptedException {
		final List<String> events = new ArrayList<>();
		WatchKey key;
		while (events.size() < count && (key = watch.poll(1, TimeUnit.MINUTES)) != null) {
			for (final WatchEvent<?> event : key.pollEvents())
				if (!event.context().toString().endsWith(".tmp")) events.add(event.kind() + " " + event.context());
			key.reset();
		}
		return events;
	}

	@Test
	void writesNothingWhereTheRecordHasNoPlace() throws IOException {
		final BatchItem item = item();
		Files.createDirectories(item.record().resolve("x"));
		assertThrows(DefacingException.class, () -> deface(item, FileSettings.DEFAULT.withOverwrite(true)));
		assertEquals(Set.of("jane_doe_T1w_defaced.json"), files());
	}

	@Test
	void readsOtherFormatsThroughAReader() throws IOException {
		final BatchItem item = item("scan.tif");
		final ScanOutcome outcome = new ScanDefacer(defacer, FileSettings.DEFAULT, (file, options) -> NiftiImage.of(new Volume(PhantomScan
			.whole().stored(), PhantomScan.GRID))).deface(item, Progress.NONE);
		assertEquals(Status.PASS, outcome.status(), outcome.reasons().toString());
		assertEquals(Set.of("scan.tif_defaced.json", "scan.tif_defaced.nii.gz", "scan.tif_removed.nii.gz"), files());
	}

	@Test
	void saysInTheRecordThatAScanHasNoFace() throws IOException {
		final PhantomScan faceless = PhantomScan.of(new PhantomHead().defaced(), PhantomScan.GRID);
		final BatchItem item = BatchItem.of(folder.resolve("faceless.nii.gz"), folder.resolve("out"));
		NiftiWriter.write(NiftiImage.of(new Volume(faceless.stored(), PhantomScan.GRID)), item.input(), NiftiWriteOptions.DEFAULT);
		final ScanOutcome outcome = deface(item, FileSettings.DEFAULT);
		assertTrue(outcome.status() != Status.PASS, "an already defaced scan is recognized");
	}
}
