package dev.kioto.scheduler;

import dev.kioto.scheduler.TaskState.Wake;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LIZ_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.LZZ_Result;
import org.openjdk.jcstress.infra.results.LZ_Result;

/// Races of the lifecycle word. "Submitted" is what must happen exactly once for each time that a task becomes
/// runnable.
final class TaskStateStress {
  private TaskStateStress() {}

  private static TaskState running() {
    var state = new TaskState();
    state.claim();
    return state;
  }

  private static TaskState idle() {
    var state = running();
    state.release();
    return state;
  }

  /// A task is woken while its poll ends with nothing.
  @JCStressTest
  @Outcome(id = "ALREADY, true", expect = Expect.ACCEPTABLE, desc = "woken during the poll: the worker submits")
  @Outcome(id = "SUBMIT, false", expect = Expect.ACCEPTABLE, desc = "woken when idle: the waker submits")
  @Outcome(expect = Expect.FORBIDDEN, desc = "submitted twice, or never: a lost wake-up")
  @State
  public static class WakeVsRelease {
    private final TaskState state = running();

    @Actor
    public void wake(LZ_Result r) {
      r.r1 = state.markNotified();
    }

    @Actor
    public void release(LZ_Result r) {
      r.r2 = state.release();
    }
  }

  /// The same with two flags instead of one word. Must show "ALREADY, false".
  @JCStressTest
  @Outcome(id = {"ALREADY, true", "SUBMIT, false"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "ALREADY, false", expect = Expect.ACCEPTABLE_INTERESTING, desc = "a lost wake-up")
  @Outcome(id = "SUBMIT, true", expect = Expect.ACCEPTABLE_INTERESTING, desc = "submitted twice")
  @State
  public static class WakeVsReleaseBroken {
    private volatile boolean running = true;
    private volatile boolean notified;

    @Actor
    public void wake(LZ_Result r) {
      boolean polled = running;
      notified = true;
      r.r1 = polled ? Wake.ALREADY : Wake.SUBMIT;
    }

    @Actor
    public void release(LZ_Result r) {
      r.r2 = notified;
      running = false;
    }
  }

  /// A task wakes itself, and is woken by another while its poll ends: what the other did before is seen by the poll that
  /// follows, or that one is owed by the other's wake. The data is a plain field.
  @JCStressTest
  @Outcome(id = {"ALREADY, 1", "ALREADY, 0"}, expect = Expect.ACCEPTABLE, desc = "the poll that was owed already")
  @Outcome(expect = Expect.FORBIDDEN, desc = "submitted twice, or a wake that no poll answers")
  @State
  public static class WakeVsSelfWoken {
    private final TaskState state = running();
    private int data;
    private boolean owed;

    @Actor
    public void wake(LL_Result r) {
      data = 1;
      r.r1 = state.markNotified();
    }

    @Actor
    public void poll(LL_Result r) {
      state.releaseNotified();
      state.claim(); // submitted once: polled once
      int seen = data;
      owed = state.release();
      r.r2 = seen;
    }

    @Arbiter
    public void answered(LL_Result r) {
      if (Integer.valueOf(0).equals(r.r2) && !owed && !state.isNotified()) {
        r.r2 = "lost";
      }
      if (r.r1 == Wake.SUBMIT) { // idle after the second poll
        r.r1 = state.isNotified() ? Wake.ALREADY : "lost";
      }
    }
  }

  /// The same when the task clears its own note after the release. Must show "SUBMIT, 0" or "SUBMIT, 1".
  @JCStressTest
  @Outcome(id = {"ALREADY, 1", "ALREADY, 0"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"SUBMIT, 0", "SUBMIT, 1"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "submitted by both")
  @State
  public static class WakeVsSelfWokenBroken {
    private final TaskState state = running();
    private int data;

    @Actor
    public void wake(LL_Result r) {
      data = 1;
      r.r1 = state.markNotified();
    }

    @Actor
    public void poll(LL_Result r) {
      state.release();
      r.r2 = data; // and submits it, since it has woken itself
    }
  }

  /// Two threads wake an idle task.
  @JCStressTest
  @Outcome(id = {"SUBMIT, ALREADY", "ALREADY, SUBMIT"}, expect = Expect.ACCEPTABLE, desc = "one of them submits")
  @Outcome(expect = Expect.FORBIDDEN, desc = "submitted twice, or never")
  @State
  public static class TwoWakes {
    private final TaskState state = idle();

    @Actor
    public void one(LL_Result r) {
      r.r1 = state.markNotified();
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = state.markNotified();
    }
  }

  /// The same with a look before the write. Must show "SUBMIT, SUBMIT".
  @JCStressTest
  @Outcome(id = {"SUBMIT, ALREADY", "ALREADY, SUBMIT"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "SUBMIT, SUBMIT", expect = Expect.ACCEPTABLE_INTERESTING, desc = "submitted twice")
  @State
  public static class TwoWakesBroken {
    private volatile boolean notified;

    @Actor
    public void one(LL_Result r) {
      r.r1 = wake();
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = wake();
    }

    private Wake wake() {
      if (notified) {
        return Wake.ALREADY;
      }
      notified = true;
      return Wake.SUBMIT;
    }
  }

  /// A task that is queued is woken again while a worker claims and polls it: what the waker did before is seen by that
  /// poll, or another poll is owed. The data is a plain field.
  @JCStressTest
  @Outcome(id = {"ALREADY, 1, false", "ALREADY, 1, true"}, expect = Expect.ACCEPTABLE, desc = "seen")
  @Outcome(id = {"ALREADY, 0, true", "SUBMIT, 0, false"}, expect = Expect.ACCEPTABLE, desc = "another poll is owed")
  @Outcome(id = "SUBMIT, 1, false", expect = Expect.ACCEPTABLE, desc = "seen, and another poll is owed")
  @Outcome(expect = Expect.FORBIDDEN, desc = "not seen, and no other poll follows")
  @State
  public static class WakeCarriesData {
    private final TaskState state = new TaskState();
    private int data;

    @Actor
    public void wake(LIZ_Result r) {
      data = 1;
      r.r1 = state.markNotified();
    }

    @Actor
    public void poll(LIZ_Result r) {
      state.claim();
      r.r2 = data;
      r.r3 = state.release();
    }
  }

  /// The same where a wake writes nothing when the task is notified already: then nothing keeps its look at the word
  /// behind the data. Processors swap the two now and then; here they stand swapped, so that it shows each time. Must
  /// show "ALREADY, 0, false".
  @JCStressTest
  @Outcome(id = {"ALREADY, 1, false", "ALREADY, 1, true", "ALREADY, 0, true", "SUBMIT, 0, false", "SUBMIT, 1, false"},
      expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "ALREADY, 0, false", expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "not seen, and no other poll follows")
  @State
  public static class WakeCarriesDataBroken {
    private final TaskState state = new TaskState();
    private int data;

    @Actor
    public void wake(LIZ_Result r) {
      boolean notified = state.isNotified();
      data = 1;
      r.r1 = notified ? Wake.ALREADY : state.markNotified();
    }

    @Actor
    public void poll(LIZ_Result r) {
      state.claim();
      r.r2 = data;
      r.r3 = state.release();
    }
  }

  /// A task is cancelled while it completes.
  @JCStressTest
  @Outcome(id = "ALREADY, true, true", expect = Expect.ACCEPTABLE, desc = "cancelled during its last poll")
  @Outcome(id = "COMPLETE, true, false", expect = Expect.ACCEPTABLE, desc = "too late")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the two do not agree, or the task is submitted after its end")
  @State
  public static class CancelVsComplete {
    private final TaskState state = running();

    @Actor
    public void cancel(LZZ_Result r) {
      r.r1 = state.cancel();
    }

    @Actor
    public void complete() {
      state.complete();
    }

    @Arbiter
    public void arbiter(LZZ_Result r) {
      r.r2 = state.isComplete() && !state.isNotified() && !state.isRunning();
      r.r3 = state.isCancelled();
    }
  }

  /// The same where the end is written without a look at what is there. Must show "ALREADY, true, false".
  @JCStressTest
  @Outcome(id = {"ALREADY, true, true", "COMPLETE, true, false"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = {"ALREADY, true, false", "ALREADY, false, true"}, expect = Expect.ACCEPTABLE_INTERESTING,
      desc = "the two do not agree")
  @State
  public static class CancelVsCompleteBroken {
    private volatile int state = TaskState.RUNNING;

    @Actor
    public void cancel(LZZ_Result r) {
      int s = state;
      if ((s & TaskState.COMPLETE) != 0) {
        r.r1 = Wake.COMPLETE;
      } else {
        state = s | TaskState.CANCELLED;
        r.r1 = Wake.ALREADY;
      }
    }

    @Actor
    public void complete() {
      int s = state;
      state = (s & TaskState.CANCELLED) | TaskState.COMPLETE;
    }

    @Arbiter
    public void arbiter(LZZ_Result r) {
      r.r2 = (state & TaskState.COMPLETE) != 0;
      r.r3 = (state & TaskState.CANCELLED) != 0;
    }
  }

  /// A task is cancelled while its poll ends with nothing: it is polled once more, and told.
  @JCStressTest
  @Outcome(id = {"ALREADY, true, true", "SUBMIT, false, true"}, expect = Expect.ACCEPTABLE, desc = "submitted once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "submitted twice, or never")
  @State
  public static class CancelVsRelease {
    private final TaskState state = running();

    @Actor
    public void cancel(LZZ_Result r) {
      r.r1 = state.cancel();
    }

    @Actor
    public void release(LZZ_Result r) {
      r.r2 = state.release();
    }

    @Arbiter
    public void arbiter(LZZ_Result r) {
      r.r3 = state.isCancelled() && state.isNotified();
    }
  }
}
