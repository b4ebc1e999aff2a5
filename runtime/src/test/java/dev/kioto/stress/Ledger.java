package dev.kioto.stress;

import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.runtime.TaskMeta;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What a round of [RandomLoad] did, and whether it adds up. Any thread.
final class Ledger {
  private static final int MOST_SHOWN = 20;

  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<JoinHandle<?>> handles = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Account> accounts = new ConcurrentLinkedQueue<>();
  private final ConcurrentHashMap<Long, AtomicInteger> ends = new ConcurrentHashMap<>();
  private final AtomicInteger bodies = new AtomicInteger();
  final LongAdder polls = new LongAdder();
  final LongAdder spawns = new LongAdder();

  /// Counts what the runtime says of itself.
  RuntimeBuilder watch(RuntimeBuilder builder) {
    return builder.onTaskSpawn(this::spawned).onTaskTerminate(this::terminated)
        .onBeforeTaskPoll(_ -> polls.increment());
  }

  private void spawned(TaskMeta task) {
    spawns.increment();
    if (ends.put(task.id(), new AtomicInteger()) != null) {
      complain("task " + task.id() + " was spawned twice");
    }
  }

  private void terminated(TaskMeta task) {
    var count = ends.get(task.id());
    if (count == null || count.incrementAndGet() != 1) {
      complain("task " + task.id() + " ended " + count + " times");
    }
  }

  void complain(String what) {
    complaints.add(what);
  }

  <T> JoinHandle<T> add(JoinHandle<T> handle) {
    handles.add(handle);
    return handle;
  }

  /// The handles so far, in the order of their spawns.
  List<JoinHandle<?>> handles() {
    return new ArrayList<>(handles);
  }

  /// Code of a direct task, of a blocking job, or of a thread, has begun.
  void bodyBegan() {
    bodies.incrementAndGet();
  }

  void bodyEnded() {
    bodies.decrementAndGet();
  }

  /// Bodies that have begun and not ended.
  int liveBodies() {
    return bodies.get();
  }

  Account account() {
    var account = new Account();
    accounts.add(account);
    return account;
  }

  /// Says what is wrong after the end of the runtime; empty when all is well.
  List<String> audit() {
    for (var handle : handles) {
      if (!handle.isFinished()) {
        complain("never ended: " + handle);
      }
    }
    ends.forEach((id, count) -> {
      if (count.get() != 1) {
        complain("task " + id + " ended " + count + " times");
      }
    });
    accounts.forEach(Account::audit);
    return complaints.stream().limit(MOST_SHOWN).toList();
  }

  /// Whether a failure of a task is one that the load makes on purpose.
  static boolean isExpected(JoinException e) {
    return e.isCancelled() || e.failure() instanceof Panic || e.failure() instanceof JoinException
        || e.failure().getCause() instanceof JoinException;
  }

  /// Thrown by tasks on purpose.
  static final class Panic extends RuntimeException {
    private static final long serialVersionUID = 1;

    Panic() {
      super("on purpose", null, false, false);
    }
  }

  /// The life of one future.
  final class Account {
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger overs = new AtomicInteger();

    void pollBegins() {
      if (inside.getAndIncrement() != 0) {
        complain("a future is polled by two");
      }
      if (overs.get() != 0) {
        complain("a future is polled after it was over");
      }
    }

    void pollEnds() {
      inside.decrementAndGet();
    }

    /// It was ready, or threw, or was dropped.
    void over() {
      if (overs.incrementAndGet() != 1) {
        complain("a future was over twice");
      }
    }

    private void audit() {
      if (overs.get() != 1 || inside.get() != 0) {
        complain("a future was over " + overs + " times, and is in " + inside + " polls");
      }
    }
  }
}
