package dev.kioto.console.collector;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.model.RowOrder;
import dev.kioto.console.model.RowOrder.Motion;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.store.EndedTask;
import dev.kioto.console.store.HistoryReader.TaskQuery;
import dev.kioto.console.store.HistoryStore;
import dev.kioto.console.store.RecentSeries;
import dev.kioto.console.store.Sample;
import dev.kioto.console.store.StoreException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at every target once a second and keeps its figures, and the tasks that have ended since.
///
/// Recordings are not kept: they are a history already.
public final class Sampler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final int MOST_ENDED = 20_000; // tasks of a target in a second; the rest is in the figures alone
  private static final long LATE_NANOS = 10_000_000_000L; // that the end of a task may be told late
  private static final RowOrder<
      TaskRecord> BY_END = new RowOrder.ByNumber<>((task, _) -> task.droppedAt(), Motion.STILL,
          false);

  private final Collector collector;
  private final RecentSeries recent;
  private final @Nullable HistoryStore store;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Seen> seen = new HashMap<>(); // by target's id; of the thread

  /// What was seen of a target before.
  private static final class Seen {
    private final String address;
    private String runId = "";
    private long until; // the program's clock up to which ended tasks are kept
    private Set<Long> ids = new HashSet<>(); // of those that ended a little before
    private final Rates rates = new Rates();

    Seen(String address) {
      this.address = address;
    }
  }

  private Sampler(Collector collector, RecentSeries recent, @Nullable HistoryStore store) {
    this.collector = collector;
    this.recent = recent;
    this.store = store;
  }

  /// Starts to look.
  ///
  /// @param store null to keep figures in memory alone
  public static Sampler start(Collector collector, RecentSeries recent, @Nullable HistoryStore store) {
    var sampler = new Sampler(collector, recent, store);
    Thread.ofPlatform().name("kioto-sampler").daemon().start(sampler::run);
    return sampler;
  }

  private void run() {
    try {
      while (!closed.await(1_000 - System.currentTimeMillis() % 1_000, TimeUnit.MILLISECONDS)) {
        long second = Instant.now().getEpochSecond();
        for (var target : collector.targets()) sample(target, second);
        forgetGone();
        collector.expireDialled();
      }
    } catch (InterruptedException _) {
      // nobody else has the thread
    }
  }

  private void sample(WatchedTarget target, long second) {
    try {
      if (target.playback() != null || target.snapshot().state() != TargetState.CONNECTED) return;
      var before = seen.computeIfAbsent(target.id(), _ -> new Seen(target.address()));
      var runId = target.snapshot().runId();
      if (!before.runId.equals(runId)) {
        before.runId = runId;
        before.rates.begin();
        before.until = 0;
        before.ids = new HashSet<>();
        if (store != null) resume(store, target.address(), before);
      }
      var sample = new Sample(target.address(), second, before.rates.figures(target));
      recent.put(sample);
      if (store == null) return;
      store.put(sample);
      keepEnded(target, before);
    } catch (RuntimeException e) {
      LOG.warn("The figures of {} were not kept", target.address(), e);
    }
  }

  // What an earlier server has kept of this run is not to be kept again.
  private static void resume(HistoryStore store, String address, Seen before) {
    try {
      var kept = store.reader().tasks(new TaskQuery(address, Long.MIN_VALUE, Long.MAX_VALUE, null, "", null),
          MOST_ENDED);
      for (var task : kept) {
        if (!task.runId().equals(before.runId)) continue;
        before.until = Math.max(before.until, task.droppedAt());
        before.ids.add(task.id());
      }
    } catch (StoreException e) {
      LOG.debug("What is kept of {} is not known", address, e);
    }
  }

  private void keepEnded(WatchedTarget target, Seen before) {
    long from = Math.max(0, before.until - LATE_NANOS);
    var listing = new TaskListing((task, _) -> task.droppedAt() != TaskRecord.ABSENT && task.droppedAt() >= from
        && !before.ids.contains(task.id()), BY_END, null, 0, MOST_ENDED);
    var rows = target.model().list(listing, (task, _) -> ended(target.address(), before.runId, task));
    long until = before.until;
    for (var task : rows.rows()) {
      if (store != null) store.put(task);
      until = Math.max(until, task.droppedAt());
      before.ids.add(task.id());
    }
    before.until = Math.min(until, rows.asOf()); // what a program says of the future must not hide what ends until then
    if (before.ids.size() > 2 * MOST_ENDED) forgetIds(target, before);
  }

  // Keeps the ids of those that the next look would find again.
  private static void forgetIds(WatchedTarget target, Seen before) {
    long from = before.until - LATE_NANOS;
    var listing = new TaskListing((task, _) -> task.droppedAt() >= from && before.ids.contains(task.id()), BY_END, null,
        0,
        Integer.MAX_VALUE);
    before.ids = new HashSet<>(target.model().list(listing, (task, _) -> task.id()).rows());
  }

  private static EndedTask ended(String address, String runId, TaskRecord task) {
    long end = task.droppedAt();
    return new EndedTask(address, runId, task.id(), task.taskId(), task.name(), task.kind(), task.location(),
        task.createdAt(), end, task.busyAt(end), task.scheduledAt(end), task.polls(), task.wakes(), task.selfWakes());
  }

  private void forgetGone() {
    seen.entrySet().removeIf(entry -> {
      boolean isGone = collector.target(entry.getKey()) == null;
      if (isGone) recent.forget(entry.getValue().address);
      return isGone;
    });
  }

  /// Stops looking.
  @Override
  public void close() {
    closed.countDown();
  }
}
