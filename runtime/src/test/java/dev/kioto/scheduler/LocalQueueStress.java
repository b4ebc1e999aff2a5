package dev.kioto.scheduler;

import dev.kioto.scheduler.LocalQueue.StealCount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/// Races of a run queue of four slots: wherever the tasks end up, each is there once. The result is the sorted letters
/// of all that were found.
final class LocalQueueStress {
  private static final List<FutureTask<String>> TASKS = TestTasks.tasks(6);

  private LocalQueueStress() {}

  /// A queue, its owner's inject queue, a thief's queue, and what both took out.
  abstract static class Queues {
    final InjectQueue inject = new InjectQueue();
    final LocalQueue queue = new LocalQueue(4);
    final LocalQueue thief = new LocalQueue(4);
    final @Nullable ScheduledTask<?>[] popped = new ScheduledTask<?>[3];
    private final StealCount stolen = new StealCount();
    @Nullable ScheduledTask<?> last;

    Queues(int tasks) {
      for (int i = 0; i < tasks; i++) {
        queue.push(TASKS.get(i), inject);
      }
    }

    final void push(int task) {
      queue.push(TASKS.get(task), inject);
    }

    final void pop(int n) {
      popped[n] = queue.pop();
    }

    final void steal() {
      last = queue.stealInto(thief, stolen);
    }

    final String found() {
      var letters = new ArrayList<String>();
      for (var task : popped) {
        note(task, letters);
      }
      note(last, letters);
      for (ScheduledTask<?> task; (task = inject.pop()) != null;) {
        note(task, letters);
      }
      for (ScheduledTask<?> task; (task = queue.pop()) != null;) {
        note(task, letters);
      }
      for (ScheduledTask<?> task; (task = thief.pop()) != null;) {
        note(task, letters);
      }
      Collections.sort(letters);
      return String.join("", letters);
    }

    @SuppressWarnings("ReferenceEquality")
    private static void note(@Nullable ScheduledTask<?> task, List<String> letters) {
      for (int i = 0; task != null && i < TASKS.size(); i++) {
        if (TASKS.get(i) == task) {
          letters.add(String.valueOf((char) ('a' + i)));
        }
      }
    }
  }

  /// The owner takes all three tasks while a thief takes half.
  @JCStressTest
  @Outcome(id = "abc", expect = Expect.ACCEPTABLE, desc = "each once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
  @State
  public static class PopVsSteal extends Queues {
    public PopVsSteal() {
      super(3);
    }

    @Actor
    public void owner() {
      pop(0);
      pop(1);
      pop(2);
    }

    @Actor
    public void thief() {
      steal();
    }

    @Arbiter
    public void arbiter(L_Result r) {
      r.r1 = found();
    }
  }

  /// The owner pushes into a full queue while a thief takes half of it.
  @JCStressTest
  @Outcome(id = "abcdef", expect = Expect.ACCEPTABLE, desc = "each once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
  @State
  public static class OverflowVsSteal extends Queues {
    public OverflowVsSteal() {
      super(4);
    }

    @Actor
    public void owner() {
      push(4);
      push(5);
    }

    @Actor
    public void thief() {
      steal();
    }

    @Arbiter
    public void arbiter(L_Result r) {
      r.r1 = found();
    }
  }

  /// The owner takes one and adds two, which needs slots that a thief may still be copying.
  @JCStressTest
  @Outcome(id = "abcdef", expect = Expect.ACCEPTABLE, desc = "each once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
  @State
  public static class RefillVsSteal extends Queues {
    public RefillVsSteal() {
      super(4);
    }

    @Actor
    public void owner() {
      pop(0);
      push(4);
      push(5);
      pop(1);
    }

    @Actor
    public void thief() {
      steal();
    }

    @Arbiter
    public void arbiter(L_Result r) {
      r.r1 = found();
    }
  }

  /// Two thieves at one queue.
  @JCStressTest
  @Outcome(id = "abcd", expect = Expect.ACCEPTABLE, desc = "each once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
  @State
  public static class StealVsSteal extends Queues {
    private final LocalQueue otherThief = new LocalQueue(4);

    public StealVsSteal() {
      super(4);
    }

    @Actor
    public void one() {
      steal();
    }

    @Actor
    public void other() {
      popped[0] = queue.stealInto(otherThief, new StealCount());
    }

    @Arbiter
    public void arbiter(L_Result r) {
      popped[1] = otherThief.pop();
      popped[2] = otherThief.pop();
      r.r1 = found();
    }
  }

  /// A thief that steals from the queue of one that steals from a third.
  @JCStressTest
  @Outcome(id = "abcd", expect = Expect.ACCEPTABLE, desc = "each once")
  @Outcome(expect = Expect.FORBIDDEN, desc = "lost or doubled")
  @State
  public static class StealFromThief extends Queues {
    private final LocalQueue otherThief = new LocalQueue(4);

    public StealFromThief() {
      super(4);
    }

    @Actor
    public void one() {
      steal();
    }

    @Actor
    public void other() {
      popped[0] = thief.stealInto(otherThief, new StealCount());
    }

    @Arbiter
    public void arbiter(L_Result r) {
      popped[1] = otherThief.pop();
      popped[2] = otherThief.pop();
      r.r1 = found();
    }
  }

  /// A ring of one slot whose thief moves the head first and copies the slot afterwards, so that the owner refills it
  /// in between. Must show "bb".
  @JCStressTest
  @Outcome(id = "ab", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "a", expect = Expect.ACCEPTABLE, desc = "was full: not pushed")
  @Outcome(id = "bb", expect = Expect.ACCEPTABLE_INTERESTING, desc = "one was overwritten before it was copied")
  @State
  public static class RefillVsStealBroken {
    private final AtomicInteger head = new AtomicInteger();
    private volatile String slot = "a";
    private String pushed = "";
    private String stolen = "";

    @Actor
    public void owner() {
      if (head.get() == 1) {
        slot = "b";
        pushed = "b";
      }
    }

    @Actor
    public void thief() {
      head.set(1);
      Thread.onSpinWait();
      stolen = slot;
    }

    @Arbiter
    public void arbiter(L_Result r) {
      r.r1 = stolen + pushed;
    }
  }

  /// A queue whose head is read and then written instead of swapped. Must show "aa".
  @JCStressTest
  @Outcome(id = "ab", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "aa", expect = Expect.ACCEPTABLE_INTERESTING, desc = "doubled")
  @State
  public static class PopVsStealBroken {
    private final String[] slots = {"a", "b"};
    private volatile int head;
    private String popped = "";
    private String stolen = "";

    @Actor
    public void owner() {
      int h = head;
      head = h + 1;
      popped = slots[h];
    }

    @Actor
    public void thief() {
      int h = head;
      head = h + 1;
      stolen = slots[h];
    }

    @Arbiter
    public void arbiter(L_Result r) {
      r.r1 = popped.compareTo(stolen) < 0 ? popped + stolen : stolen + popped;
    }
  }
}
