package dev.kioto.sync;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Attributes;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// Waits for places in a bounded channel.
///
/// @param <T> the type of the messages
/// @param <R> what the places are made into
abstract class MpscTake<T, R extends @Nullable Object> extends Operation<R> {

  /*
   *      new -> over      // places were free: granted; or closed: throws
   *      new -> waiting   // a send under way, in the queue for places
   *  waiting -> over      // granted, refused or dropped; then no longer under way
   *
   * It counts as under way until after it was granted, since the last holder closes the channel for those that come then.
   */

  private final Mpsc.Sender<T> sender;

  // Both: the polling thread only. The request is there while this waits.
  private boolean over;
  private BatchSemaphore.@Nullable Acquire request;

  MpscTake(Mpsc.Sender<T> sender) {
    this.sender = sender;
  }

  final MpscBounded<T> channel() {
    return sender.channel;
  }

  /// How many places.
  abstract int wanted();

  /// Uses the places. A failure must have given them back.
  abstract R granted();

  /// What to throw when the channel is closed.
  abstract ChannelClosedException refused();

  @Override
  protected final Poll<R> step(Context cx) {
    if (over) {
      throw new IllegalStateException("a send was polled after it was over");
    }
    var waiting = request;
    return switch (waiting == null ? start(cx) : waiting.poll(cx)) {
      case SHORT -> Poll.pending();
      case ACQUIRED -> {
        try {
          yield Poll.ready(granted());
        } finally {
          end();
        }
      }
      case CLOSED -> {
        end();
        throw refused();
      }
    };
  }

  @Override
  protected final void giveUp() {
    if (request != null) {
      channel().abandon(request);
    }
    end();
  }

  @Override
  protected final @Nullable Resource resource() {
    return channel().resource();
  }

  @Override
  protected final void describe(Attributes out) {
    out.set("places", wanted());
  }

  @Override
  public final void describe(AwaitTrace trace) {
    trace.detail((wanted() == 1 ? "a free place; " : wanted() + " free places; ") + channel());
  }

  private BatchSemaphore.Outcome start(Context cx) {
    if (sender.isClosed()) {
      return BatchSemaphore.Outcome.CLOSED;
    }
    if (!cx.takeBudget()) {
      return BatchSemaphore.Outcome.SHORT;
    }
    var channel = channel();
    int wanted = wanted();
    var outcome = channel.tryTakePlaces(wanted);
    if (outcome != BatchSemaphore.Outcome.SHORT) {
      return outcome;
    }
    cx.restoreBudget(); // the request takes its own
    if (!channel.beginSend()) {
      return BatchSemaphore.Outcome.CLOSED;
    }
    var waiting = channel.takePlaces(wanted);
    request = waiting;
    outcome = waiting.poll(cx);
    if (outcome == BatchSemaphore.Outcome.SHORT) {
      channel.awaitPlaces();
    }
    return outcome;
  }

  private void end() {
    over = true;
    if (request != null) {
      request = null;
      channel().endSend();
    }
  }
}
