package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.sync.Mpsc;
import org.jspecify.annotations.Nullable;

/// A stream that a test feeds, and that counts what is done to it.
final class Probed<T> implements Stream<T> {
  private final Mpsc.Channel<T> channel = Mpsc.channel(1_000);
  private final Stream<T> messages = Streams.receive(channel.receiver());

  int polls;
  int closes;

  @SafeVarargs
  static <T> Probed<T> of(T... items) {
    var stream = new Probed<T>();
    for (T item : items) {
      stream.send(item);
    }
    return stream;
  }

  /// A stream that has these items and then ends.
  @SafeVarargs
  @SuppressWarnings("varargs") // handed on
  static <T> Probed<T> ended(T... items) {
    var stream = of(items);
    stream.end();
    return stream;
  }

  void send(T item) {
    if (channel.sender().trySend(item) != Mpsc.TrySend.SENT) {
      throw new AssertionError("not sent: " + item);
    }
  }

  void end() {
    channel.sender().close();
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    polls++;
    return messages.pollNext(cx);
  }

  @Override
  public void close() {
    closes++;
    messages.close();
  }
}
