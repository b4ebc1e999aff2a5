package dev.kioto.instrument.recorder;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Races of a thread that shows its polls against one that looks. A class whose name ends in `Broken` is the twin of the one
/// without, with one step in the wrong place: see [RingStress].
///
/// Two polls: of the task 1 from 10 on, and of the task 2 from 20 on. The results: the task and the start that were shown.
final class RunningPollStress {

  private RunningPollStress() {}

  /// What is shown is a poll, or none.
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "between polls")
  @Outcome(id = {"1, 10", "2, 20"}, expect = Expect.ACCEPTABLE, desc = "a poll")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a poll that never was")
  @State
  public static class Polls {
    private final RunningPoll running = new RunningPoll();

    @Actor
    public void owner() {
      running.show(1, 10);
      running.hide();
      running.show(2, 20);
      running.hide();
    }

    @Actor
    public void reader(II_Result r) {
      running.get((task, start, _) -> {
        r.r1 = (int) task;
        r.r2 = (int) start;
      });
    }
  }

  /// The second poll is shown without the first being hidden. Must show a poll that never was.
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "between polls")
  @Outcome(id = {"1, 10", "2, 20"}, expect = Expect.ACCEPTABLE, desc = "a poll, by luck")
  @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "a poll that never was")
  @State
  public static class PollsBroken {
    private final RunningPoll running = new RunningPoll();

    @Actor
    public void owner() {
      running.show(1, 10);
      running.show(2, 20);
    }

    @Actor
    public void reader(II_Result r) {
      running.get((task, start, _) -> {
        r.r1 = (int) task;
        r.r2 = (int) start;
      });
    }
  }

  /// Who is not shown the first poll any more, though it began, finds its record.
  @JCStressTest
  @Outcome(id = {"0, 0", "0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE,
      desc = "shown, recorded, or before its start")
  @Outcome(id = {"2, 1"}, expect = Expect.ACCEPTABLE, desc = "the second one, after the first one's record")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the second one, and no record of the first")
  @State
  public static class Records {
    private final RunningPoll running = new RunningPoll();
    private int record; // plain, as the words of a ring are

    @Actor
    public void owner() {
      running.show(1, 10);
      record = 1;
      running.hide();
      running.show(2, 20);
    }

    @Actor
    public void reader(II_Result r) {
      running.get((task, _, _) -> r.r1 = (int) task);
      r.r2 = record;
    }
  }

  /// The first poll's record comes after the second one is shown. Must show the second one without it.
  @JCStressTest
  @Outcome(id = {"0, 0", "0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE,
      desc = "shown, recorded, or before its start")
  @Outcome(id = {"2, 1"}, expect = Expect.ACCEPTABLE, desc = "in order, by luck")
  @Outcome(id = {"2, 0"}, expect = Expect.ACCEPTABLE_INTERESTING, desc = "the second one, and no record of the first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a poll that never was")
  @State
  public static class RecordsBroken {
    private final RunningPoll running = new RunningPoll();
    private int record;

    @Actor
    public void owner() {
      running.show(1, 10);
      running.hide();
      running.show(2, 20);
      record = 1;
    }

    @Actor
    public void reader(II_Result r) {
      running.get((task, _, _) -> r.r1 = (int) task);
      r.r2 = record;
    }
  }

  /// Self-wakes are those of the poll that is shown.
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "between polls")
  @Outcome(id = {"1, 0", "1, 1", "2, 0"}, expect = Expect.ACCEPTABLE, desc = "a poll and what it did")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the second poll, which never woke itself, or not this often")
  @State
  public static class SelfWakes {
    private final RunningPoll running = new RunningPoll();

    @Actor
    public void owner() {
      running.show(1, 10);
      running.wokeItself();
      running.hide();
      running.show(2, 20);
    }

    @Actor
    public void reader(II_Result r) {
      running.get((task, _, selfWakes) -> {
        r.r1 = (int) task;
        r.r2 = selfWakes;
      });
    }
  }

  /// The second poll is shown without the first being hidden. Must show it with the self-wake of the first.
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "before both")
  @Outcome(id = {"1, 0", "1, 1", "2, 0"}, expect = Expect.ACCEPTABLE, desc = "a poll and what it did, by luck")
  @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "a self-wake of another poll")
  @State
  public static class SelfWakesBroken {
    private final RunningPoll running = new RunningPoll();

    @Actor
    public void owner() {
      running.show(1, 10);
      running.wokeItself();
      running.show(2, 20);
    }

    @Actor
    public void reader(II_Result r) {
      running.get((task, _, selfWakes) -> {
        r.r1 = (int) task;
        r.r2 = selfWakes;
      });
    }
  }
}
