package org.pediatricdefacer.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pediatricdefacer.DefacingCanceledException;
import org.pediatricdefacer.DefacingException;
import org.pediatricdefacer.Progress;
import org.pediatricdefacer.batch.ScanOutcome.Status;

class ScanRequestsTest {

	private final List<BatchItem> worked = new ArrayList<>();
	private final ScanRequests requests = new ScanRequests(this::work, Path.of("all"));

	private ScanOutcome work(final BatchItem item, final Progress progress) throws IOException {
		worked.add(item);
		return switch (item.name()) {
			case "broken.nii" -> throw new DefacingException("broken.nii ends early; copy it again.");
			case "late.nii" -> throw new DefacingCanceledException();
			default -> new ScanOutcome(item, Status.REVIEW, List.of("Look at it."), List.of("Assumed <RAS>."), List.of(Path.of("all/a.json")), 1.23456);
		};
	}

	private JsonObject answer(final String request) {
		final String answer = requests.answer(request);
		assertEquals(1, answer.lines().count(), answer);
		return JsonParser.parseString(answer).getAsJsonObject();
	}

	private static String reason(final JsonObject answer) {
		assertEquals("error", answer.get("status").getAsString());
		assertEquals(1, answer.getAsJsonArray("reasons").size());
		return answer.getAsJsonArray("reasons").get(0).getAsString();
	}

	@Test
	void tellsWhatBecameOfAScan() {
		assertEquals("{\"id\":[1,null],\"input\":\"a.nii\",\"status\":\"review\",\"reasons\":[\"Look at it.\"],\"warnings\":[\"Assumed <RAS>.\"]," +
			"\"written\":[\"" + Path.of("all/a.json").toString().replace("\\", "\\\\") + "\"],\"seconds\":1.235}",
			requests.answer("{\"id\": [1, null], \"input\": \"a.nii\"}"));
		assertEquals(Path.of("all", "a_defaced.nii.gz"), worked.get(0).defaced());
	}

	@Test
	void writesWhereTheRequestSays() {
		answer("{\"input\": \"a.nii\", \"out\": \"own\"}");
		assertEquals(Path.of("own", "a_defaced.nii.gz"), worked.get(0).defaced());
		assertEquals(Optional.empty(), worked.get(0).facemask());
		answer("{\"input\": \"a.nii\", \"out\": \"own\", \"private\": \"closed\"}");
		assertEquals(Optional.of(Path.of("closed", "a_facemask.nii.gz")), worked.get(1).facemask());
		final ScanRequests without = new ScanRequests(this::work, null);
		assertTrue(reason(JsonParser.parseString(without.answer("{\"input\": \"a.nii\"}")).getAsJsonObject()).contains("names no folder"));
	}

	@Test
	void answersAfterAFailureAndGoesOn() {
		assertEquals("broken.nii ends early; copy it again.", reason(answer("{\"id\": 7, \"input\": \"broken.nii\"}")));
		assertTrue(reason(answer("{\"input\": \"late.nii\"}")).contains("since the service is ending"));
		assertEquals("review", answer("{\"input\": \"a.nii\"}").get("status").getAsString());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {"{\"input\": | is no JSON", "[] | is no JSON object", "7 | is no JSON object", "{} | names no scan",
		"{\"input\": 3} | 'input' is no name", "{\"input\": \" \"} | 'input' is no name", "{\"input\": \"a.nii\", \"fill\": 0} | has a field 'fill'",
		"{\"input\": \"a\\u0000.nii\"} | is no path", "{\"input\": \"src\"} | src is a folder"})
	void saysWhatIsWrongWithARequest(final String request, final String fact) {
		assertTrue(reason(answer(request)).contains(fact), requests.answer(request));
		assertTrue(worked.isEmpty());
	}

	@Test
	void defacesOneAtATime() throws Exception {
		final AtomicInteger now = new AtomicInteger();
		final AtomicInteger most = new AtomicInteger();
		final ScanRequests counted = new ScanRequests((item, progress) -> {
			most.accumulateAndGet(now.incrementAndGet(), Math::max);
			Thread.onSpinWait();
			now.decrementAndGet();
			return work(item, progress);
		}, Path.of("all"));
		final List<Thread> callers = new ArrayList<>();
		for (int i = 0; i < 8; i++)
			callers.add(new Thread(() -> counted.answer("{\"input\": \"a.nii\"}")));
		callers.forEach(Thread::start);
		for (final Thread caller : callers)
			caller.join();
		assertEquals(8, worked.size());
		assertEquals(1, most.get());
	}
}
