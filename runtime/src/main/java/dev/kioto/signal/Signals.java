package dev.kioto.signal;

import dev.kioto.driver.Uncaught;
import dev.kioto.future.AwaitTrace;
import dev.kioto.future.BriefLock;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Listens to signals that are sent to this program, from when it is made until it is closed. After Tokio's `signal/unix.rs`.
///
/// ```java
/// try (var signals = Signals.of(SignalKind.INTERRUPT, SignalKind.TERMINATE)) {
///   var kind = signals.recv().await();
///   log("ending, by " + kind);
///   shutdown.cancel();
/// }                                     // from here on a second Ctrl-C ends the program at once
/// ```
///
/// While there is a listener, a signal does nothing else: Ctrl-C does not end the program. When the last listener of a kind is closed
/// all is as it was before the first, the JVM's own handler or another one: Ctrl-C runs the shutdown hooks and ends the program. (In
/// Tokio it stays as it is after the first.)
///
/// Each listener gets each signal. Signals of a kind that come before the listener has looked count as one, as those do that come
/// before the system has delivered them.
///
/// Works outside a runtime as well. Any thread may use it; of several that wait, each signal goes to one. A signal that the process
/// was started to ignore, as `nohup` does with SIGHUP and a shell script with the SIGINT of what it starts by `&`, stays ignored:
/// the JVM sees to that.
public final class Signals implements AutoCloseable {
  private static final ResourceType<Signals> TYPE = ResourceType.of("Signals", ResourceKind.IO,
      (signals, out) -> out.set("kinds", signals.kinds.toString()).set("received", signals.received.get()));

  private final Set<SignalKind> kinds;
  private final List<Source> sources = new ArrayList<>(); // changed while this is made
  private final BriefLock lock = new BriefLock();
  private final Observed observed = Observed.of(TYPE);

  // All guarded by the lock. Who waits looks for a signal and enters the list in one step, so that who brings one finds it there.
  private final Set<SignalKind> pending = new LinkedHashSet<>(); // in the order in which they came
  private final List<Recv> waiting = new ArrayList<>(1);
  private boolean closed;

  private final AtomicLong received = new AtomicLong();

  /// One that listens to nothing yet.
  Signals(Set<SignalKind> kinds) {
    this.kinds = kinds;
  }

  /// Listens to signals of some kinds.
  ///
  /// @throws IllegalArgumentException when there is no kind; when this system has no such signal; when the JVM has it for itself, or
  ///     was started with `-Xrs`; the message names it
  /// @throws IllegalStateException when this JDK has no signals
  public static Signals of(SignalKind... kinds) {
    if (kinds.length == 0) {
      throw new IllegalArgumentException("at least one kind of signal is needed, but there is none");
    }
    var signals = new Signals(new LinkedHashSet<>(List.of(kinds)));
    try {
      for (var kind : signals.kinds) {
        var source = Source.of(kind);
        source.add(signals);
        signals.sources.add(source);
      }
      return signals;
    } catch (Throwable e) {
      signals.close();
      throw e;
    }
  }

  /// Waits for one Ctrl-C, or SIGINT: listens from the first poll until it is over. One that comes before or after that does what it
  /// did before, which is to end the program: who wants to hear them all makes a `Signals` of [SignalKind#INTERRUPT].
  ///
  /// Cancellation: a signal that came just before is lost. The first poll throws what [#of] does. Tokio's `ctrl_c`.
  public static Future<@Nullable Void> ctrlC() {
    return new CtrlC();
  }

  /// Waits for a signal, and tells its kind; of several kinds the one that came first. Takes budget. Cancellation loses none.
  ///
  /// The future throws [IllegalStateException] when this is closed.
  public Future<SignalKind> recv() {
    return new Recv();
  }

  /// A signal has come.
  ///
  /// @return false when this is closed
  boolean tell(SignalKind kind) {
    var wakers = new ArrayList<Waker>();
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      received.incrementAndGet();
      pending.add(kind);
      takeAll(wakers);
    } finally {
      lock.unlock();
    }
    wakers.forEach(Uncaught::wake);
    return true;
  }

  // With the lock.
  private void takeAll(List<Waker> wakers) {
    for (var recv : waiting) {
      if (recv.waker != null) {
        wakers.add(recv.waker);
        recv.waker = null;
      }
    }
    waiting.clear();
  }

  /// Listens no more; who waits fails. Closing again does nothing.
  @Override
  public void close() {
    var wakers = new ArrayList<Waker>();
    lock.lock();
    try {
      closed = true;
      takeAll(wakers);
    } finally {
      lock.unlock();
    }
    sources.forEach(source -> source.remove(this));
    observed.close();
    wakers.forEach(Uncaught::wake);
  }

  @Nullable Resource resource() {
    return observed.resource(this);
  }

  @Override
  public String toString() {
    return "Signals " + kinds;
  }

  private final class Recv extends Operation<SignalKind> {
    private @Nullable Waker waker; // guarded by the lock; null when it is in no list

    @Override
    protected String source() {
      return "Signal::recv";
    }

    @Override
    protected @Nullable Resource resource() {
      return Signals.this.resource();
    }

    @Override
    protected Poll<SignalKind> step(Context cx) {
      if (!cx.takeBudget()) {
        return Poll.pending();
      }
      SignalKind kind;
      lock.lock();
      try {
        kind = take(cx);
      } finally {
        lock.unlock();
      }
      if (kind == null) {
        cx.restoreBudget();
        return Poll.pending();
      }
      return Poll.ready(kind);
    }

    // With the lock.
    private @Nullable SignalKind take(Context cx) {
      if (closed) {
        throw new IllegalStateException(Signals.this + " is closed");
      }
      var kinds = pending.iterator();
      if (kinds.hasNext()) {
        var kind = kinds.next();
        kinds.remove();
        leave();
        return kind;
      }
      if (waker == null) {
        waiting.add(this);
      }
      waker = cx.waker();
      return null;
    }

    private void leave() {
      if (waker != null) {
        waiting.remove(this);
        waker = null;
      }
    }

    @Override
    protected void giveUp() {
      lock.lock();
      try {
        leave();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("one of " + kinds);
    }
  }
}
