package org.pediatricdefacer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.PhantomScan;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchItem;
import org.pediatricdefacer.batch.FileSettings;
import org.pediatricdefacer.batch.ScanDefacer;
import org.pediatricdefacer.io.NiftiImage;
import org.pediatricdefacer.io.NiftiWriteOptions;
import org.pediatricdefacer.io.NiftiWriter;
import org.pediatricdefacer.mask.Region;
import org.pediatricdefacer.volume.Volume;

import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** Results of phantoms to report on. */
public final class ReportFixture {

	private static final PhantomScan PHANTOM = PhantomScan.whole();
	private static final List<String> OUTPUTS = List.of("_defaced.nii.gz", "_removed.nii.gz", "_defaced.json");

	private ReportFixture() {}

	/** Writes {@code scans/one.nii.gz}, its brain in {@code brains}, its results in {@code out} and its facemask in {@code private} below a folder. */
	public static void deface(final Path folder) throws IOException {
		final Path scan = Files.createDirectories(folder.resolve("scans")).resolve("one.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(PHANTOM.stored(), PhantomScan.GRID)), scan, NiftiWriteOptions.DEFAULT);
		final Path brain = Files.createDirectories(folder.resolve("brains")).resolve("one_brain.nii.gz");
		NiftiWriter.write(NiftiImage.of(new Volume(brain(), PhantomScan.GRID)), brain, NiftiWriteOptions.DEFAULT);
		try (Defacer defacer = PHANTOM.defacer()) {
			new ScanDefacer(defacer, FileSettings.DEFAULT).deface(BatchItem.of(scan, folder.resolve("out")).withPrivate(folder.resolve("out"),
				folder.resolve("private")), Progress.NONE);
		}
	}

	private static Img<UnsignedByteType> brain() {
		final Img<UnsignedByteType> brain = ArrayImgs.unsignedBytes(PhantomScan.GRID.size());
		LoopBuilder.setImages(PHANTOM.truth(), brain).forEachPixel((truth, flag) -> flag.set(truth.get() == Region.BRAIN.label() ? 1 : 0));
		return brain;
	}

	/** Copies scan and results of {@code one} in another folder to a new name in this one. */
	public static void copy(final Path from, final Path to, final String name) throws IOException {
		final Path scan = to.resolve("scans").resolve(name + ".nii.gz");
		Files.createDirectories(scan.getParent());
		Files.copy(from.resolve("scans/one.nii.gz"), scan, StandardCopyOption.REPLACE_EXISTING);
		for (final String ending : OUTPUTS) {
			final Path file = to.resolve("out").resolve(name + ending);
			Files.createDirectories(file.getParent());
			Files.copy(from.resolve("out/one" + ending), file, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	/** Reads what a page holds under an id. */
	static JsonObject data(final String page, final String id) {
		final Matcher matcher = Pattern.compile("<script type=\"application/json\" id=\"" + id + "\">(.*?)</script>").matcher(page);
		if (!matcher.find()) throw new AssertionError("nothing has the id " + id);
		return JsonParser.parseString(matcher.group(1)).getAsJsonObject();
	}
}
