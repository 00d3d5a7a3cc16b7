package org.pediatricdefacer.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.pediatricdefacer.Defacer;
import org.pediatricdefacer.ProgramVersion;
import org.pediatricdefacer.io.FileChecksum;

/**
 * Says what a result hangs on: two runs with equal keys give the same result.
 * <p>
 * Checksums only, from which neither a scan nor a name can be got back. Threads and device are left out, since they do not change what is
 * removed by more than a voxel on a border.
 *
 * @param input SHA-256 of the scan's files
 * @param settings SHA-256 of what was asked for, the mask that was to be applied included
 * @param weights SHA-256 of the model's weights
 * @param version of this program
 */
public record RunKey(String input, String settings, String weights, String version) {

	/** Key of the scan's checksum in records. */
	public static final String INPUT = "InputSHA256";

	/** Key of the checksum of what was asked for in records. */
	public static final String SETTINGS = "SettingsSHA256";

	/**
	 * Makes the key of a run.
	 *
	 * @param scan the scan's file
	 * @param settings what is asked for
	 * @param defacer what does the work
	 * @throws IOException if scan or mask cannot be read
	 */
	static RunKey of(final Path scan, final FileSettings settings, final Defacer defacer) throws IOException {
		return of(FileChecksum.ofScan(scan), settings, defacer.model().weights().sha256());
	}

	/**
	 * Makes the key of a run by this version of the program.
	 *
	 * @param input SHA-256 of the scan's files
	 * @param settings what is asked for
	 * @param weights SHA-256 of the model's weights
	 * @return the key
	 * @throws IOException if a mask that is to be applied cannot be read
	 */
	public static RunKey of(final String input, final FileSettings settings, final String weights) throws IOException {
		return of(input, settings, Map.of(), weights);
	}

	/**
	 * Makes the key of a run that more is asked of.
	 *
	 * @param input SHA-256 of the scan's files
	 * @param settings what is asked for
	 * @param more what else is asked for, in its order
	 * @param weights SHA-256 of the model's weights
	 * @return the key
	 * @throws IOException if a mask that is to be applied cannot be read
	 */
	public static RunKey of(final String input, final FileSettings settings, final Map<String, ?> more, final String weights) throws IOException {
		final Map<String, Object> asked = new LinkedHashMap<>();
		asked.put("Defacing", settings.defacing());
		asked.put("Reading", settings.reading());
		asked.put("Mask", settings.applyMask().isPresent() ? FileChecksum.ofScan(settings.applyMask().get()) : "");
		asked.put("MaskOnly", settings.maskOnly());
		asked.put("WriteFailed", settings.writeFailed());
		asked.putAll(more);
		return new RunKey(input, sha256(DefacingRecord.GSON.toJson(asked)), weights, ProgramVersion.get());
	}

	/**
	 * Reads the key of a record.
	 *
	 * @param record JSON as {@link DefacingRecord} writes it, or any other
	 * @return the key, with empty texts for what the record does not tell
	 */
	public static RunKey of(final JsonObject record) {
		return new RunKey(text(record.get(INPUT)), text(record.get(SETTINGS)), text(member(record, "Model", "Weights")), text(member(record,
			"Software", "Version")));
	}

	private static JsonElement member(final JsonObject record, final String object, final String name) {
		return record.get(object) instanceof JsonObject inner ? inner.get(name) : null;
	}

	private static String text(final JsonElement element) {
		return element != null && element.isJsonPrimitive() ? element.getAsString() : "";
	}

	private static String sha256(final String text) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
