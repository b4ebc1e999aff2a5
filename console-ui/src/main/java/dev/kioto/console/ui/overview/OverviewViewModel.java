package dev.kioto.console.ui.overview;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.ui.chart.Course;
import dev.kioto.console.ui.format.Counts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The numbers above the table and their course over the last minute and a half. UI thread only.
public final class OverviewViewModel {
  /// How many points a course has at most; one a second.
  public static final int POINTS = 90;
  private static final double NANOS = 1e9;

  private final Map<Card, ReadOnlyObjectWrapper<CardValue>> values = new EnumMap<>(Card.class);
  private final Map<Card, Course> courses = new EnumMap<>(Card.class);
  private String run = "";
  private @Nullable WorkerList workersBefore;

  /// Cards that know nothing yet.
  public OverviewViewModel() {
    for (var card : Card.values()) {
      values.put(card, new ReadOnlyObjectWrapper<>(CardValue.UNKNOWN));
    }
    forget();
  }

  /// What a card shows.
  public ReadOnlyObjectProperty<CardValue> value(Card card) {
    return wrapper(card).getReadOnlyProperty();
  }

  /// Forgets the courses: another target is shown, or none.
  public void reset() {
    run = "";
    forget();
  }

  /// Takes a reading of the shown target.
  public void show(Target target) {
    if (!run.isEmpty() && !target.runId().equals(run)) {
      forget();
    }
    run = target.runId();
    if (target.state() != TargetState.CONNECTED) {
      gap();
      return;
    }
    var tasks = target.tasks();
    int live = tasks.total() - tasks.completed();
    count(Card.LIVE, live, "");
    count(Card.RUNNING, tasks.running(), Counts.share(tasks.running(), live));
    count(Card.SCHEDULED, tasks.scheduled(), Counts.share(tasks.scheduled(), live));
    count(Card.IDLE, tasks.idle(), Counts.share(tasks.idle(), live));
    count(Card.COMPLETED, tasks.completed(), kept(tasks));
    if (!target.can(Capability.WORKERS)) {
      wrapper(Card.POLLS).set(new CardValue("–", "not told", new double[0]));
    }
  }

  private static String kept(TaskCounts tasks) {
    return tasks.completed() == 0 ? "" : "kept";
  }

  /// Takes a reading of the shown target's workers.
  public void show(WorkerList workers) {
    var before = workersBefore;
    workersBefore = workers;
    if (before == null) {
      return;
    }
    long nanos = Duration.between(before.asOf(), workers.asOf()).toNanos();
    long polls = polls(workers) - polls(before);
    if (nanos <= 0) {
      workersBefore = before;
    } else if (polls >= 0) {
      double rate = polls * NANOS / nanos;
      long stuck = workers.stuckPolls();
      set(Card.POLLS, Counts.compact(rate), stuck == 0 ? "" : stuck + " stuck", rate);
    }
  }

  /// Notes that nothing is known for now: the courses get a gap and the numbers stay.
  public void gap() {
    workersBefore = null;
    for (var card : Card.values()) {
      var value = wrapper(card).get();
      if (value.course().length > 0) {
        set(card, value.text(), value.note(), Double.NaN);
      }
    }
  }

  private static long polls(WorkerList workers) {
    return workers.workers().stream().mapToLong(Worker::polls).sum();
  }

  private void count(Card card, int count, String note) {
    set(card, Counts.text(count), note, count);
  }

  private void set(Card card, String text, String note, double point) {
    var course = courses.computeIfAbsent(card, _ -> new Course(POINTS));
    course.add(point);
    wrapper(card).set(new CardValue(text, note, course.points()));
  }

  private void forget() {
    courses.clear();
    workersBefore = null;
    values.values().forEach(value -> value.set(CardValue.UNKNOWN));
  }

  private ReadOnlyObjectWrapper<CardValue> wrapper(Card card) {
    var value = values.get(card);
    if (value == null) {
      throw new IllegalStateException("no card for " + card);
    }
    return value;
  }
}
