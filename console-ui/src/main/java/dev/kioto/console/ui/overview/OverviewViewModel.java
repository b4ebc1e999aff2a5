package dev.kioto.console.ui.overview;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.ui.chart.Course;
import dev.kioto.console.ui.format.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
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

  /// Shows the numbers of an instant of the past, with what came before it.
  ///
  /// @param all the figures that were told, each second a point; those that are missing are not known
  public void show(List<Series> all, Instant instant) {
    var past = new PastFigures(all, instant);
    var running = past.of("tasks.running");
    var scheduled = past.of("tasks.scheduled");
    var idle = past.of("tasks.idle");
    double live = running.last() + scheduled.last() + idle.last();
    past(Card.LIVE, running.plus(scheduled).plus(idle), Double.NaN);
    past(Card.RUNNING, running, live);
    past(Card.SCHEDULED, scheduled, live);
    past(Card.IDLE, idle, live);
    past(Card.COMPLETED, past.of("tasks.completed"), Double.NaN);
    past(Card.POLLS, past.of("polls"), Double.NaN);
  }

  private void past(Card card, PastFigures.Points points, double whole) {
    double last = points.last();
    var text = Double.isNaN(last) ? "–" : card == Card.POLLS ? Counts.compact(last) : Counts.text(Math.round(last));
    var note = Double.isNaN(whole) || Double.isNaN(last) ? "" : Counts.share(Math.round(last), Math.round(whole));
    wrapper(card).set(new CardValue(text, note, points.values()));
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
