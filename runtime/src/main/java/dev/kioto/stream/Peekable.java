package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A stream whose next item can be looked at. Made by [Stream#peekable].
///
/// @param <T> the type of the items
public final class Peekable<T> extends Adapter<T, T> {
  // The polling thread. What the stream behind answered, kept for whoever takes it: an item or the end.
  private Poll.@Nullable Ready<@Nullable T> peeked;

  Peekable(Stream<T> source) {
    super(source);
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    var poll = look(cx);
    if (poll instanceof Poll.Ready<T>(var item) && item != null) {
      peeked = null; // the end stays
    }
    return poll;
  }

  /// Waits for the next item and leaves it in the stream. The value is null at the end.
  ///
  /// Cancellation: loses no item.
  public Future<@Nullable T> peek() {
    return new Look<>(this, _ -> false, true);
  }

  /// Waits for the next item and takes it if a test holds for it, which otherwise leaves it in the stream. The value is null when
  /// it does not, and at the end.
  ///
  /// Cancellation: loses no item.
  public Future<@Nullable T> nextIf(Predicate<? super T> test) {
    return new Look<>(this, test, false);
  }

  private Poll<@Nullable T> look(Context cx) {
    var known = peeked;
    if (known != null) {
      return known;
    }
    var poll = Items.poll(source, cx);
    if (poll instanceof Poll.Ready<@Nullable T> ready) {
      peeked = ready;
    }
    return poll;
  }

  @Override
  public void close() {
    peeked = null;
    super.close();
  }

  /// @param shows whether an item that is not taken is the value
  private record Look<T>(Peekable<T> stream, Predicate<? super T> takes, boolean shows) implements Future<@Nullable T> {
    @Override
    public Poll<@Nullable T> poll(Context cx) {
      var poll = stream.look(cx);
      if (!(poll instanceof Poll.Ready<T>(var item)) || item == null) {
        return poll;
      }
      if (takes.test(item)) {
        stream.peeked = null;
        return poll;
      }
      return shows ? poll : Poll.ready(null);
    }

    @Override
    public void describe(AwaitTrace trace) {
      Items.describe(trace, stream);
    }
  }
}
