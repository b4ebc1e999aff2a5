package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.Window;
import dev.kioto.console.ui.format.Instants;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How often each of the loaded tasks was polled, over the last updates that it was among. What is no longer loaded is forgotten, so it
/// takes no more than the rows of one window do. UI thread only.
public final class RecentPolls {
  /// How many updates are kept.
  public static final int KEPT = 30;
  private static final long GAP = 30_000_000_000L; // beyond it, what was before says nothing of now

  private Map<String, Course> courses = new HashMap<>();
  private long lastAt = Long.MIN_VALUE;

  /// Takes rows as they are now. Of the same instant nothing new is learnt but of tasks that were not loaded before.
  void take(Window window) {
    long at = Instants.nanos(window.asOf());
    boolean goesOn = at >= lastAt && at - lastAt <= GAP && lastAt != Long.MIN_VALUE;
    double seconds = goesOn ? (at - lastAt) / 1e9 : 0;
    var next = new HashMap<String, Course>(window.rows().size() * 2);
    for (var task : window.rows()) {
      var known = goesOn ? courses.get(task.id()) : null;
      next.put(task.id(), known == null ? new Course(task) : known.later(task, seconds));
    }
    courses = next;
    lastAt = at;
  }

  void clear() {
    courses = new HashMap<>();
    lastAt = Long.MIN_VALUE;
  }

  /// How many tasks are known.
  int size() {
    return courses.size();
  }

  /// The course of a task; null when it is not loaded.
  public @Nullable Course of(String taskId) {
    return courses.get(taskId);
  }

  /// Polls a second between two updates, for the last of them. UI thread only.
  public static final class Course {
    private final float[] rates = new float[KEPT]; // a ring
    private int end; // where the next goes
    private int count;
    private long polls;
    private int version;

    private Course(Task task) {
      polls = task.polls();
    }

    private Course later(Task task, double seconds) {
      if (seconds > 0) {
        rates[end] = (float) (Math.max(0, task.polls() - polls) / seconds);
        end = (end + 1) % KEPT;
        count = Math.min(KEPT, count + 1);
        polls = task.polls();
        version++;
      }
      return this;
    }

    /// How many rates are known, [#KEPT] at most.
    public int count() {
      return count;
    }

    /// Changes whenever a rate is added.
    public int version() {
      return version;
    }

    /// The rate before `place` others, from 0 for the last to [#count()] less one for the oldest.
    public float before(int place) {
      return rates[Math.floorMod(end - 1 - place, KEPT)];
    }

    /// The highest of the rates; 0 when none is known.
    public float most() {
      float most = 0;
      for (int i = 0; i < count; i++) {
        most = Math.max(most, before(i));
      }
      return most;
    }
  }
}
