package org.pediatricdefacer.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import org.pediatricdefacer.batch.ScanRequests;

/** Takes a stream of requests through the service, a line of UTF-8 in, a line out, until the stream ends. */
final class RequestLines {

	/** Far above any request; whoever sends more speaks another language. */
	private static final int MOST_BYTES = 1 << 16;

	private static final String TOO_LONG = "{\"status\":\"error\",\"reasons\":[\"The request is longer than 65536 bytes; send one line of JSON " +
		"for each scan.\"],\"warnings\":[],\"written\":[],\"seconds\":0.0}";

	private final ScanRequests requests;

	RequestLines(final ScanRequests requests) {
		this.requests = requests;
	}

	/**
	 * Answers requests one by one, in their order; the next one is read when the one before is answered, so that who sends more waits.
	 *
	 * @param in ends the work when it ends; empty lines are skipped
	 * @param out gets the answers, each at once
	 * @throws IOException if a stream fails
	 */
	void answer(final InputStream in, final OutputStream out) throws IOException {
		final InputStream buffered = new BufferedInputStream(in);
		for (byte[] line = line(buffered); line != null; line = line(buffered)) {
			if (line.length > MOST_BYTES) {
				send(out, TOO_LONG);
				return;
			}
			final String request = new String(line, StandardCharsets.UTF_8).strip();
			if (!request.isEmpty()) send(out, requests.answer(request));
		}
	}

	/** Reads up to the end of a line or one byte more than is allowed; null at the end of the stream. */
	private static byte[] line(final InputStream in) throws IOException {
		final ByteArrayOutputStream line = new ByteArrayOutputStream();
		int next = in.read();
		if (next < 0) return null;
		while (next >= 0 && next != '\n' && line.size() <= MOST_BYTES) {
			line.write(next);
			next = in.read();
		}
		return line.toByteArray();
	}

	/** Sends a line whole and at once. */
	static void send(final OutputStream out, final String answer) throws IOException {
		out.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
		out.flush();
	}
}
