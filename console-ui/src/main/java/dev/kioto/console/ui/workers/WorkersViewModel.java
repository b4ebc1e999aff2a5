package dev.kioto.console.ui.workers;

import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.ui.chart.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// What the workers of the chosen target do, and did in the last minute and a half. UI thread only.
public final class WorkersViewModel {
  /// What stands where the workers would be.
  public enum Content {
    /// No target is chosen.
    NO_TARGET,
    /// The target does not tell of its workers.
    NOT_TOLD,
    /// Nothing has arrived yet.
    WAITING,
    /// There are workers.
    ROWS
  }

  /// How many points a course has at most; one a second.
  public static final int POINTS = 90;
  private static final double NANOS = 1e9;

  private final ReadOnlyObjectWrapper<List<WorkerRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>(Content.NO_TARGET);
  private final Map<String, Past> pasts = new HashMap<>();
  private final ReadOnlyBooleanWrapper past = new ReadOnlyBooleanWrapper();
  private @Nullable Instant before;

  /// The workers, by runtime and index.
  public ReadOnlyObjectProperty<List<WorkerRow>> rows() {
    return rows.getReadOnlyProperty();
  }

  /// What stands where the workers would be.
  public ReadOnlyObjectProperty<Content> content() {
    return content.getReadOnlyProperty();
  }

  /// Shows another target, or none.
  ///
  /// @param told whether it tells of its workers
  public void reset(boolean hasTarget, boolean told) {
    pasts.clear();
    before = null;
    rows.set(List.of());
    content.set(!hasTarget ? Content.NO_TARGET : told ? Content.WAITING : Content.NOT_TOLD);
  }

  /// Shows an instant of the past, of which there is one reading and so no rates; null for the present.
  public void setInstant(@Nullable Instant instant) {
    past.set(instant != null);
    pasts.clear();
    before = null;
  }

  /// Whether it is the past that is shown, of which no rates are known.
  public ReadOnlyBooleanProperty past() {
    return past.getReadOnlyProperty();
  }

  /// Takes a reading. One that is not younger than the last is let go.
  public void show(WorkerList list) {
    var last = before;
    double seconds = last == null ? 0 : Duration.between(last, list.asOf()).toNanos() / NANOS;
    if (last != null && seconds <= 0) {
      return;
    }
    before = list.asOf();
    pasts.keySet().retainAll(list.workers().stream().map(WorkersViewModel::key).toList());
    rows.set(list.workers().stream().map(worker -> row(worker, list.asOf(), seconds)).toList());
    content.set(Content.ROWS);
  }

  private WorkerRow row(Worker worker, Instant asOf, double seconds) {
    var course = pasts.computeIfAbsent(key(worker), _ -> new Past());
    var known = course.worker;
    course.worker = worker;
    boolean comparable = known != null && known.polls() <= worker.polls() && seconds > 0;
    var rates = known == null || !comparable ? Rates.UNKNOWN : Rates.between(known, worker, seconds);
    course.busy.add(rates.busy());
    course.queue.add(worker.localQueueDepth());
    return new WorkerRow(worker, pollNanos(worker, asOf), rates.busy(), rates.polls(), rates.steals(), rates.parks(),
        course.busy.points(), course.queue.points());
  }

  private record Rates(double busy, double polls, double steals, double parks) {
    static final Rates UNKNOWN = new Rates(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    static Rates between(Worker then, Worker now, double seconds) {
      return new Rates(Math.min(1, rate(now.busyNanos() - then.busyNanos(), seconds) / NANOS),
          rate(now.polls() - then.polls(), seconds), rate(now.stolenTasks() - then.stolenTasks(), seconds),
          rate(now.parks() - then.parks(), seconds));
    }

    private static double rate(long count, double seconds) {
      return Math.max(0, count / seconds);
    }
  }

  private static long pollNanos(Worker worker, Instant asOf) {
    var start = worker.pollStartedAt();
    return start == null ? -1 : Math.max(0, Duration.between(start, asOf).toNanos());
  }

  private static String key(Worker worker) {
    return worker.runtimeId() + '/' + worker.index();
  }

  private static final class Past {
    private final Course busy = new Course(POINTS);
    private final Course queue = new Course(POINTS);
    private @Nullable Worker worker;
  }
}
