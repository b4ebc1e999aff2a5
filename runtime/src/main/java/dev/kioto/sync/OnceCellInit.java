package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gets the value of a [OnceCell], or makes it.
final class OnceCellInit<T> extends Operation<T> {

  /*
   *      new -> over       // there is a value
   *      new -> waiting    // somebody makes it: in the queue for the turn
   *      new -> making     // it is this one's turn
   *  waiting -> making     // it is now
   *  waiting -> over       // there is a value, or dropped
   *   making -> over       // made, failed or dropped
   */

  private final OnceCell<T> cell;
  private final Supplier<? extends Future<? extends T>> initializer;

  // All: the polling thread only. Others that describe this read them as they are.
  private BatchSemaphore.@Nullable Acquire turn;
  private @Nullable Future<? extends T> making;
  private boolean over;

  OnceCellInit(OnceCell<T> cell, Supplier<? extends Future<? extends T>> initializer) {
    this.cell = cell;
    this.initializer = Objects.requireNonNull(initializer, "initializer");
  }

  @Override
  protected String source() {
    return "OnceCell::get_or_init";
  }

  @Override
  protected @Nullable Resource resource() {
    return cell.observed.resource(cell);
  }

  @Override
  protected Poll<T> step(Context cx) {
    if (over) {
      throw new IllegalStateException("OnceCell::get_or_init was polled after it was over");
    }
    if (making != null) {
      return make(cx);
    }
    var known = turn == null ? cell.value() : null;
    return known == null ? waitForTurn(cx) : end(known);
  }

  private Poll<T> waitForTurn(Context cx) {
    var waiting = turn;
    if (waiting == null) {
      waiting = cell.turn.acquire(1);
      turn = waiting;
    }
    return switch (waiting.poll(cx)) {
      case SHORT -> Poll.pending();
      case ACQUIRED -> make(cx);
      case CLOSED -> end(Objects.requireNonNull(cell.value()));
    };
  }

  /// This has the turn.
  private Poll<T> make(Context cx) {
    T made;
    try {
      var future = making;
      if (future == null) {
        cell.initializing();
        future = Objects.requireNonNull(initializer.get(), "the future of an initializer").intoFuture();
        making = future;
      }
      var poll = future.poll(cx);
      if (poll == null) {
        throw Poll.noAnswer(future);
      }
      if (!(poll instanceof Poll.Ready<? extends T> ready)) {
        return Poll.pending();
      }
      made = Objects.requireNonNull(ready.value(), "the value of an initializer");
    } catch (Throwable e) {
      over = true;
      cell.failed();
      throw e;
    }
    cell.initialized(made);
    return end(made);
  }

  private Poll<T> end(T value) {
    over = true;
    making = null;
    return Poll.ready(value);
  }

  @Override
  protected void giveUp() {
    over = true;
    if (making != null) {
      try {
        making.drop();
      } finally {
        cell.failed();
      }
    } else if (turn != null) {
      turn.drop();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    long maker = cell.initializerTaskId();
    if (making != null) {
      trace.detail("makes the value of a cell");
      trace.future(making);
    } else if (maker != 0) {
      trace.task(maker, "a value that task " + maker + " makes");
    } else {
      trace.detail("a value that somebody makes");
    }
  }
}
