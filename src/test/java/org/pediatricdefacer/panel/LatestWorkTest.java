package org.pediatricdefacer.panel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pediatricdefacer.Progress;

/** Tests that the latest update wins, and that jobs are done whole unless canceled. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class LatestWorkTest {

	private final LatestWork work = new LatestWork("test");
	private final List<String> done = new CopyOnWriteArrayList<>();
	private final CountDownLatch started = new CountDownLatch(1);
	private final CountDownLatch go = new CountDownLatch(1);

	private static void await(final CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	private void finish() {
		final CountDownLatch end = new CountDownLatch(1);
		work.close(end::countDown);
		await(end);
	}

	@Test
	void givesUpAllUpdatesButTheLatest() {
		work.update(Progress.NONE, progress -> {
			started.countDown();
			await(go);
			done.add("first" + progress.canceled());
		});
		await(started);
		work.update(Progress.NONE, progress -> done.add("second"));
		final CountDownLatch third = new CountDownLatch(1);
		work.update(Progress.NONE, progress -> {
			done.add("third" + progress.canceled());
			third.countDown();
		});
		go.countDown();
		await(third);
		finish();
		assertEquals(List.of("firsttrue", "thirdfalse"), done);
	}

	@Test
	void doesEveryJob() {
		work.job(Progress.NONE, progress -> await(go));
		work.job(Progress.NONE, progress -> done.add("one" + progress.canceled()));
		final CountDownLatch two = new CountDownLatch(1);
		work.job(Progress.NONE, progress -> {
			done.add("two");
			two.countDown();
		});
		go.countDown();
		await(two);
		finish();
		assertEquals(List.of("onefalse", "two"), done);
	}

	@Test
	void cancelsTheJobAtHandAndNotTheNext() {
		final AtomicReference<Progress> first = new AtomicReference<>();
		work.job(Progress.NONE, progress -> {
			first.set(progress);
			started.countDown();
			await(go);
		});
		await(started);
		assertFalse(first.get().canceled());
		work.cancel();
		assertTrue(first.get().canceled());
		go.countDown();
		final CountDownLatch next = new CountDownLatch(1);
		work.job(Progress.NONE, progress -> {
			done.add("next" + progress.canceled());
			next.countDown();
		});
		await(next);
		finish();
		assertEquals(List.of("nextfalse"), done);
	}
}
