package dev.kioto.signal;

import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/// Races of who listens against the signals that come. The signals are told as the JVM's handler tells them, and are none of the
/// system's.
final class SignalsStress {
  private static final SignalKind KIND = SignalKind.WINDOW_CHANGE;

  private SignalsStress() {}

  private static Signals listener() {
    return new Signals(Set.of(KIND));
  }

  /// One who waits, counting its wakes.
  private static final class Waiting {
    private final AtomicInteger wakes = new AtomicInteger();
    private final Future<SignalKind> recv;

    Waiting(Signals signals) {
      recv = signals.recv();
    }

    String poll() {
      try {
        return recv.poll(() -> wakes::incrementAndGet) instanceof Poll.Ready<SignalKind> ? "signal" : "waits";
      } catch (IllegalStateException _) {
        return "closed";
      }
    }

    String pollIfWoken() {
      return wakes.get() > 0 ? poll() : "sleeps";
    }
  }

  /// A task begins to wait while a signal comes.
  @JCStressTest
  @Outcome(id = "signal, null", expect = Expect.ACCEPTABLE, desc = "came first")
  @Outcome(id = "waits, signal", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "sleeps beside a signal")
  @State
  public static class WaitVsSignal {
    private final Signals signals = listener();
    private final Waiting waiting = new Waiting(signals);

    @Actor
    public void wait(LL_Result r) {
      r.r1 = waiting.poll();
    }

    @Actor
    public void signal() {
      signals.tell(KIND);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = waiting.pollIfWoken();
      }
    }
  }

  /// The same where one looks for a signal, and enters the list in another step. Must show "waits, sleeps".
  @JCStressTest
  @Outcome(id = {"signal, null", "waits, signal"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "waits, sleeps", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a signal")
  @State
  public static class WaitVsSignalBroken {
    private final AtomicReference<@Nullable SignalKind> pending = new AtomicReference<>();
    private final List<Waker> list = new CopyOnWriteArrayList<>();
    private final AtomicInteger wakes = new AtomicInteger();

    @Actor
    public void wait(LL_Result r) {
      r.r1 = pending.getAndSet(null) == null ? "waits" : "signal";
      if ("waits".equals(r.r1)) {
        Thread.onSpinWait();
        list.add(wakes::incrementAndGet);
      }
    }

    @Actor
    public void signal() {
      pending.set(KIND);
      list.forEach(Waker::wake);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = wakes.get() > 0 ? "signal" : "sleeps";
      }
    }
  }

  /// A task begins to wait while the listener is closed. The step is that of [WaitVsSignal].
  @JCStressTest
  @Outcome(id = "closed, null", expect = Expect.ACCEPTABLE, desc = "closed first")
  @Outcome(id = "waits, closed", expect = Expect.ACCEPTABLE, desc = "waited and was woken")
  @Outcome(expect = Expect.FORBIDDEN, desc = "waits for what nobody will tell")
  @State
  public static class WaitVsClose {
    private final Signals signals = listener();
    private final Waiting waiting = new Waiting(signals);

    @Actor
    public void wait(LL_Result r) {
      r.r1 = waiting.poll();
    }

    @Actor
    public void close() {
      signals.close();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      if ("waits".equals(r.r1)) {
        r.r2 = waiting.pollIfWoken();
      }
    }
  }

  /// One of two that wait gives up while a signal comes: what the other finds, and then whoever asks next.
  @JCStressTest
  @Outcome(id = "signal, waits", expect = Expect.ACCEPTABLE, desc = "the one that stayed has it, and nobody else")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the signal is lost with the one that gave up, or comes twice")
  @State
  public static class GiveUpVsSignal {
    private final Signals signals = listener();
    private final Waiting givenUp = new Waiting(signals);
    private final Waiting stays = new Waiting(signals);

    public GiveUpVsSignal() {
      givenUp.poll();
      stays.poll();
    }

    @Actor
    public void giveUp() {
      givenUp.recv.drop();
    }

    @Actor
    public void signal() {
      signals.tell(KIND);
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r1 = stays.pollIfWoken();
      r.r2 = new Waiting(signals).poll();
    }
  }

  /// The same where a signal wakes the first that waits, who does not pass it on when it gives up. Must show "sleeps, signal".
  @JCStressTest
  @Outcome(id = "signal, waits", expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "sleeps, signal", expect = Expect.ACCEPTABLE_INTERESTING, desc = "sleeps beside a signal")
  @State
  public static class GiveUpVsSignalBroken {
    private final AtomicInteger stays = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final List<AtomicInteger> list = new CopyOnWriteArrayList<>(List.of(givenUp, stays));
    private final AtomicReference<@Nullable SignalKind> pending = new AtomicReference<>();

    private String take() {
      return pending.getAndSet(null) == null ? "waits" : "signal";
    }

    @Actor
    public void giveUp() {
      list.remove(givenUp);
    }

    @Actor
    public void signal() {
      pending.set(KIND);
      list.getFirst().incrementAndGet();
    }

    @Arbiter
    public void arbiter(LL_Result r) {
      r.r1 = stays.get() > 0 ? take() : "sleeps";
      r.r2 = take();
    }
  }

  /// Two tasks ask for the one signal that has come.
  @JCStressTest
  @Outcome(id = {"signal, waits", "waits, signal"}, expect = Expect.ACCEPTABLE, desc = "one of them has it")
  @Outcome(expect = Expect.FORBIDDEN, desc = "both, or none")
  @State
  public static class TwoWait {
    private final Signals signals = listener();
    private final Waiting one = new Waiting(signals);
    private final Waiting other = new Waiting(signals);

    public TwoWait() {
      signals.tell(KIND);
    }

    @Actor
    public void one(LL_Result r) {
      r.r1 = one.poll();
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = other.poll();
    }
  }

  /// The same where one looks for the signal, and takes it in another step. Must show "signal, signal".
  @JCStressTest
  @Outcome(id = {"signal, waits", "waits, signal"}, expect = Expect.ACCEPTABLE, desc = "as it should be")
  @Outcome(id = "signal, signal", expect = Expect.ACCEPTABLE_INTERESTING, desc = "both have it")
  @State
  public static class TwoWaitBroken {
    private volatile @Nullable SignalKind pending = KIND;

    private String take() {
      if (pending == null) {
        return "waits";
      }
      Thread.onSpinWait();
      pending = null;
      return "signal";
    }

    @Actor
    public void one(LL_Result r) {
      r.r1 = take();
    }

    @Actor
    public void other(LL_Result r) {
      r.r2 = take();
    }
  }
}
