package dev.kioto.bench;

import dev.kioto.bench.Workload.Countdown;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.sync.Oneshot;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The futures of the workloads: state machines by hand. Their fields belong to the thread that polls.
final class BenchFutures {
  static final Poll<Boolean> READY = Poll.ready(true);

  private BenchFutures() {}

  /// Awaits one handle after another.
  ///
  /// @param <T> the type of their results
  static final class JoinInOrder<T extends @Nullable Object> implements Future<Boolean> {
    private final List<JoinHandle<T>> handles;
    private int next;

    JoinInOrder(List<JoinHandle<T>> handles) {
      this.handles = handles;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (next < handles.size()) {
        if (!handles.get(next).poll(cx).isReady()) {
          return Poll.pending();
        }
        next++;
      }
      return READY;
    }
  }

  /// Is made when it is first polled.
  static final class Deferred implements Future<Boolean> {
    private final Supplier<Future<Boolean>> maker;
    private @Nullable Future<Boolean> made;

    Deferred(Supplier<Future<Boolean>> maker) {
      this.maker = maker;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      var future = made;
      if (future == null) {
        future = maker.get();
        made = future;
      }
      return future.poll(cx);
    }
  }

  /// Gives way a number of times.
  static final class Yielder implements Future<Boolean> {
    private final Countdown done;
    private int left;
    private @Nullable Future<@Nullable Void> yielding;

    Yielder(int yields, Countdown done) {
      this.left = yields;
      this.done = done;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (true) {
        if (yielding == null) {
          if (left-- == 0) {
            done.taskEnded();
            return READY;
          }
          yielding = Task.yieldNow();
        }
        if (!yielding.poll(cx).isReady()) {
          return Poll.pending();
        }
        yielding = null;
      }
    }
  }

  /// Gives way and stalls, until it is told that it is over.
  static final class BusyYielder implements Future<Boolean> {
    private final BooleanSupplier over;
    private @Nullable Future<@Nullable Void> yielding;

    BusyYielder(BooleanSupplier over) {
      this.over = over;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (!over.getAsBoolean()) {
        if (yielding == null) {
          yielding = Task.yieldNow();
        }
        if (!yielding.poll(cx).isReady()) {
          return Poll.pending();
        }
        yielding = null;
        Workload.stall();
      }
      return READY;
    }
  }

  /// Wakes itself and is pending, a number of times.
  static final class SelfWaker implements Future<Boolean> {
    private final Countdown done;
    private int left;

    SelfWaker(int wakes, Countdown done) {
      this.left = wakes;
      this.done = done;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      if (left-- == 0) {
        done.taskEnded();
        return READY;
      }
      cx.waker().wake();
      return Poll.pending();
    }
  }

  /// Spawns a peer, signals it, and waits for its answer.
  static final class Ping implements Future<Boolean> {
    private final Countdown done;
    private Oneshot.@Nullable Receiver<Boolean> answer;

    Ping(Countdown done) {
      this.done = done;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      var awaited = answer;
      if (awaited == null) {
        var ping = Oneshot.<Boolean>channel();
        var pong = Oneshot.<Boolean>channel();
        awaited = pong.receiver();
        answer = awaited;
        Task.spawn(new Pong(ping.receiver(), pong.sender()));
        ping.sender().send(true);
      }
      if (!awaited.poll(cx).isReady()) {
        return Poll.pending();
      }
      done.taskEnded();
      return READY;
    }
  }

  /// Waits for a signal and answers it.
  private static final class Pong implements Future<Boolean> {
    private final Oneshot.Receiver<Boolean> ping;
    private final Oneshot.Sender<Boolean> answer;

    Pong(Oneshot.Receiver<Boolean> ping, Oneshot.Sender<Boolean> answer) {
      this.ping = ping;
      this.answer = answer;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      if (!ping.poll(cx).isReady()) {
        return Poll.pending();
      }
      answer.send(true);
      return READY;
    }
  }
}
