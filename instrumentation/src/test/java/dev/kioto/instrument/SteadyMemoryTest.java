package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskPhase;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.proto.tokio.instrument.Update;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The events of a long time, as fast as they can be told: what is held stays the same. In its long form, by the number of
/// events that `kioto.steady.events` says, it is an hour at a million events a second.
final class SteadyMemoryTest {
  private static final long EVENTS = Long.getLong("kioto.steady.events", 6_000_000);
  private static final int THREADS = 2;
  private static final int LIVING = 500;
  private static final int EVENTS_OF_A_ROUND = 8;
  private static final int RETAINED = 2_000;
  private static final int LOOKS = 8;
  // So that all that is bounded is full early.
  private static final long FLIGHT_BYTES = 1 << 20;

  @Test
  @Timeout(7200)
  void heap_whateverWasTold_staysFlat() throws InterruptedException {
    try (var test = new TestConsole(o -> o.retainedTasks(RETAINED).ringCapacity(1 << 12)
        .flightRecorder(Duration.ofSeconds(30), FLIGHT_BYTES))) {
      var live = test.client().watchByHand();
      live.request(Integer.MAX_VALUE);
      live.keepNothing();
      var stopped = test.client().watchByHand();
      stopped.request(1);
      var paused = test.client();
      var watcher = paused.watch();
      await().until(() -> !watcher.updates.isEmpty() && !stopped.messages.isEmpty());
      paused.pause();

      run(test, 0, EVENTS / 2);
      long early = heap(live);
      run(test, EVENTS / 2, EVENTS);
      long late = heap(live);

      System.out.printf("%,d events: %,d KiB of heap after a half, %,d after all%n", EVENTS, early / 1024,
          late / 1024);
      assertThat(late).as("heap after all events").isLessThan(early + early / 10 + (8 << 20));
      assertThat(live.error).isNull();
      assertThat(stopped.error).isNull();
    }
  }

  // The least of several looks, once nothing is on its way to the client any more: that is none of what is held.
  private static long heap(Client.Reader<?, Update> client) {
    var memory = ManagementFactory.getMemoryMXBean();
    client.latest = null;
    await().until(() -> client.latest != null && client.latest.getTaskUpdate().getStatsUpdateCount() == 0);
    long least = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      memory.gc();
      least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
    }
    return least;
  }

  private static void run(TestConsole test, long from, long to) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < THREADS; i++) {
      int index = i;
      threads.add(Thread.ofPlatform().start(() -> {
        try (var probe = test.console.probe().openThread("load-" + index)) {
          tell(probe, index, from / THREADS, to / THREADS);
        }
      }));
    }
    for (var thread : threads) {
      thread.join();
    }
  }

  // Tasks that come and go, and in between polls and wakes of those that stay.
  private static void tell(ThreadProbe probe, int index, long from, long to) {
    if (from == 0) {
      for (int i = 0; i < LIVING; i++) {
        probe.taskSpawned(new FakeTask(1 + (long) i * THREADS + index));
      }
    }
    for (long n = from; n < to; n += EVENTS_OF_A_ROUND) {
      long id = 1 + LIVING * THREADS + n * THREADS + index;
      long living = 1 + (n / EVENTS_OF_A_ROUND % LIVING) * THREADS + index;
      var passing = new FakeTask(id);
      probe.taskSpawned(passing);
      for (long task : new long[] {id, living, id}) {
        long woken = probe.taskWoken(task, living);
        probe.pollStarted(task, woken - (n & 0xfffff), false);
        probe.pollEnded(task, 1);
      }
      passing.phase(TaskPhase.ENDED); // of whom the end is lost, it is learnt by asking
      probe.taskEnded(id, TaskOutcome.COMPLETED);
    }
  }
}
