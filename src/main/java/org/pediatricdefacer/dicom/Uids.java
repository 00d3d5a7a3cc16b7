package org.pediatricdefacer.dicom;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;

import org.pediatricdefacer.DefacingException;

/**
 * Makes identifiers of written objects from those of the read ones.
 * <p>
 * The same identifier and salt always give the same new one. Who knows an old identifier but not the salt cannot find its new one.
 * Source: DICOM PS3.5, annex B.2 (a UUID as a number below 2.25); RFC 9562, version 8; which elements hold identifiers: PS3.15, table
 * E.1-1.
 */
public final class Uids {

	/** Shorter texts are found by trying. */
	public static final int LEAST_LETTERS = 12;

	/** Makes the identifiers that are those of the program itself, and the same everywhere. */
	static final Uids OF_PROGRAM = new Uids("Pediatric Defacer, identifiers of defaced objects");

	private static final String STANDARD = "1.2.840.10008.";

	/** Elements of type UI that name one object of this world, not a kind of object. */
	private static final Set<Integer> INSTANCES = Set.of(0x00080014, 0x00080018, 0x00080017, 0x00080019, 0x00080058, 0x00081155, 0x00081195,
		0x00083010, 0x00083011, 0x00083012, 0x00189123, 0x00181002, 0x00182042, 0x0020000D, 0x0020000E, 0x00200052, 0x00200200, 0x00209161, 0x00209164,
		0x00209312, 0x00209313, 0x00281199, 0x00281214, 0x00404023, 0x0040A124, 0x0040A171, 0x0040A172, 0x0040A402, 0x0040DB0C, 0x0040DB0D,
		0x00620021, 0x00640003, 0x0070031A, 0x00701101, 0x00701102, 0x00880140, 0x04000100, 0x30060024, 0x300600C2, 0x300A0013, 0x300A0083);

	private final String salt;

	/**
	 * Makes a maker of identifiers.
	 *
	 * @param salt text that new identifiers are made with; keep it secret
	 * @throws DefacingException if it is so short that it is found by trying
	 */
	public Uids(final String salt) {
		if (salt.length() < LEAST_LETTERS) throw new DefacingException("The salt of new identifiers has " + salt.length() +
			" letters and is found by trying; give one of " + LEAST_LETTERS + " at least.");
		this.salt = salt;
	}

	/** Returns whether an element holds identifiers of objects. */
	static boolean isInstance(final int tag) {
		return INSTANCES.contains(tag);
	}

	/** Makes a new identifier of an old one; those of the standard itself stay. */
	String of(final String uid) {
		if (uid.isEmpty() || uid.startsWith(STANDARD)) return uid;
		final MessageDigest digest = InstanceReader.digest();
		digest.update((salt + "\0").getBytes(StandardCharsets.UTF_8));
		final byte[] uuid = Arrays.copyOf(digest.digest(uid.getBytes(StandardCharsets.ISO_8859_1)), 16);
		uuid[6] = (byte) (uuid[6] & 0x0f | 0x80);
		uuid[8] = (byte) (uuid[8] & 0x3f | 0x80);
		return "2.25." + new BigInteger(1, uuid);
	}

	/** Names an object in file names, by eight letters that tell nothing. */
	String shortName(final String uid) {
		return InstanceReader.sha256((salt + "\0name\0" + uid).getBytes(StandardCharsets.UTF_8)).substring(0, 8);
	}
}
