package org.pediatricdefacer.infer;

import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.pediatricdefacer.DefacingException;

/**
 * Says what to do when Java does not find a piece of the program, or finds another version of it than the program was made for.
 * <p>
 * In Fiji all plugins share their libraries: a jar may be missing, or older than the one that the network's engine needs. Knows no
 * class of the engine, so that it can speak where there is none.
 */
public final class MissingPiece {

	/** What Fiji lacks or may have in another version: a class of each jar, and the jar's name. */
	private static final List<String[]> PIECES = List.of(new String[] {"ai/djl/pytorch/jni/", "pytorch-jni"}, new String[] {"ai/djl/pytorch/",
		"pytorch-engine"}, new String[] {"ai/djl/", "api"}, new String[] {"org/yaml/snakeyaml/", "snakeyaml"}, new String[] {
			"com/google/gson/", "gson"}, new String[] {"com/sun/jna/", "jna"}, new String[] {"org/slf4j/", "slf4j-api"}, new String[] {
				"org/apache/commons/math3/", "commons-math3"}, new String[] {"net/miginfocom/", "miglayout-swing"});

	private MissingPiece() {}

	/**
	 * Explains an error of Java's linker.
	 *
	 * @param error of a class, a method or a native library that was not found
	 * @return an exception with a sentence for the user
	 */
	public static DefacingException of(final LinkageError error) {
		Throwable root = error;
		while (root.getCause() != null)
			root = root.getCause();
		final String said = String.valueOf(root.getMessage());
		final String path = said.replace('.', '/');
		final String piece = PIECES.stream().filter(known -> path.contains(known[0])).map(known -> known[1]).findFirst().orElse("");
		final String name = piece.isEmpty() ? "A piece of the program" : "The file " + piece + "-*.jar";
		final boolean missing = root instanceof NoClassDefFoundError || root instanceof ClassNotFoundException;
		return new DefacingException(name + (missing ? " is missing" : " has another version than the program needs") + " (" + root.getClass()
			.getSimpleName() + ": " + said.lines().findFirst().orElse("") + place(path) +
			"); install the program again into this Fiji, and see that no other version of the file lies in its folders jars and plugins.", error);
	}

	/** Names the jar that was taken instead, as far as it can be told. */
	private static String place(final String path) {
		final Matcher type = Pattern.compile("(?:ai|org|com|net)/[a-z0-9/]+/[A-Z]\\w*").matcher(path);
		if (!type.find()) return "";
		try {
			final CodeSource source = Class.forName(type.group().replace('/', '.'), false, MissingPiece.class.getClassLoader()).getProtectionDomain()
				.getCodeSource();
			return source == null ? "" : ", found in " + Path.of(source.getLocation().getPath()).getFileName();
		}
		catch (final ClassNotFoundException | LinkageError e) {
			return "";
		}
	}
}
