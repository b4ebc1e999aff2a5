package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.sync.Mutex;
import dev.kioto.sync.MutexGuard;
import dev.kioto.task.Task;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The futures of the workloads with locks: state machines by hand. Their fields belong to the thread that polls.
final class LockFutures {
  private LockFutures() {}

  /// Gets a guard and gives it back, a number of times.
  ///
  /// @param <G> the guard
  static final class Guarded<G> implements Future<Boolean> {
    private final Supplier<Future<G>> acquire;
    private final Consumer<? super G> close;
    private int left;
    private @Nullable Future<G> waiting;

    Guarded(Supplier<Future<G>> acquire, Consumer<? super G> close, int times) {
      this.acquire = acquire;
      this.close = close;
      this.left = times;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (left > 0) {
        var future = waiting;
        if (future == null) {
          future = acquire.get();
        }
        if (!(future.poll(cx) instanceof Poll.Ready<G>(G guard))) {
          waiting = future;
          return Poll.pending();
        }
        waiting = null;
        close.accept(guard);
        left--;
      }
      return BenchFutures.READY;
    }
  }

  /// Locks a mutex and gives way while it holds it, a number of times.
  static final class HeldAcrossYield implements Future<Boolean> {
    private final Mutex<@Nullable Void> mutex;
    private int left;
    private @Nullable Future<MutexGuard<@Nullable Void>> locking;
    private @Nullable MutexGuard<@Nullable Void> guard;
    private @Nullable Future<@Nullable Void> yielding;

    HeldAcrossYield(Mutex<@Nullable Void> mutex, int times) {
      this.mutex = mutex;
      this.left = times;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (left > 0) {
        if (guard == null && !locks(cx)) {
          return Poll.pending();
        }
        if (yielding == null) {
          yielding = Task.yieldNow();
        }
        if (!yielding.poll(cx).isReady()) {
          return Poll.pending();
        }
        yielding = null;
        if (guard != null) {
          guard.close();
        }
        guard = null;
        left--;
      }
      return BenchFutures.READY;
    }

    private boolean locks(Context cx) {
      if (locking == null) {
        locking = mutex.lock();
      }
      if (!(locking.poll(cx) instanceof Poll.Ready<MutexGuard<@Nullable Void>> locked)) {
        return false;
      }
      locking = null;
      guard = locked.value();
      return true;
    }
  }

  /// Polls several futures in one task until all are ready.
  static final class Joined implements Future<Boolean> {
    private final List<Future<Boolean>> futures;
    private final boolean[] over;
    private int left;

    Joined(List<Future<Boolean>> futures) {
      this.futures = futures;
      this.over = new boolean[futures.size()];
      this.left = over.length;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      for (int i = 0; i < over.length; i++) {
        if (!over[i] && futures.get(i).poll(cx).isReady()) {
          over[i] = true;
          left--;
        }
      }
      return left == 0 ? BenchFutures.READY : Poll.pending();
    }
  }
}
