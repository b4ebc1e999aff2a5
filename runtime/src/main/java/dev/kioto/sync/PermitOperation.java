package dev.kioto.sync;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Operation;
import org.jspecify.annotations.Nullable;

/// A wait for permits that ends with a guard: what [Mutex], [RwLock] and [Semaphore] have in common.
///
/// @param <G> the guard
abstract class PermitOperation<G> extends Operation<G> {

  /*
   *      new -> over      // permits were free, or closed: nothing was allocated for the wait
   *      new -> waiting   // in the queue
   *  waiting -> over      // served, refused or dropped
   */

  private final BatchSemaphore semaphore;
  private final int wanted;

  // Both: the polling thread only. Others that describe the operation read them as they are.
  private BatchSemaphore.@Nullable Acquire request;
  private boolean over;

  PermitOperation(BatchSemaphore semaphore, int wanted) {
    this.semaphore = semaphore;
    this.wanted = wanted;
  }

  /// The guard of permits that were just acquired.
  abstract G acquired();

  BatchSemaphore.Acquire request(BatchSemaphore from, int permits) {
    return from.acquire(permits);
  }

  /// What to throw when the semaphore was closed.
  RuntimeException closed() {
    throw new AssertionError("the semaphore of a lock was closed");
  }

  @Override
  protected final Poll<G> step(Context cx) {
    if (over) {
      throw new IllegalStateException(source() + " was polled after it was over");
    }
    var waiting = request;
    return switch (waiting == null ? start(cx) : waiting.poll(cx)) {
      case SHORT -> Poll.pending();
      case ACQUIRED -> {
        over = true;
        yield Poll.ready(acquired());
      }
      case CLOSED -> {
        over = true;
        throw closed();
      }
    };
  }

  private BatchSemaphore.Outcome start(Context cx) {
    if (!cx.takeBudget()) {
      return BatchSemaphore.Outcome.SHORT;
    }
    var outcome = semaphore.tryAcquireBriefly(wanted);
    if (outcome != BatchSemaphore.Outcome.SHORT) {
      return outcome;
    }
    cx.restoreBudget(); // the request takes its own
    var waiting = request(semaphore, wanted);
    request = waiting;
    return waiting.poll(cx);
  }

  @Override
  protected final void giveUp() {
    over = true;
    if (request != null) {
      request.drop();
    }
  }

  @Override
  protected final void describe(Attributes out) {
    var waiting = request;
    out.set("permits_requested", wanted).set("permits_obtained", waiting == null ? 0 : waiting.obtained());
  }
}
