package dev.kioto.console.ui.fake;

import dev.kioto.console.api.Lane;
import dev.kioto.console.api.LaneTask;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.lanes.LaneLog;
import dev.kioto.console.lanes.LaneWindow;
import dev.kioto.console.trace.TraceKind;
import dev.kioto.console.trace.TraceTask;
import dev.kioto.console.trace.TraceThread;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Invented polls of some workers, in the server's own log of lanes. Thread-safe.
final class FakeLanes {
  private static final int TASKS = 40;
  private static final long SECOND = 1_000_000_000;
  private static final long PAST = 20 * SECOND;
  private static final String[] NAMES = {"http.accept", "checkout.request", "db.connection", "inventory.sync",
      "price.cache.refresh", "kafka.poll", "metrics.flush", "image.resize"};

  private final LaneLog log = new LaneLog();
  private final Random random;
  private final long[] until;

  FakeLanes(Instant now) {
    this(now.minusNanos(PAST), 4, 11);
  }

  /// @param begin when the first poll begins
  /// @param seed others have other polls
  FakeLanes(Instant begin, int workers, long seed) {
    random = new Random(seed);
    until = new long[workers];
    for (int i = 0; i < workers; i++) {
      log.thread(new TraceThread(i + 1, "kioto-worker-" + i, 20L + i));
      until[i] = nanos(begin);
    }
    for (int i = 1; i <= TASKS; i++) {
      log.task(new TraceTask(i, i == 13 ? "image.resize" : NAMES[i % NAMES.length], "Shop.java:" + (20 + i), ""));
    }
  }

  /// @param from null for the last ten seconds
  /// @param hogSince since when worker 2 has been in one poll
  synchronized Lanes window(@Nullable Instant from, @Nullable Instant to, int pixels, Instant now, Instant hogSince) {
    for (int i = 0; i < until.length; i++) {
      live(i, nanos(i == 2 && hogSince.isBefore(now) ? hogSince : now));
    }
    long end = to == null ? log.newest() : nanos(to);
    return message(log.window(from == null ? end - 10L * SECOND : nanos(from), end, pixels));
  }

  private void live(int worker, long to) {
    while (until[worker] < to) {
      long task = random.nextLong(1, TASKS + 1L);
      long length = (long) Math.exp(11.2 + random.nextGaussian() * 1.5);
      long waited = (long) Math.exp(10.2 + random.nextGaussian() * 1.5);
      long at = until[worker];
      log.event(TraceKind.WAKE, at - waited / 2, 1 + random.nextInt(until.length), task, 1 + random.nextInt(TASKS), 0);
      log.event(TraceKind.POLL, at, worker + 1, task, waited, length);
      long pause = (long) Math.exp(11.9 + random.nextGaussian() * 1.4);
      if (random.nextInt(3) == 0) {
        log.event(TraceKind.PARK, at + length + 2_000, worker + 1, 0, worker, pause);
        log.event(TraceKind.DRIVER_TURN, at + length + pause, worker + 1, 0, 0, 1);
      }
      if (random.nextInt(160) == 0) {
        log.event(TraceKind.STEAL, at - 1_000, worker + 1, 0, (worker + 1) % until.length, 4);
      }
      until[worker] = at + length + pause + 4_000;
    }
  }

  private static Lanes message(LaneWindow of) {
    return new Lanes(instant(of.from()), instant(of.to()), instant(of.oldest()), instant(of.newest()),
        of.lanes().stream().map(FakeLanes::lane).toList(),
        of.tasks().stream().map(task -> new LaneTask(String.valueOf(task.id()), task.name(), task.location())).toList(),
        list(of.wakes()), of.wakeCount(), of.droppedEvents());
  }

  private static Lane lane(LaneWindow.Lane of) {
    return new Lane(of.name(), list(of.polls()), list(of.parks()),
        of.marks().entrySet().stream().collect(Collectors.toMap(mark -> mark.getKey().name().toLowerCase(Locale.ROOT),
            mark -> list(mark.getValue()))),
        Arrays.stream(of.waiting()).boxed().toList());
  }

  private static List<Long> list(long[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * SECOND + instant.getNano();
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / SECOND, nanos % SECOND);
  }
}
