package dev.kioto.future;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where a future writes down what it waits for when it is asked: see [Future#describe]. One thread.
///
/// Of each future a few words, the task that it waits for, and the futures that it polls now, which are asked in turn. A tree is
/// cut off at some depth and size: futures may make a circle.
public final class AwaitTrace {
  private static final int MAX_DEPTH = 64; // both a guess, beyond what people write
  private static final int MAX_NODES = 1_000;

  private final Budget budget;
  private final int depth;
  private final List<AwaitNode> awaits = new ArrayList<>(1);
  private String detail = "";
  private long taskId;

  private AwaitTrace(Budget budget, int depth) {
    this.budget = budget;
    this.depth = depth;
  }

  private static final class Budget {
    int nodes = MAX_NODES;
  }

  /// What a future waits for. It may be polled by another thread meanwhile: the answer is of about now. Never throws; what a
  /// future throws when it is asked is in its place in the tree.
  public static AwaitNode of(Future<?> future) {
    return of(future, new Budget(), 0);
  }

  /// What a thread waits for, by the object that it is parked on ([java.util.concurrent.locks.LockSupport#getBlocker]).
  ///
  /// @return null when the thread is in no [Future#await]
  public static @Nullable AwaitNode ofBlocker(@Nullable Object blocker) {
    var future = blocker instanceof Await await ? await.future() : null;
    return future == null ? null : of(future);
  }

  private static AwaitNode of(Future<?> future, Budget budget, int depth) {
    return of(future, future::describe, budget, depth);
  }

  private static AwaitNode of(Object awaited, Consumer<AwaitTrace> describer, Budget budget, int depth) {
    budget.nodes--;
    var trace = new AwaitTrace(budget, depth);
    try {
      describer.accept(trace);
    } catch (Throwable e) { // it was asked in the middle of a poll, or is just wrong: no reason to show nothing
      trace.detail("failed to say what it waits for: " + e.getClass().getName());
    }
    return new AwaitNode(nameOf(awaited), trace.detail, trace.taskId, trace.awaits);
  }

  private static String nameOf(Object awaited) {
    String name = awaited.getClass().getName();
    int address = name.indexOf('/');
    return address < 0 ? name : name.substring(0, address);
  }

  /// Says something of the future's state, for people: a few words.
  public void detail(String detail) {
    this.detail = detail;
  }

  /// Says that the future waits for the end of a task.
  ///
  /// @param id the task's id
  /// @param task what to call it
  public void task(long id, String task) {
    taskId = id;
    detail = task;
  }

  /// Says that the future polls another now. May be called for several.
  ///
  /// @param future null is passed over, as a field may be that was just set or cleared
  public void future(@Nullable Future<?> future) {
    if (future != null) {
      part(future, future::describe);
    }
  }

  /// Says that the future polls something now that is not a future itself, as a stream is. May be called for several.
  ///
  /// @param awaited what it is, which is shown by its class
  /// @param describer has it say what it waits for, in its turn
  public void part(Object awaited, Consumer<AwaitTrace> describer) {
    if (depth >= MAX_DEPTH || budget.nodes <= 0) {
      awaits.add(new AwaitNode("...", "cut off here", 0, List.of()));
    } else {
      awaits.add(of(awaited, describer, budget, depth + 1));
    }
  }
}
