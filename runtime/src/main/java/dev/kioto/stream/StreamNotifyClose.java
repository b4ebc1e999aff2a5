package dev.kioto.stream;

import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import org.jspecify.annotations.Nullable;

/// A stream that says when it ends by an element of its own, before it ends: for a [StreamMap], whose streams leave without a
/// word otherwise. Tokio's `StreamNotifyClose`.
///
/// @param <T> the type of the items behind
public final class StreamNotifyClose<T> extends Adapter<T, StreamNotifyClose.Event<T>> {
  private boolean over; // the polling thread

  /// @param source owned from now on
  public StreamNotifyClose(Stream<T> source) {
    super(source);
  }

  /// An item, or the last word.
  public sealed interface Event<T> {

    /// An item of the stream behind.
    record Item<T>(T value) implements Event<T> {}

    /// The stream behind has ended. No event follows.
    record Closed<T>() implements Event<T> {}
  }

  @Override
  public Poll<@Nullable Event<T>> pollNext(Context cx) {
    if (over) {
      return Poll.ready(null);
    }
    return switch (Items.poll(source, cx)) {
      case Poll.Ready<T>(var item) when item != null -> Poll.ready(new Event.Item<>(item));
      case Poll.Ready<T> _ -> {
        over = true;
        yield Poll.ready(new Event.Closed<>());
      }
      case Poll.Pending<T> _ -> Poll.pending();
    };
  }
}
