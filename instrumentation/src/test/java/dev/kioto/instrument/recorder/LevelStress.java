package dev.kioto.instrument.recorder;

import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// Races of a change of the level against producers and the consumer. A class whose name ends in `Broken` is the twin of the
/// one without, with one step in the wrong place: see [RingStress].
final class LevelStress {
  private static final long RAISED_AT = 10;
  private static final long ENDED_AT = 20;

  private LevelStress() {}

  /// A poll began at OFF, and ends while the level is raised: it counts from the raise on, or not at all.
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "ended before the raise")
  @Outcome(id = "10", expect = Expect.ACCEPTABLE, desc = "counts from the raise")
  @Outcome(expect = Expect.FORBIDDEN, desc = "counts from a time that nobody observed")
  @State
  public static class Raise {
    private final LevelSwitch level = new LevelSwitch(RecordLevel.OFF);

    @Actor
    public void setter() {
      level.set(RecordLevel.TASKS, () -> RAISED_AT);
    }

    @Actor
    public void producer(I_Result r) {
      r.r1 = level.look() == RecordLevel.OFF ? -1 : (int) level.observedSince(ENDED_AT);
    }
  }

  /// The instant of the raise is written after the level. Must show a poll that counts from 0.
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "ended before the raise")
  @Outcome(id = "10", expect = Expect.ACCEPTABLE, desc = "counts from the raise, by luck")
  @Outcome(id = "0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "counts from a time that nobody observed")
  @State
  public static class RaiseBroken {
    private volatile RecordLevel level = RecordLevel.OFF;
    private volatile long observedSince;

    @Actor
    public void setter() {
      level = RecordLevel.TASKS;
      Thread.onSpinWait(); // gives the producer time
      observedSince = RAISED_AT;
    }

    @Actor
    public void producer(I_Result r) {
      r.r1 = level == RecordLevel.OFF ? -1 : (int) observedSince;
    }
  }

  /// An event that came before a change is told before it, whenever the consumer looks.
  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "in order")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the change has overtaken the event")
  @State
  public static class Order {
    private final Recorder recorder = new Recorder(2, () -> 1);
    private final ThreadRecorder probe = (ThreadRecorder) recorder.openThread("producer");
    private final OrderChecker checker = new OrderChecker();

    @Actor
    public void producer() {
      probe.taskWoken(1, 0);
      recorder.setLevel(RecordLevel.COUNTS);
    }

    @Actor
    public void consumer() {
      recorder.drain(checker);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      recorder.drain(checker);
      checker.report(r);
    }
  }

  /// The consumer looks for changes after it has drained the ring. Must show a change that has overtaken the event.
  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "in order, by luck")
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the change has overtaken the event")
  @State
  public static class OrderBroken {
    private final Ring ring = new Ring(2);
    private final LevelSwitch level = new LevelSwitch(RecordLevel.TASKS);
    private final OrderChecker checker = new OrderChecker();

    @Actor
    public void producer() {
      ring.putWake(1, 0, 1);
      level.set(RecordLevel.COUNTS, () -> 1);
    }

    @Actor
    public void consumer() {
      drain();
    }

    @Arbiter
    public void arbiter(II_Result r) {
      drain();
      checker.report(r);
    }

    private void drain() {
      ring.drain(checker);
      Thread.onSpinWait(); // gives the producer time
      level.changes().forEach(changed -> checker.levelChanged(changed, 1));
    }
  }

  /// Polls go on while the level goes down to OFF and up again: what is recorded of them is sound, and what is in the totals is
  /// what is recorded. Has no twin: what one of these steps is for shows in the tests of one thread.
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "sound")
  @Outcome(expect = Expect.FORBIDDEN, desc = "an instant out of order, or a poll in one of the two alone")
  @State
  public static class OffAndOn {
    private final AtomicLong time = new AtomicLong();
    private final Recorder recorder = new Recorder(16, time::incrementAndGet);
    private final ThreadRecorder probe = (ThreadRecorder) recorder.openThread("producer");
    private final PollChecker checker = new PollChecker();

    @Actor
    public void producer() {
      long end = 0;
      for (int i = 0; i < 3; i++) {
        probe.pollStarted(1, end, i > 0);
        probe.pollStarted(2, 0, false);
        probe.pollEnded(2, 0);
        end = probe.pollEnded(1, 0);
      }
    }

    @Actor
    public void setter() {
      recorder.setLevel(RecordLevel.OFF);
      recorder.setLevel(RecordLevel.TASKS);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      recorder.drain(checker);
      var totals = recorder.totals();
      r.r1 = checker.bad;
      r.r2 = (int) (totals.polls() - checker.polls + totals.busyNanos() - checker.busy);
    }
  }

  private static final class OrderChecker implements EventSink {
    private int inOrder;
    private int overtaken;
    private boolean changed;

    @Override
    public void woken(long taskId, long wakerTaskId, long atNanos) {
      if (changed) {
        overtaken++;
      } else {
        inOrder++;
      }
    }

    @Override
    public void levelChanged(RecordLevel level, long atNanos) {
      changed = true;
    }

    void report(II_Result r) {
      r.r1 = inOrder;
      r.r2 = overtaken;
    }
  }

  private static final class PollChecker implements EventSink {
    private int polls;
    private int bad;
    private long busy;

    @Override
    public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
      polls++;
      busy += endNanos - startNanos;
      if (scheduledAtNanos < 1 || scheduledAtNanos > startNanos || startNanos > endNanos) {
        bad++;
      }
    }
  }
}
