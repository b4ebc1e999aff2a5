package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.Mpsc.SendPermit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// See [Streams#send]. One caller at a time.
final class ChannelSink<T> implements Sink<T> {
  /*
   *   nothing -> waiting    // no place is free
   *   nothing, waiting -> a place
   *   a place -> nothing    // an item is sent
   *   any -> nothing        // closed: the place goes to whoever waits for one
   */
  private final Mpsc.Sender<T> sender;
  private @Nullable Future<SendPermit<T>> waiting;
  private @Nullable SendPermit<T> place;

  ChannelSink(Mpsc.Sender<T> sender) {
    this.sender = Objects.requireNonNull(sender, "sender");
  }

  @Override
  public boolean pollReady(Context cx) {
    if (place != null) {
      return true;
    }
    var request = waiting == null ? sender.reserve() : waiting;
    waiting = null; // when it throws it is over
    if (request.poll(cx) instanceof Poll.Ready<SendPermit<T>>(var permit)) {
      place = permit;
      return true;
    }
    waiting = request;
    return false;
  }

  @Override
  public void startSend(T item) {
    Objects.requireNonNull(item, "item");
    var permit = place;
    if (permit == null) {
      throw new IllegalStateException(
          "there is no place for an item: pollReady has not answered true since the last one");
    }
    place = null;
    permit.send(item);
  }

  @Override
  public boolean pollFlush(Context cx) {
    return true;
  }

  @Override
  public boolean pollShutdown(Context cx) {
    close();
    return true;
  }

  @Override
  public void close() {
    var request = waiting;
    waiting = null;
    if (request != null) {
      request.drop();
    }
    var permit = place;
    place = null;
    if (permit != null) {
      permit.close();
    }
    sender.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    if (waiting != null) {
      trace.future(waiting);
    }
  }

  @Override
  public String toString() {
    return "ChannelSink";
  }
}
