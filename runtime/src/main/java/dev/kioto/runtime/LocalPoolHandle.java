package dev.kioto.runtime;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.sync.ChannelClosedException;
import dev.kioto.sync.Oneshot;
import dev.kioto.task.JoinHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Threads of which each has a [LocalRuntime] of its own: for futures that must stay on one thread, spawned from anywhere. A
/// future is made on its thread and never leaves it. Any thread. After tokio-util's `task/spawn_pinned.rs`.
public final class LocalPoolHandle implements AutoCloseable {
  private final List<Member> members;

  /// @param threads above 0; they are daemons
  /// @throws IllegalArgumentException when the number is not above 0
  public LocalPoolHandle(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a local pool must have at least 1 thread, but was to have " + threads);
    }
    var started = new ArrayList<Member>();
    for (int i = 0; i < threads; i++) {
      started.add(new Member(i));
    }
    members = List.copyOf(started);
  }

  /// Spawns what `make` makes on the thread that has the fewest such tasks, the first of these.
  ///
  /// @param make called on that thread, by the task's first poll; what it throws is the task's failure
  public <T extends @Nullable Object> JoinHandle<T> spawnPinned(Supplier<? extends Future<T>> make) {
    var least = members.getFirst();
    for (var member : members) {
      if (member.load.get() < least.load.get()) {
        least = member;
      }
    }
    return least.spawn(make);
  }

  /// Spawns what `make` makes on a thread of the caller's choice.
  ///
  /// @param index from 0 to [#threadCount] less 1
  /// @throws IndexOutOfBoundsException when there is no such thread
  public <T extends @Nullable Object> JoinHandle<T> spawnPinnedByIndex(Supplier<? extends Future<T>> make, int index) {
    return members.get(Objects.checkIndex(index, members.size())).spawn(make);
  }

  /// How many threads there are. Never changes.
  public int threadCount() {
    return members.size();
  }

  /// Tasks of a thread that have not ended; a moment old.
  ///
  /// @throws IndexOutOfBoundsException when there is no such thread
  public int taskLoad(int index) {
    return members.get(Objects.checkIndex(index, members.size())).load.get();
  }

  /// Aborts the tasks, which unwind on their threads, and lets the threads end. Does not wait for them. Doing it again does
  /// nothing; what is spawned later has ended as cancelled.
  @Override
  public void close() {
    members.forEach(member -> member.stop.close());
  }

  /// One thread and its runtime.
  private static final class Member {
    final AtomicInteger load = new AtomicInteger();
    final Oneshot.Sender<Boolean> stop;
    private final Handle handle;

    Member(int index) {
      Oneshot.Channel<Boolean> end = Oneshot.channel();
      stop = end.sender();
      var built = new CompletableFuture<Handle>();
      var thread = new Thread(null, () -> run(built, end.receiver()), "kioto-local-" + index, 0, false);
      thread.setDaemon(true);
      thread.start();
      handle = built.join();
    }

    private static void run(CompletableFuture<Handle> built, Oneshot.Receiver<Boolean> end) {
      try (var runtime = Runtime.builder().enableAll().buildLocal()) {
        built.complete(runtime.handle());
        runtime.blockOn(new End(end));
      } catch (Throwable e) {
        if (!built.completeExceptionally(e)) {
          throw e;
        }
      }
    }

    <T extends @Nullable Object> JoinHandle<T> spawn(Supplier<? extends Future<T>> make) {
      Objects.requireNonNull(make, "make");
      load.getAndIncrement();
      return handle.spawn(new Pinned<>(this, make));
    }
  }

  /// Ready when the other end is closed.
  private record End(Oneshot.Receiver<Boolean> receiver) implements Future<Boolean> {
    @Override
    public Poll<Boolean> poll(Context cx) {
      try {
        return receiver.poll(cx);
      } catch (ChannelClosedException _) {
        return Poll.ready(true);
      }
    }

    @Override
    public void drop() {
      receiver.drop();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("the close of the local pool");
    }
  }

  /// Makes a future at its first poll, and counts it until its end. The polling thread.
  private static final class Pinned<T extends @Nullable Object> implements Future<T> {
    private final Member member;
    private final Supplier<? extends Future<T>> make;
    private @Nullable Future<T> made;

    Pinned(Member member, Supplier<? extends Future<T>> make) {
      this.member = member;
      this.make = make;
    }

    @Override
    public Poll<T> poll(Context cx) {
      boolean over = true;
      try {
        var future = made;
        if (future == null) {
          future = Objects.requireNonNull(make.get(), "what makes the future of a pinned task gave null")
              .intoFuture();
          made = future;
        }
        var poll = future.poll(cx);
        over = poll == null || poll.isReady();
        return poll;
      } finally {
        if (over) {
          member.load.getAndDecrement();
        }
      }
    }

    @Override
    public void drop() {
      member.load.getAndDecrement();
      if (made != null) {
        made.drop();
      }
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.future(made);
    }
  }
}
