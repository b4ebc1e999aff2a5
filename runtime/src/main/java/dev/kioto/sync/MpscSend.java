package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// One message on its way into a bounded channel.
final class MpscSend<T> implements Future<@Nullable Void> {

  /*
   *      new -> over      // a place was free: pushed; or closed: throws
   *      new -> waiting   // holder of the channel, in the queue for a place
   *  waiting -> over      // pushed, refused or dropped; then leaves the channel
   *
   * It leaves after the push: the last holder closes the semaphore, which must not happen before.
   */

  private final Mpsc.Sender<T> sender;
  private final MpscChannel<T> channel;

  // Both: the polling thread only. The message is null when this is over, the place before this waits.
  private @Nullable T message;
  private BatchSemaphore.@Nullable Acquire place;

  MpscSend(Mpsc.Sender<T> sender, T message) {
    this.sender = sender;
    this.channel = sender.channel();
    this.message = message;
  }

  @Override
  public Poll<@Nullable Void> poll(Context cx) {
    var unsent = message;
    if (unsent == null) {
      throw new IllegalStateException("a send was polled after it was over");
    }
    var waiting = place;
    var outcome = waiting == null ? start(cx) : waiting.poll(cx);
    return switch (outcome) {
      case SHORT -> Poll.pending();
      case ACQUIRED -> {
        channel.push(unsent);
        end();
        yield Poll.ready(null);
      }
      case CLOSED -> {
        end();
        throw channel.closed(unsent);
      }
    };
  }

  @Override
  public void drop() {
    if (place != null) {
      channel.abandon(place);
    }
    end();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a free place; " + channel);
  }

  private BatchSemaphore.Outcome start(Context cx) {
    if (sender.isClosed()) {
      return BatchSemaphore.Outcome.CLOSED;
    }
    if (!cx.takeBudget()) {
      return BatchSemaphore.Outcome.SHORT;
    }
    var outcome = channel.tryTakePlace();
    if (outcome != BatchSemaphore.Outcome.SHORT) {
      return outcome;
    }
    cx.restoreBudget(); // the request takes its own
    if (!channel.join()) {
      return BatchSemaphore.Outcome.CLOSED;
    }
    var request = channel.takePlace();
    place = request;
    return request.poll(cx);
  }

  private void end() {
    message = null;
    if (place != null) {
      place = null;
      channel.leave();
    }
  }
}
