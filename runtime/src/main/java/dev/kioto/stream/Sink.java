package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What takes items that come one by one, and may have to make others wait: the counterpart of a [Stream].
///
/// An item is given in two steps, so that nothing is given to what has no room: [#pollReady] until it answers true, and then
/// [#startSend], which does not wait. The item may be kept in between until [#pollFlush] brings it to where it goes. It is used by
/// one caller at a time, any of several in turn.
///
/// **Failure.** Each of these methods may throw. Whether the sink can be used after that, its class says.
///
/// **Cancellation.** The sink never has a part of an item. A [#feed] that is dropped has not given its item. A [#send] that is
/// dropped may have, and then the item goes on its way with the next flush: who must know feeds, and flushes after that. A flush or
/// a shutdown that is dropped is gone on with by the next one.
///
/// The contract is that of `futures_sink::Sink`, but that its `poll_close` is [#pollShutdown], after the word that writers of bytes
/// have for it, as [#close] is to give up.
///
/// @param <T> the type of the items
public interface Sink<T> extends AutoCloseable {

  /// Looks whether an item may be given.
  ///
  /// @return false after having arranged that the waker of `cx` is woken when another poll is worth its while
  boolean pollReady(Context cx);

  /// Gives an item. Only after [#pollReady] has answered true, once for each item.
  ///
  /// @param item never null
  void startSend(T item);

  /// Brings the items that were given to where they go.
  ///
  /// @return whether that is done; false when the waker will be woken
  boolean pollFlush(Context cx);

  /// Flushes, and ends what is behind: no more items will come. Doing it again does nothing.
  ///
  /// @return whether that is done; false when the waker will be woken
  boolean pollShutdown(Context cx);

  /// Gives up the sink, with items that were given and not flushed. By whoever would have used it next; closing again, or after a
  /// shutdown, does nothing.
  @Override
  default void close() {}

  /// Says what this sink waits for, as [Future#describe] does, under the same rules.
  default void describe(AwaitTrace trace) {}

  /// Waits for room, and gives an item, which a later flush brings on: for several items that go together.
  ///
  /// Cancellation: the item has not been given.
  default Future<@Nullable Void> feed(T item) {
    return new Send<>(this, item, false);
  }

  /// Waits for room, gives an item, and flushes.
  ///
  /// Cancellation: the item may have been given, whole, and then goes with the next flush.
  default Future<@Nullable Void> send(T item) {
    return new Send<>(this, item, true);
  }

  /// Waits until all items that were given are where they go. Cancellation loses nothing.
  default Future<@Nullable Void> flush() {
    return new SinkOperation(this, this::pollFlush);
  }

  /// Flushes and ends what is behind, see [#pollShutdown]. Cancellation: what is left to do, the next shutdown does.
  default Future<@Nullable Void> shutdown() {
    return new SinkOperation(this, this::pollShutdown);
  }

  /// Gives all items of a stream, flushing whenever none is waiting and at the end. Both stay the caller's; see also
  /// [Stream#forward].
  ///
  /// Cancellation: no item is lost, each is in the stream or has been given.
  default Future<@Nullable Void> sendAll(Stream<? extends T> items) {
    return new Forward<>(Objects.requireNonNull(items, "items"), this, false);
  }
}
