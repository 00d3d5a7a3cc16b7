package org.pediatricdefacer.batch;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Semaphore;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.BatchRunner.Work;
import org.pediatricdefacer.batch.ScanOutcome.Status;

/**
 * Answers requests for single scans: a line of JSON asks for a scan, a line of JSON tells what became of it.
 * <p>
 * A request has {@code input}, the scan's file; {@code out}, the folder for what may be shared, unless there is one for all;
 * {@code private}, a folder for what identifies a person, if that is wanted; and {@code id}, any value, which the answer repeats. An answer has {@code id} and {@code input} as they were given, {@code status} ({@code pass},
 * {@code review}, {@code fail} or {@code error}), {@code reasons} and {@code warnings} in sentences, {@code written} files and
 * {@code seconds}. A request that cannot be understood is answered, too. Several threads may ask at once: scans are defaced one at a time,
 * in the order of asking.
 */
public final class ScanRequests {

	private static final Set<String> FIELDS = Set.of("id", "input", "out", "private");
	private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

	private final BatchRunner runner;
	private final Path out;
	private final Semaphore turn = new Semaphore(1, true);

	/**
	 * Makes a service.
	 *
	 * @param work defaces a scan, and says when it is asked to stop
	 * @param out folder for the outputs of requests that name none, or null if each must
	 */
	public ScanRequests(final Work work, final Path out) {
		runner = new BatchRunner(work);
		this.out = out;
	}

	/**
	 * Answers a request.
	 *
	 * @param request a line of JSON
	 * @return a line of JSON, without its end
	 */
	public String answer(final String request) {
		JsonObject asked = new JsonObject();
		try {
			asked = parse(request);
			final ScanOutcome outcome = deface(plan(asked));
			return answer(asked, outcome.status(), outcome.reasons(), outcome.warnings(), outcome.written(), outcome.seconds());
		}
		catch (final DefacingException e) {
			return answer(asked, Status.ERROR, List.of(e.getMessage()), List.of(), List.of(), 0);
		}
	}

	private static JsonObject parse(final String request) {
		final JsonElement element;
		try {
			element = JsonParser.parseString(request);
		}
		catch (final JsonParseException e) {
			throw new DefacingException("The request is no JSON (" + e.getMessage().lines().findFirst().orElse("") +
				"); send a line such as {\"id\": 1, \"input\": \"scan.nii.gz\"}.", e);
		}
		if (!element.isJsonObject()) throw new DefacingException("The request is no JSON object; send a line such as " +
			"{\"id\": 1, \"input\": \"scan.nii.gz\"}.");
		return element.getAsJsonObject();
	}

	private BatchPlan plan(final JsonObject asked) {
		for (final String field : asked.keySet())
			if (!FIELDS.contains(field)) throw new DefacingException("The request has a field '" + field +
				"', which is not known; leave it out, and give options when the service is started.");
		final Path input = path(asked, "input");
		if (input == null) throw new DefacingException("The request names no scan; give its file as 'input'.");
		if (Files.isDirectory(input)) throw new DefacingException(input + " is a folder; name one scan in each request.");
		final Path folder = path(asked, "out");
		if (folder == null && out == null) throw new DefacingException(
			"The request names no folder to write to; give one as 'out', or with --out when the service is started.");
		final Path shared = folder == null ? out : folder;
		final BatchPlan plan = new BatchPlan(List.of(BatchItem.of(input, shared)));
		final Path identifying = path(asked, "private");
		return identifying == null ? plan : plan.withPrivate(shared, identifying);
	}

	private static Path path(final JsonObject asked, final String field) {
		final JsonElement value = asked.get(field);
		if (value == null) return null;
		if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString() || value.getAsString().isBlank())
			throw new DefacingException("The request's '" + field + "' is no name; give it as a text.");
		try {
			return Path.of(value.getAsString());
		}
		catch (final InvalidPathException e) {
			throw new DefacingException("The request's '" + field + "' is no path on this system (" + e.getReason() + "); correct it.", e);
		}
	}

	private ScanOutcome deface(final BatchPlan plan) {
		turn.acquireUninterruptibly();
		try {
			final BatchSummary summary = runner.run(plan, new OneScan());
			if (summary.outcomes().isEmpty()) throw new DefacingException(plan.items().get(0).name() +
				" was not defaced, since the service is ending; nothing was written, so ask again when it runs.");
			return summary.outcomes().get(0);
		}
		finally {
			turn.release();
		}
	}

	private static String answer(final JsonObject asked, final Status status, final List<String> reasons, final List<String> warnings,
		final List<Path> written, final double seconds)
	{
		final JsonObject answer = new JsonObject();
		for (final String field : List.of("id", "input"))
			if (asked.has(field)) answer.add(field, asked.get(field));
		answer.addProperty("status", status.name().toLowerCase(Locale.ROOT));
		answer.add("reasons", GSON.toJsonTree(reasons));
		answer.add("warnings", GSON.toJsonTree(warnings));
		answer.add("written", GSON.toJsonTree(written.stream().map(Path::toString).toList()));
		answer.addProperty("seconds", Math.round(1000 * seconds) / 1000.0);
		return GSON.toJson(answer);
	}

	/** The answer tells all that there is to hear. */
	private static final class OneScan implements BatchListener {

		@Override
		public Progress started(final int number, final int count, final BatchItem item) {
			return Progress.NONE;
		}

		@Override
		public void finished(final int number, final int count, final ScanOutcome outcome) {
			// The outcome is in the summary.
		}
	}
}
