package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Handle;
import dev.kioto.time.Interval;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A sequence of items that come one by one: what a [Future] is for one value, a stream is for many.
///
/// ```java
/// var totals = Streams.receive(receiver)
///     .filter(order -> order.isPaid())
///     .bufferedUnordered(8, order -> warehouse.reserve(order))    // eight at once
///     .chunksTimeout(100, Duration.ofSeconds(1));
/// for (var chunk : totals.iterate()) {                            // in a direct task, or on a thread that may block
///   store(chunk);
/// }
/// ```
///
/// A stream is lazy: nothing happens until it is polled. It is polled by one caller at a time, any of several in turn, each
/// seeing what the one before did. An adapter owns what it is made of, which nobody else uses from then on. The null that
/// stands for the end means that no item is null: an adapter whose function makes one throws [NullPointerException].
///
/// **End and failure.** A stream that throws from [#pollNext] has failed and is over, like one that has answered its end. It
/// should not be polled again; the sources of [Streams] answer the end again then, and [#fuse] makes any stream do so. Where
/// something may go wrong with one item and the stream goes on, the items are [Outcome]s: `stream.map(Outcome::get)` fails at
/// the first failure instead.
///
/// **Cancellation.** A `next()` that is dropped loses no item: what was under way stays in the stream for the next one. The
/// futures of [#fold], [#collect], [#toList], [#forEach], [#forward] and [#count] own their stream: they close it when they are
/// over, and when they are dropped, with what they had gathered.
///
/// The contract is that of `futures_core::Stream`, the adapters are those of tokio-stream's `StreamExt`.
///
/// @param <T> the type of the items
@FunctionalInterface
public interface Stream<T> extends AutoCloseable {

  /// Looks for the next item without blocking.
  ///
  /// @return the item; null for the end; or [Poll#pending] after having arranged that the waker of `cx` is woken when another
  ///     poll is worth its while
  /// @throws RuntimeException when the stream failed; it is over then
  Poll<@Nullable T> pollNext(Context cx);

  /// Gives up the stream: frees what it holds and waits in, and closes what it was made of. Items that were not taken are
  /// lost. A stream is not polled afterwards. By whoever would have polled next; closing again, or after the end, does
  /// nothing.
  @Override
  default void close() {}

  /// Says what this stream waits for, as [Future#describe] does, under the same rules.
  default void describe(AwaitTrace trace) {}

  /// Waits for the next item. The value is null at the end.
  ///
  /// Cancellation: loses no item; the next `next()` gets it.
  default Future<@Nullable T> next() {
    return new Next<>(this);
  }

  // --- one item becomes another ---

  /// Each item changed by a function.
  default <R> Stream<R> map(Function<? super T, ? extends R> mapper) {
    return new Mapped<>(this, mapper);
  }

  /// Each item changed by a future, one after the other: the next item is asked for when the future is over. For several at
  /// once see [#buffered].
  default <R> Stream<R> then(Function<? super T, ? extends Future<? extends R>> mapper) {
    return new Then<>(this, mapper);
  }

  /// Each item changed by a function, up to the first for which it gives null, which ends the stream.
  default <R> Stream<R> mapWhile(Function<? super T, ? extends @Nullable R> mapper) {
    return new TakeWhile<T, R>(this, mapper);
  }

  /// Each item with its number, from 0.
  default Stream<Indexed<T>> enumerate() {
    return new Enumerated<>(this);
  }

  /// The same items, each shown to a function as it passes.
  default Stream<T> inspect(Consumer<? super T> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return map(item -> {
      consumer.accept(item);
      return item;
    });
  }

  // --- fewer items ---

  /// The items for which the test holds.
  default Stream<T> filter(Predicate<? super T> test) {
    return new FilterMap<T, T>(this, Items.passing(test));
  }

  /// Each item changed by a function, without those for which it gives null.
  default <R> Stream<R> filterMap(Function<? super T, ? extends @Nullable R> mapper) {
    return new FilterMap<T, R>(this, mapper);
  }

  /// The first items. After the last of them the stream behind is not polled again.
  ///
  /// @param count how many at most; 0 is a stream that ends at once
  /// @throws IllegalArgumentException when `count` is negative
  default Stream<T> take(long count) {
    return new Take<>(this, count);
  }

  /// The items before the first for which the test does not hold, which is lost.
  default Stream<T> takeWhile(Predicate<? super T> test) {
    return new TakeWhile<T, T>(this, Items.passing(test));
  }

  /// The items after the first ones.
  ///
  /// @param count how many are left out; when there are no more than these the stream is empty
  /// @throws IllegalArgumentException when `count` is negative
  default Stream<T> skip(long count) {
    return new Skip<>(this, count);
  }

  /// The items from the first on for which the test does not hold.
  default Stream<T> skipWhile(Predicate<? super T> test) {
    return new SkipWhile<>(this, test);
  }

  // --- two streams become one ---

  /// The items of this stream, then those of another, which is not polled before.
  default Stream<T> chain(Stream<? extends T> second) {
    return new Chain<>(this, second);
  }

  /// The items of this stream and of another as they come; each is asked first every other time. Ends when both have. For many
  /// streams, or a changing number, see [StreamMap].
  default Stream<T> merge(Stream<? extends T> other) {
    return new Merge<>(this, other);
  }

  /// An item of this stream and one of another at a time, in order. Ends when one of them does; the item that waits for its
  /// partner then is lost.
  default <U, R> Stream<R> zip(Stream<U> other, BiFunction<? super T, ? super U, ? extends R> combiner) {
    return new Zip<>(this, other, combiner);
  }

  // --- several at once ---

  /// Each item changed by a future, up to `limit` of which run at the same time; the results come in the order of the items.
  ///
  /// The futures are polled inside this stream's poll: they advance only while somebody asks for the next item. When one
  /// fails the stream does; closing drops those that run.
  ///
  /// @param limit how many futures run at once, results that wait for their turn among them; at least 1
  /// @throws IllegalArgumentException when `limit` is below 1
  default <R> Stream<R> buffered(int limit, Function<? super T, ? extends Future<? extends R>> mapper) {
    return new Buffered<T, R>(this, limit, mapper, true);
  }

  /// The same as [#buffered], with the results in the order in which the futures end.
  ///
  /// @throws IllegalArgumentException when `limit` is below 1
  default <R> Stream<R> bufferedUnordered(int limit, Function<? super T, ? extends Future<? extends R>> mapper) {
    return new Buffered<T, R>(this, limit, mapper, false);
  }

  // --- other behaviour ---

  /// The same items; after the end or a failure each further poll answers the end, without asking the stream behind.
  default Stream<T> fuse() {
    return new Fuse<>(this);
  }

  /// The same items, with a look at the next one.
  default Peekable<T> peekable() {
    return new Peekable<>(this);
  }

  // --- one answer: the future owns the stream ---

  /// A future of all items taken together, from `initial` on; null where that type allows it.
  default <A extends @Nullable Object> Future<A> fold(A initial, BiFunction<? super A, ? super T, ? extends A> step) {
    return new Fold<T, A, A>(this, initial, step, Function.identity());
  }

  /// A future of what a collector makes of the items, in their order, on the polling thread.
  default <A extends @Nullable Object, R> Future<R> collect(Collector<? super T, A, R> collector) {
    var accumulator = collector.accumulator();
    return new Fold<T, A, R>(this, collector.supplier().get(), (container, item) -> {
      accumulator.accept(container, item);
      return container;
    }, collector.finisher());
  }

  /// A future of the items, as an unmodifiable list.
  default Future<List<T>> toList() {
    return collect(Collectors.toUnmodifiableList());
  }

  /// A future that hands each item to a function and is ready at the end. For an action that waits, use [#then] before.
  default Future<@Nullable Void> forEach(Consumer<? super T> action) {
    Objects.requireNonNull(action, "action");
    return this.<@Nullable Void>fold(null, (_, item) -> {
      action.accept(item);
      return null;
    });
  }

  /// A future that gives each item to a sink, flushing whenever no item is waiting, and shuts the sink down at the end. The sink
  /// is not closed. See also [Sink#sendAll], which ends nothing.
  ///
  /// Cancellation: the stream is closed; each item that was taken from it has been given.
  default Future<@Nullable Void> forward(Sink<? super T> sink) {
    return new Forward<>(this, Objects.requireNonNull(sink, "sink"), true);
  }

  /// A future of the number of items.
  default Future<Long> count() {
    return fold(0L, (count, _) -> count + 1);
  }

  // --- one answer: the stream stays the caller's ---

  /// A future of whether a test holds for all items. It takes items up to the first for which it does not; the rest can be
  /// taken by others. True when there are none. Dropped, it has lost the items that it took.
  default Future<Boolean> all(Predicate<? super T> test) {
    return new Search<>(this, Objects.requireNonNull(test, "test").negate(), false);
  }

  /// A future of whether a test holds for an item. It takes items up to the first for which it does; the rest can be taken by
  /// others. False when there are none. Dropped, it has lost the items that it took.
  default Future<Boolean> any(Predicate<? super T> test) {
    return new Search<>(this, test, true);
  }

  // --- time: all of them are polled inside a runtime ---

  /// Each item; and, where none has come for `duration` since the one before or since this call, an
  /// [Outcome.Failure] of [dev.kioto.time.ElapsedException], once until the next item. The stream behind goes on.
  ///
  /// @throws IllegalArgumentException when `duration` is negative
  default Stream<Outcome<T>> timeout(Duration duration) {
    return new Timeout<>(this, duration);
  }

  /// Each item; and an [Outcome.Failure] of [dev.kioto.time.ElapsedException] at each tick of an interval, which an item starts
  /// anew. The first tick is the interval's: at once, unless it is made by [dev.kioto.time.Time#intervalAt].
  default Stream<Outcome<T>> timeoutRepeating(Interval interval) {
    return new TimeoutRepeating<>(this, interval);
  }

  /// At most one item in each `duration`: after an item the next is asked for when that time has passed.
  ///
  /// @param duration zero does not hold up anything
  /// @throws IllegalArgumentException when `duration` is negative
  default Stream<T> throttle(Duration duration) {
    return new Throttle<>(this, duration);
  }

  /// The items in lists: a list is complete when it has `maxSize` items, or `duration` after its first. The last one may be
  /// shorter; none is empty.
  ///
  /// @throws IllegalArgumentException when `maxSize` is below 1 or `duration` is negative
  default ChunksTimeout<T> chunksTimeout(int maxSize, Duration duration) {
    return new ChunksTimeout<>(this, maxSize, duration);
  }

  // --- the JDK's ways ---

  /// A view for loops: `for (var item : stream.iterate())`. It waits for each item as [Future#await] does: in a direct task,
  /// or on a thread that may block.
  ///
  /// `hasNext()` takes an item off the stream and keeps it for `next()`. The loop closes the stream when it comes to the end or
  /// a failure; left before that, the stream stays as it is, to be read on or closed. It has one iterator: asking for a
  /// second one throws [IllegalStateException].
  default Iterable<T> iterate() {
    return new StreamIterable<>(this);
  }

  /// A sequential [java.util.stream.Stream] of the items, which waits for them as [#iterate] does. Closing it closes this.
  default java.util.stream.Stream<T> toJavaStream() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(() -> Spliterators.spliteratorUnknownSize(iterate().iterator(), traits), traits, false)
        .onClose(this::close);
  }

  /// A publisher of the items, for one subscriber; a second one is refused by its `onError`. Subscribing spawns a task on the
  /// runtime of `handle`, which asks the stream for an item when there is demand for it, and closes it at the end, after a
  /// cancel, and when the runtime shuts down, which the subscriber learns as a failure.
  default Flow.Publisher<T> toPublisher(Handle handle) {
    return new StreamPublisher<>(this, handle);
  }

  /// An item with its number.
  ///
  /// @param index from 0
  record Indexed<T>(long index, T value) {}
}
