package dev.kioto.process;

import dev.kioto.future.Waker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races of who waits for the end of a child against that end.
final class ExitCellStress {
  private static final ExitStatus ENDED = new ExitStatus(0);

  private ExitCellStress() {}

  /// One who waits, counting its wakes.
  private static final class Waiting {
    private final AtomicInteger wakes = new AtomicInteger();
    private final ExitCell cell;
    private final Exit exit;

    Waiting(ExitCell cell) {
      this.cell = cell;
      exit = new Exit("a child", () -> {}, cell);
    }

    String poll() {
      return cell.poll(exit, wakes::incrementAndGet) == null ? "waits" : "ended";
    }

    String pollIfWoken() {
      return wakes.get() > 0 ? poll() : "waits";
    }
  }

  /// A task begins to wait while the child ends.
  @JCStressTest
  @Outcome(id = "ended, null", expect = Expect.ACCEPTABLE, desc = "ended first")
  @Outcome(id = "waits, ended", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits for a child that has ended")
  @State
  public static class WaitVsExit {
    private final ExitCell cell = new ExitCell();
    private final Waiting waiting = new Waiting(cell);

    @Actor
    public void wait(LL_Result r) {
      r.r1 = waiting.poll();
    }

    @Actor
    public void exit() {
      cell.set(ENDED);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = waiting.pollIfWoken();
      }
    }
  }

  /// The same where one looks for the status, and enters the list in another step. Must show "waits, waits".
  @JCStressTest
  @Outcome(id = {"ended, null", "waits, ended"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "waits, waits", expect = Expect.ACCEPTABLE_INTERESTING, desc = "waits for a child that has ended")
  @State
  public static class WaitVsExitBroken {
    private final AtomicInteger wakes = new AtomicInteger();
    private final List<Waker> list = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    @Actor
    public void wait(LL_Result r) {
      r.r1 = ended ? "ended" : "waits";
      if (!ended) {
        Thread.onSpinWait();
        list.add(wakes::incrementAndGet);
      }
    }

    @Actor
    public void exit() {
      ended = true;
      list.forEach(Waker::wake);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = wakes.get() > 0 ? "ended" : "waits";
      }
    }
  }

  /// A task that waits is polled by another one while the child ends. The step is that of [WaitVsExit].
  @JCStressTest
  @Outcome(id = "ended, null", expect = Expect.ACCEPTABLE, desc = "ended first")
  @Outcome(id = "waits, ended", expect = Expect.ACCEPTABLE, desc = "the one that polled last was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "only the one before was woken")
  @State
  public static class PollByAnotherVsExit {
    private final ExitCell cell = new ExitCell();
    private final Waiting waiting = new Waiting(cell);
    private final AtomicInteger wakes = new AtomicInteger();

    public PollByAnotherVsExit() {
      waiting.poll();
    }

    @Actor
    public void wait(LL_Result r) {
      r.r1 = cell.poll(waiting.exit, wakes::incrementAndGet) == null ? "waits" : "ended";
    }

    @Actor
    public void exit() {
      cell.set(ENDED);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = wakes.get() > 0 ? "ended" : "waits";
      }
    }
  }

  /// One of two that wait gives up while the child ends: how often each is woken.
  @JCStressTest
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "gave up first")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "ended first")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the one that stayed is not woken, or one is twice")
  @State
  public static class GiveUpVsExit {
    private final ExitCell cell = new ExitCell();
    private final Waiting givenUp = new Waiting(cell);
    private final Waiting stays = new Waiting(cell);

    public GiveUpVsExit() {
      givenUp.poll();
      stays.poll();
    }

    @Actor
    public void giveUp() {
      cell.forget(givenUp.exit);
    }

    @Actor
    public void exit() {
      cell.set(ENDED);
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r1 = givenUp.wakes.get();
      r.r2 = stays.wakes.get();
    }
  }

  /// The same where the lock is held for one step of the walk, and not for all of it. Must show "1, 0".
  @JCStressTest
  @Outcome(id = {"0, 1", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the one that stayed is passed over")
  @State
  public static class GiveUpVsExitBroken {
    private final List<AtomicInteger> list = new ArrayList<>();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final AtomicInteger stays = new AtomicInteger();

    public GiveUpVsExitBroken() {
      list.add(givenUp);
      list.add(stays);
    }

    private synchronized boolean wake(int i) {
      if (i >= list.size()) {
        return false;
      }
      list.get(i).incrementAndGet();
      return true;
    }

    @Actor
    public synchronized void giveUp() {
      list.remove(0);
    }

    @Actor
    public void exit() {
      for (int i = 0; wake(i); i++) {
        Thread.onSpinWait();
      }
    }

    @Arbiter
    public void arbiter(II_Result r) {
      r.r1 = givenUp.get();
      r.r2 = stays.get();
    }
  }
}
