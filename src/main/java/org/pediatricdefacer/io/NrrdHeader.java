package org.pediatricdefacer.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.pediatricdefacer.DefacingException;

/**
 * The header of a NRRD file: lines of text, ended by an empty one.
 * <p>
 * Source: "Definition of the NRRD File Format" of the Teem library, formats NRRD0001 to NRRD0005.
 *
 * @param name the file, for messages
 * @param fields what the format defines, by names in lower case
 * @param traces names of what is free text, which may name a person
 * @param bytes length of the header with its empty line
 */
record NrrdHeader(String name, Map<String, String> fields, List<String> traces, long bytes) {

	private static final String MAGIC = "NRRD000";

	/** Far more than any header has; a file without an empty line is no reason to fill the memory. */
	private static final int MAX_BYTES = 1 << 20;

	private static final Pattern VECTOR = Pattern.compile("\\(([^)]*)\\)|none");

	/** Names of types in the format, and the NIfTI types that hold the same values. */
	private static final Map<NiftiDataType, List<String>> TYPES = Map.of(NiftiDataType.INT8, List.of("signed char", "int8", "int8_t"),
		NiftiDataType.UINT8, List.of("uchar", "unsigned char", "uint8", "uint8_t"), NiftiDataType.INT16, List.of("short", "short int",
			"signed short", "signed short int", "int16", "int16_t"), NiftiDataType.UINT16, List.of("ushort", "unsigned short", "unsigned short int",
				"uint16", "uint16_t"), NiftiDataType.INT32, List.of("int", "signed int", "int32", "int32_t"), NiftiDataType.UINT32, List.of("uint",
					"unsigned int", "uint32", "uint32_t"), NiftiDataType.INT64, List.of("longlong", "long long", "long long int", "signed long long",
						"signed long long int", "int64", "int64_t"), NiftiDataType.UINT64, List.of("ulonglong", "unsigned long long",
							"unsigned long long int", "uint64", "uint64_t"), NiftiDataType.FLOAT32, List.of("float"), NiftiDataType.FLOAT64, List.of(
								"double"));

	/** Reads a header; the stream then stands behind it. Empty if this is no NRRD file. */
	static Optional<NrrdHeader> read(final InputStream in, final String name) throws IOException {
		final long[] at = {0};
		final String magic = line(in, at);
		if (!magic.startsWith(MAGIC)) return Optional.empty();
		final Map<String, String> fields = new LinkedHashMap<>();
		final TreeSet<String> traces = new TreeSet<>();
		for (String line = line(in, at); !line.isEmpty(); line = line(in, at)) {
			if (at[0] > MAX_BYTES) throw new DefacingException(name + " has a header without an end; copy the file again from its source.");
			final int key = line.indexOf(":="), colon = line.indexOf(": ");
			if (line.startsWith("#")) traces.add("NRRD comment");
			else if (key > 0 && (colon < 0 || key < colon)) traces.add("NRRD keys");
			else if (colon > 0) fields.put(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 2).strip());
		}
		if (fields.containsKey("content")) traces.add("NRRD content");
		return Optional.of(new NrrdHeader(name, fields, List.copyOf(traces), at[0]));
	}

	private static String line(final InputStream in, final long[] at) throws IOException {
		final ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = in.read(); b >= 0 && b != '\n' && line.size() <= MAX_BYTES; b = in.read()) {
			line.write(b);
			at[0]++;
		}
		at[0]++;
		return line.toString(StandardCharsets.UTF_8).stripTrailing();
	}

	/** Returns a field by any of its names, or null. */
	String field(final String... names) {
		return Arrays.stream(names).map(fields::get).filter(value -> value != null).findFirst().orElse(null);
	}

	String require(final String field) {
		final String value = field(field);
		if (value == null) throw new DefacingException(name + " does not tell its " + field + "; convert it anew from its source.");
		return value;
	}

	/** Returns the type of the stored values. */
	NiftiDataType type() {
		final String type = require("type").toLowerCase(Locale.ROOT);
		return TYPES.entrySet().stream().filter(known -> known.getValue().contains(type)).map(Map.Entry::getKey).findFirst().orElseThrow(
			() -> new DefacingException(name + " holds values of type " + type + ", which is no scan; convert it to numbers of a common type."));
	}

	/** Returns the sizes along all axes, as stored, fastest first. */
	long[] sizes() {
		final double[] sizes = numbers(require("sizes"), "sizes");
		final long[] size = Arrays.stream(sizes).mapToLong(n -> (long) n).toArray();
		for (int d = 0; d < size.length; d++)
			if (size[d] < 1 || size[d] != sizes[d] || size[d] > StoredPixels.MAX_ARRAY) throw damaged("sizes");
		if (numbers(require("dimension"), "dimension")[0] != size.length) throw damaged("dimension");
		return size;
	}

	/** Returns a vector per axis, null for axes that are none of space; empty if the file has none. */
	Optional<double[][]> directions() {
		final String directions = field("space directions");
		if (directions == null) return Optional.empty();
		return Optional.of(vectors(directions, "space directions"));
	}

	/** Returns the place of the first voxel; the origin of space if the file does not tell. */
	double[] origin() {
		final String origin = field("space origin");
		return origin == null ? new double[3] : vectors(origin, "space origin")[0];
	}

	private double[][] vectors(final String text, final String field) {
		final Matcher vector = VECTOR.matcher(text);
		final List<double[]> vectors = new ArrayList<>();
		while (vector.find()) {
			final double[] numbers = vector.group(1) == null ? null : numbers(vector.group(1).replace(',', ' '), field);
			if (numbers != null && numbers.length != 3) throw damaged(field);
			vectors.add(numbers);
		}
		if (vectors.isEmpty()) throw damaged(field);
		return vectors.toArray(double[][]::new);
	}

	/** Returns the numbers of a field. */
	double[] numbers(final String text, final String field) {
		try {
			return Arrays.stream(text.strip().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
		}
		catch (final NumberFormatException e) {
			throw damaged(field);
		}
	}

	DefacingException damaged(final String field) {
		return new DefacingException(name + " has a damaged header, see '" + field + ": " + field(field) + "'; copy it again from its source.");
	}
}
