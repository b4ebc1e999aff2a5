package dev.kioto.codec;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Io;
import dev.kioto.stream.Stream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A stream of the frames that a decoder finds in what is read.
///
/// ```java
/// try (var lines = new FramedRead<>(connection, new LinesCodec())) {
///   for (String line = lines.next().await(); line != null; line = lines.next().await()) { … }
/// }
/// ```
///
/// **Failures.** After a [FrameException] that says so by [FrameException#goesOn], the stream goes on with the frame after;
/// [#outcomes] makes items of these. After any other failure, of the decoder or of a read, the stream is over and answers its end.
///
/// **Cancellation.** A `next()` that is dropped loses nothing: the beginning of a frame stays for the next one.
///
/// **The end** of the source inside a frame is a failure. A stream that has ended without one reads again when it is polled again,
/// as suits a file that grows.
///
/// It owns what it reads: closing it closes that, if it can be closed, in both directions where it has two. For a connection that is
/// written as well there is [Framed]. One thread or task at a time. After tokio-util's `codec/framed_read.rs`.
///
/// @param <T> the type of the frames
public final class FramedRead<T> implements Stream<T> {
  /*
   *  READ   -> DECODE   // bytes were read
   *  READ   -> LAST     // the source is at its end
   *  DECODE -> READ     // no whole frame is left
   *  LAST   -> READ     // nothing is left: the end
   *  any    -> OVER     // a failure that nothing comes after; close
   */
  private enum State {
    READ, DECODE, LAST, OVER
  }

  private final AsyncRead source;
  private final Decoder<? extends T> decoder;
  private final FrameBuffer buffer;
  private final boolean owner;

  private State state; // the polling thread

  /// Of a source, read by 8 KiB at first.
  public FramedRead(AsyncRead source, Decoder<? extends T> decoder) {
    this(source, decoder, FrameBuffer.DEFAULT_CAPACITY);
  }

  /// Of a source.
  ///
  /// @param capacity how many bytes are read at a time, at first; the buffer grows with longer frames
  /// @throws IllegalArgumentException when that is below 1
  public FramedRead(AsyncRead source, Decoder<? extends T> decoder, int capacity) {
    this(source, decoder, new FrameBuffer(capacity), true);
  }

  FramedRead(AsyncRead source, Decoder<? extends T> decoder, FrameBuffer buffer, boolean owner) {
    this.source = Objects.requireNonNull(source, "source");
    this.decoder = Objects.requireNonNull(decoder, "decoder");
    this.buffer = buffer;
    this.owner = owner;
    state = buffer.isEmpty() ? State.READ : State.DECODE;
  }

  @Override
  public Future<@Nullable T> next() {
    return new FrameOperation<>(source, "FramedRead::next", Stream.super.next());
  }

  @Override
  public Poll<@Nullable T> pollNext(Context cx) {
    var before = state;
    state = State.OVER; // if it throws
    return poll(before, cx);
  }

  private Poll<@Nullable T> poll(State from, Context cx) {
    var now = from;
    while (true) {
      switch (now) {
        case READ -> {
          int n = read(cx);
          if (n == AsyncRead.PENDING) {
            return at(State.READ, Poll.pending());
          }
          now = n == AsyncRead.END ? State.LAST : State.DECODE;
        }
        case DECODE -> {
          T frame = decode(State.DECODE);
          if (frame != null) {
            return at(State.DECODE, Poll.ready(frame));
          }
          checkLimit();
          now = State.READ;
        }
        case LAST -> {
          T frame = decode(State.LAST);
          return at(frame == null ? State.READ : State.LAST, Poll.ready(frame));
        }
        case OVER -> {
          return Poll.ready(null);
        }
      }
    }
  }

  private Poll<@Nullable T> at(State next, Poll<@Nullable T> answer) {
    state = next;
    return answer;
  }

  private @Nullable T decode(State at) {
    try {
      return at == State.LAST ? decoder.decodeEof(buffer) : decoder.decode(buffer);
    } catch (FrameException e) {
      if (e.goesOn()) {
        state = at;
      }
      throw e;
    }
  }

  private void checkLimit() {
    int limit = decoder.maxBuffered();
    if (buffer.remaining() > limit) {
      throw new FrameTooLongException("frame", limit, buffer.remaining(), false, "the stream ends here", false);
    }
  }

  private int read(Context cx) {
    var room = buffer.room();
    int before = room.position();
    int n = source.pollRead(cx, room);
    if (n == AsyncRead.PENDING) {
      buffer.release();
    } else if (n != AsyncRead.END) {
      if (n < 1 || n != room.position() - before) {
        throw new IllegalStateException("pollRead of " + source.getClass().getName() + " answered " + n + " and read "
            + (room.position() - before) + " bytes into a buffer with room: it should answer how many it has read, and "
            + AsyncRead.PENDING + " when there are none yet");
      }
      buffer.filled(n);
    }
    return n;
  }

  /// The frames, and the failures that the stream goes on after, as items: for loops and adapters, which take what is thrown for the
  /// end. It is another view of this stream, which it owns.
  public Stream<Outcome<T>> outcomes() {
    return new Outcomes<>(this, false);
  }

  /// The same source, with another decoder from here on, as after a handshake; bytes that have been read already are for that one.
  /// This stream is over, and what it owned the new one does.
  public <U> FramedRead<U> withDecoder(Decoder<? extends U> next) {
    state = State.OVER;
    return new FramedRead<>(source, next, buffer, owner);
  }

  /// What has been read, and is in no frame yet: for whoever goes on to read the source by other means.
  public FrameBuffer buffer() {
    return buffer;
  }

  /// Gives up what has been read and is not taken, and closes the source, if it can be closed.
  @Override
  public void close() {
    state = State.OVER;
    buffer.clear();
    if (owner) {
      Io.close(source);
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a frame from " + source + ", of which " + buffer.remaining() + " bytes are here");
  }

  @Override
  public String toString() {
    return "FramedRead of " + source;
  }
}
