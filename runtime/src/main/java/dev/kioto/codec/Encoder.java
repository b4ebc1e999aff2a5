package dev.kioto.codec;

/// Writes items as bytes. It is called by whoever sends; one that keeps a state is for one writer.
///
/// ```java
/// Encoder<Integer> numbers = (number, out) -> out.putInt(number);
/// ```
///
/// After tokio-util's `codec/encoder.rs`.
///
/// @param <T> the type of the items
@FunctionalInterface
public interface Encoder<T> {
  /// Puts an item at the end of what waits to be written.
  ///
  /// @throws RuntimeException when the item cannot be written: the send of it fails with that, what was put into the buffer is taken
  ///     back, and the items after can be sent
  void encode(T item, FrameBuffer out);
}
