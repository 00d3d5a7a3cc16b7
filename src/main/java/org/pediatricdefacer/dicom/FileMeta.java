package org.pediatricdefacer.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.pediatricdefacer.ProgramVersion;

/** Makes what stands before the data set of a file: an empty preamble and group 2. Source: DICOM PS3.10, section 7.1. */
final class FileMeta {

	private static final int PREAMBLE = 128;
	private static final int MOST_VERSION = 16;
	private static final String IMPLEMENTATION = Uids.OF_PROGRAM.of("implementation");

	private FileMeta() {}

	/** Makes the first bytes of a file. */
	static byte[] bytes(final String sopClass, final String sopInstance, final TransferSyntax syntax) {
		final String version = "PEDDEFACER_" + ProgramVersion.get();
		final ByteArrayOutputStream group = new ByteArrayOutputStream();
		group.writeBytes(ElementWriter.element(0x00020001, "OB", Encoding.EXPLICIT_LITTLE, new byte[] {0, 1}));
		group.writeBytes(uid(0x00020002, sopClass));
		group.writeBytes(uid(0x00020003, sopInstance));
		group.writeBytes(uid(Tag.TRANSFER_SYNTAX, syntax.uid()));
		group.writeBytes(uid(0x00020012, IMPLEMENTATION));
		group.writeBytes(ElementWriter.text(0x00020013, "SH", Encoding.EXPLICIT_LITTLE, version.substring(0, Math.min(MOST_VERSION, version
			.length()))));
		final byte[] length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(group.size()).array();
		final ByteArrayOutputStream file = new ByteArrayOutputStream();
		file.writeBytes(new byte[PREAMBLE]);
		file.writeBytes(new byte[] {'D', 'I', 'C', 'M'});
		file.writeBytes(ElementWriter.element(0x00020000, "UL", Encoding.EXPLICIT_LITTLE, length));
		file.writeBytes(group.toByteArray());
		return file.toByteArray();
	}

	private static byte[] uid(final int tag, final String uid) {
		return ElementWriter.text(tag, "UI", Encoding.EXPLICIT_LITTLE, uid);
	}
}
