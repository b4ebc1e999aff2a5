package dev.kioto.codec;

import org.jspecify.annotations.Nullable;

/// Finds frames in bytes. It may keep a state between calls, and then is for one reader; it is called by whoever polls that reader.
///
/// ```java
/// Decoder<Integer> numbers = in -> in.remaining() < 4 ? null : in.takeInt();
/// ```
///
/// A [FrameException] says by its [FrameException#goesOn] whether the frames after are read; what else is thrown ends the stream.
/// After tokio-util's `codec/decoder.rs`.
///
/// @param <T> the type of the frames
@FunctionalInterface
public interface Decoder<T> {
  /// What [#maxBuffered] is where nothing else is said: 8 MiB.
  int DEFAULT_MAX_BUFFERED = 8 * 1024 * 1024;

  /// Takes the frame that is at the front, when all of it is there. It may take bytes also when it is not; what it leaves is there
  /// for the next call, with more after it.
  ///
  /// @return null when more bytes are needed
  /// @throws RuntimeException when the bytes are no frame
  @Nullable T decode(FrameBuffer in);

  /// The same when no more bytes will come. It is called until it gives null, and should have begun anew then: a source at its end
  /// may be read again, as a file that grows, or by a reader of datagrams.
  ///
  /// @throws FrameException when what is left is no frame, which is what this method does with bytes that [#decode] does not want
  default @Nullable T decodeEof(FrameBuffer in) {
    T frame = decode(in);
    if (frame == null && !in.isEmpty()) {
      throw FrameException.endInFrame(in.remaining());
    }
    return frame;
  }

  /// How many bytes may be left by [#decode], at most: a reader that holds more fails with a [FrameTooLongException]. So even a
  /// decoder that always wants more does not fill the memory.
  default int maxBuffered() {
    return DEFAULT_MAX_BUFFERED;
  }
}
