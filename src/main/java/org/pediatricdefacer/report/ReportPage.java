package org.pediatricdefacer.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.google.gson.JsonElement;

/**
 * Writes one HTML file from front to back, so that the pictures of one scan only are in memory at a time.
 * <p>
 * The page needs nothing but itself: its policy allows its own style and script, by their SHA-256 sums, and pictures inside it,
 * and forbids every connection.
 */
final class ReportPage {

	private static final List<String> SCRIPTS = List.of("report.js", "dom.js", "ratings.js", "overview.js", "scan.js", "keys.js", "main.js");
	private static final String SCANS = "{{scans}}";

	private final OutputStream out;
	private final String style = resource("page.css");
	private final String script = SCRIPTS.stream().map(ReportPage::resource).collect(Collectors.joining("\n"));
	private final String[] page = resource("page.html").split(Pattern.quote(SCANS));

	/**
	 * Begins a page.
	 *
	 * @param out not closed
	 * @param title of the page
	 * @throws IOException if the disk fails
	 */
	ReportPage(final OutputStream out, final String title) throws IOException {
		this.out = out;
		final String policy = "default-src 'none'; img-src data:; style-src '" + sha256(style) + "'; script-src '" + sha256(script) +
			"'; base-uri 'none'; form-action 'none'";
		write(page[0].replace("{{policy}}", policy).replace("{{title}}", escape(title)).replace("{{style}}", style));
	}

	/**
	 * Adds what is only needed when a scan is opened.
	 *
	 * @param index number of the scan, from 0
	 * @param details as the page's script expects it
	 * @throws IOException if the disk fails
	 */
	void scan(final int index, final JsonElement details) throws IOException {
		write(data("scan-" + index, details));
	}

	/**
	 * Ends the page.
	 *
	 * @param report what the page shows first
	 * @throws IOException if the disk fails
	 */
	void end(final JsonElement report) throws IOException {
		write(data("report", report));
		write(page[1].replace("{{script}}", script));
	}

	/** JSON inside a script element; what could end the element is written otherwise. */
	private static String data(final String id, final JsonElement json) {
		return "<script type=\"application/json\" id=\"" + id + "\">" + json.toString().replace("<", "\\u003c").replace("\u2028", "\\u2028")
			.replace("\u2029", "\\u2029") + "</script>\n";
	}

	private static String escape(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

	private void write(final String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
	}

	private static String resource(final String name) {
		try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
			// The sum in the policy is of what the browser sees, which has no carriage returns.
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
		}
		catch (final IOException e) {
			throw new IllegalStateException("the program's jar is damaged: " + name, e);
		}
	}

	private static String sha256(final String text) {
		try {
			return "sha256-" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(
				StandardCharsets.UTF_8)));
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("every Java has SHA-256", e);
		}
	}
}
