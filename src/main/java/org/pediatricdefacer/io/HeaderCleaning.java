package org.pediatricdefacer.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Says which fields of a header were cleaned since they may identify the patient, and what else had to change.
 * <p>
 * Cleaned are all free texts (descrip, aux_file, intent_name; in NIfTI-1 the unused data_type and db_name, in NIfTI-2
 * unused_str), all header extensions, and the name, comment and time in a gzip wrapper. descrip then says that the scan was
 * defaced. Former contents are not repeated here, so that a report of this identifies nobody either.
 *
 * @param header the header to write, always of a single file
 * @param entries what was changed, field by field
 */
public record HeaderCleaning(NiftiHeader header, List<Entry> entries) {

	/** Beginning of the description of every scan that this program has defaced. */
	public static final String MARK = "defaced by Pediatric Defacer";

	private static final NiftiField[] FREE_TEXTS = {NiftiField.DATA_TYPE, NiftiField.DB_NAME, NiftiField.AUX_FILE, NiftiField.INTENT_NAME,
		NiftiField.UNUSED_STR};

	/**
	 * One change.
	 *
	 * @param field name in the standard, or of the extension or gzip field
	 * @param change what was done, in words
	 */
	public record Entry(String field, String change) {}

	/** Checks that nothing is missing, and copies the list. */
	public HeaderCleaning {
		Objects.requireNonNull(header, "header");
		entries = List.copyOf(entries);
	}

	/**
	 * Cleans the header of a scan that was defaced.
	 *
	 * @param scan as it was read
	 * @param version of this program, for the mark in descrip
	 * @return the header to write and what was changed
	 */
	public static HeaderCleaning of(final NiftiImage scan, final String version) {
		return of(scan, MARK + " " + version, new ArrayList<>());
	}

	private static HeaderCleaning of(final NiftiImage scan, final String mark, final List<Entry> entries) {
		NiftiHeader header = scan.header();
		if (header.version() == NiftiHeader.Version.ANALYZE) {
			header = AnalyzeHeader.toNifti(header, scan.grid());
			entries.add(new Entry("ANALYZE 7.5 header",
				"replaced by a NIfTI-1 header with the given orientation; its patient history was dropped"));
		}
		for (final NiftiField field : FREE_TEXTS) {
			if (header.isEmpty(field)) continue;
			header = header.withText(field, "");
			entries.add(new Entry(field.key(), "cleared"));
		}
		entries.add(new Entry(NiftiField.DESCRIP.key(), scan.header().isEmpty(NiftiField.DESCRIP) ? "set" : "replaced"));
		header = header.withText(NiftiField.DESCRIP, mark);
		for (final NiftiExtension extension : scan.extensions())
			entries.add(new Entry(extension.toString(), extension.bytes() + " bytes dropped"));
		for (final String trace : scan.traces())
			entries.add(new Entry(trace, "not written"));
		final NiftiHeader single = header.asSingleFile();
		for (final String key : header.differences(single))
			entries.add(new Entry(key, "set for a single file without extensions"));
		return new HeaderCleaning(single, entries);
	}
}
