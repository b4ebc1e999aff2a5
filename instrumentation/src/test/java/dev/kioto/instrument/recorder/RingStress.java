package dev.kioto.instrument.recorder;

import dev.kioto.probe.TaskOutcome;
import dev.kioto.probe.TaskView;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Races between the producer and the consumer of a ring. A class whose name ends in `Broken` is the twin of the one
/// without: the same protocol with one step in the wrong place. It must show the bad outcome, or the other proves nothing.
///
/// Every record has one number in all its words. The results: records that were seen whole and in order, and others.
final class RingStress {
  // How often a producer looks for room, so that it is still there when the consumer makes some.
  private static final int ATTEMPTS = 100;

  private RingStress() {}

  /// What was put is seen whole, in order, and once.
  @JCStressTest
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "whole")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a record was seen before it was written")
  @State
  public static class Publication {
    private final Ring ring = new Ring(8);
    private final Checker checker = new Checker();

    @Actor
    public void producer() {
      put(ring, 1);
      put(ring, 2);
    }

    @Actor
    public void consumer() {
      ring.drain(checker);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      ring.drain(checker);
      checker.report(r);
    }
  }

  /// The producer counts a record before it writes it. Must show records that are not whole.
  @JCStressTest
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "whole, by luck")
  @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "a record was seen before it was written")
  @State
  public static class PublicationBroken {
    private final int[] words = new int[2 * Ring.WORDS];
    private volatile int tail;
    private int head;
    private final Checker checker = new Checker();

    @Actor
    public void producer() {
      put(1);
      put(2);
    }

    private void put(int number) {
      int position = tail;
      int at = position * Ring.WORDS;
      tail = position + 1;
      for (int i = 0; i < Ring.WORDS; i++) {
        words[at + i] = number;
      }
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
      for (int to = tail; head < to; head++) {
        int at = head * Ring.WORDS;
        checker.polled(words[at], words[at + 1], words[at + 2], words[at + 3], words[at + 4]);
      }
    }
  }

  /// A slot that was read may be written again, and not before.
  @JCStressTest
  @Outcome(id = {"2, 0", "3, 0", "4, 0"}, expect = Expect.ACCEPTABLE, desc = "whole; what found no room was refused")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a record was overwritten while it was read")
  @State
  public static class Reuse {
    private final Ring ring = new Ring(2);
    private final Checker checker = new Checker();

    public Reuse() {
      put(ring, 1);
      put(ring, 2);
    }

    @Actor
    public void producer() {
      int number = 3;
      for (int i = 0; i < ATTEMPTS && number <= 4; i++) {
        number += put(ring, number) ? 1 : 0;
      }
    }

    @Actor
    public void consumer() {
      ring.drain(checker);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      ring.drain(checker);
      checker.report(r);
    }
  }

  /// The consumer gives slots back before it reads them. Must show records that are not whole, or not in order.
  @JCStressTest
  @Outcome(id = {"2, 0", "3, 0", "4, 0"}, expect = Expect.ACCEPTABLE, desc = "whole, by luck")
  @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "a record was overwritten while it was read")
  @State
  public static class ReuseBroken {
    private final int[] words = {1, 1, 1, 1, 1, 2, 2, 2, 2, 2};
    private volatile int tail = 2;
    private volatile int head;
    private final Checker checker = new Checker();

    @Actor
    public void producer() {
      int number = 3;
      for (int i = 0; i < ATTEMPTS && number <= 4; i++) {
        number += put(number) ? 1 : 0;
      }
    }

    private boolean put(int number) {
      int position = tail;
      if (position - head == 2) {
        return false;
      }
      int at = position % 2 * Ring.WORDS;
      for (int i = 0; i < Ring.WORDS; i++) {
        words[at + i] = number;
      }
      tail = position + 1;
      return true;
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
      int from = head;
      int to = tail;
      head = to;
      Thread.onSpinWait(); // gives the producer time
      for (int position = from; position < to; position++) {
        int at = position % 2 * Ring.WORDS;
        checker.polled(words[at], words[at + 1], words[at + 2], words[at + 3], words[at + 4]);
      }
    }
  }

  /// What is on the stage is read while the producer may overwrite it: seen whole, in order, and once.
  @JCStressTest
  @Outcome(id = "7, 0", expect = Expect.ACCEPTABLE, desc = "whole")
  @Outcome(expect = Expect.FORBIDDEN, desc = "a record of the next round was taken for one of this")
  @State
  public static class Staging {
    private final Ring ring = new Ring(32); // with a stage of four
    private final Checker checker = new Checker();

    public Staging() {
      put(ring, 1);
      put(ring, 2);
    }

    @Actor
    public void producer() {
      for (int number = 3; number <= 7; number++) {
        put(ring, number);
      }
    }

    @Actor
    public void consumer() {
      ring.drain(checker);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      ring.drain(checker);
      checker.report(r);
    }
  }

  /// The consumer trusts what it copied from the stage. Must show records of the next round.
  @JCStressTest
  @Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "whole, by luck")
  @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "a record of the next round was taken for one of this")
  @State
  public static class StagingBroken {
    private final int[] ring = new int[4 * Ring.WORDS];
    private final int[] stage = {1, 1, 1, 1, 1, 2, 2, 2, 2, 2};
    private volatile int tail;
    private volatile int end = 2;
    private int head;
    private final Checker checker = new Checker();

    @Actor
    public void producer() {
      System.arraycopy(stage, 0, ring, 0, stage.length);
      tail = 2;
      for (int i = 0; i < Ring.WORDS; i++) {
        stage[i] = 3;
      }
      end = 3;
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
      int copied = tail;
      int to = end;
      for (; head < copied; head++) {
        check(ring, head * Ring.WORDS);
      }
      Thread.onSpinWait(); // gives the producer time
      for (; head < to; head++) {
        check(stage, head % 2 * Ring.WORDS);
      }
    }

    private void check(int[] words, int at) {
      checker.polled(words[at], words[at + 1], words[at + 2], words[at + 3], words[at + 4]);
    }
  }

  /// Nothing is lost where a ring is continued by a larger one.
  @JCStressTest
  @Outcome(id = "6, 0", expect = Expect.ACCEPTABLE, desc = "all of them in order")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the ring was left before it was empty")
  @State
  public static class Growth {
    private final Channel channel = new Channel(2, 16, _ -> {});
    private final Checker checker = new Checker();

    @Actor
    public void producer() {
      for (int number = 1; number <= 6; number++) {
        channel.poll(number, number, number, number, number, 0);
      }
    }

    @Actor
    public void consumer() {
      channel.drain(checker);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      channel.drain(checker);
      checker.report(r);
    }
  }

  /// The consumer goes on to the next ring without another look at this one. Must show a record that is missing.
  @JCStressTest
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "all of them, by luck")
  @Outcome(expect = Expect.ACCEPTABLE_INTERESTING, desc = "the ring was left before it was empty")
  @State
  public static class GrowthBroken {
    private final Ring first = new Ring(2);
    private final Ring second = new Ring(2);
    private Ring reading = first;
    private final Checker checker = new Checker();

    @Actor
    public void producer() {
      put(first, 1);
      first.continueWith(second);
      put(second, 2);
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
      reading.drain(checker);
      Thread.onSpinWait(); // gives the producer time
      var next = reading.next();
      if (next != null) {
        reading = next;
        next.drain(checker);
      }
    }
  }

  private static boolean put(Ring ring, int number) {
    if (!ring.hasRoom()) {
      ring.refresh();
    }
    if (!ring.hasRoom()) {
      return false;
    }
    ring.putPoll(number, number, number, number, number, 0);
    return true;
  }

  /// Counts records that are whole and in order, and others. One thread at a time.
  private static final class Checker implements EventSink {
    private int good;
    private int bad;

    @Override
    public void polled(long taskId, long scheduledAtNanos, long startNanos, long endNanos, int wakersTaken) {
      boolean whole = taskId == good + 1 && scheduledAtNanos == taskId && startNanos == taskId && endNanos == taskId
          && wakersTaken == taskId;
      if (whole) {
        good++;
      } else {
        bad++;
      }
    }

    @Override
    public void spawned(TaskView task, long atNanos) {
      bad++;
    }

    @Override
    public void woken(long taskId, long wakerTaskId, long atNanos) {
      bad++;
    }

    @Override
    public void ended(long taskId, TaskOutcome outcome, long atNanos) {
      bad++;
    }

    void report(II_Result r) {
      r.r1 = good;
      r.r2 = bad;
    }
  }
}
