package dev.kioto.io;

import dev.kioto.future.Future;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// What is done with readers and writers together, and those that are made of nothing.
///
/// What wraps a reader or a writer owns it: closing the one closes the other, where it can be closed.
public final class Io {
  private Io() {}

  // --- copying ---

  /// Copies all that a reader has, up to its end, and flushes the writer. It is flushed whenever the reader has nothing yet, too, so
  /// that the two may be ends of a conversation. Neither is closed. Takes budget.
  ///
  /// The memory of a copy is 8 KiB, and up to 128 KiB where that much comes at a time. When it is given up, and when it fails, what
  /// was read and not written is lost: [#copyBuf] loses nothing. A reader that is a [CopySource] may know a shorter way.
  ///
  /// @return a future of the number of bytes
  public static Future<Long> copy(AsyncRead reader, AsyncWrite writer) {
    var shorter = reader instanceof CopySource source ? source.copyTo(writer) : null;
    return shorter == null ? new Copy(reader, writer) : shorter;
  }

  /// The same, from the buffer of the reader. When it is given up, and when it fails, what was not written is still there.
  ///
  /// @return a future of the number of bytes
  public static Future<Long> copyBuf(AsyncBufRead reader, AsyncWrite writer) {
    return new CopyBuf(reader, writer);
  }

  /// Copies from `a` to `b` and from `b` to `a`, up to the end of each: what is at its end is shut down at the other side, while the
  /// other way goes on. It is over when both are, and fails when one fails. Neither is closed. Takes budget.
  ///
  /// Cancellation loses what was read and not written.
  public static <A extends AsyncRead & AsyncWrite, B extends AsyncRead & AsyncWrite> Future<Copied> copyBidirectional(
      A a, B b) {
    return new CopyBidirectional(a, new CopyBidirectional.Direction(new CopyBuffer(a, b), b),
        new CopyBidirectional.Direction(new CopyBuffer(b, a), a));
  }

  /// The same with buffers that do not grow.
  ///
  /// @param aToB the size of the buffer of what comes from `a`, in bytes
  /// @param bToA the size of the other one
  /// @throws IllegalArgumentException when a size is below 1
  public static <A extends AsyncRead & AsyncWrite, B extends AsyncRead & AsyncWrite> Future<Copied> copyBidirectional(
      A a, B b, int aToB, int bToA) {
    return new CopyBidirectional(a, new CopyBidirectional.Direction(new CopyBuffer(a, b, aToB), b),
        new CopyBidirectional.Direction(new CopyBuffer(b, a, bToA), a));
  }

  // --- in memory ---

  /// A connection in memory, for tests and for code that wants one: what is written at one end is read at the other.
  ///
  /// @param capacity how many bytes may be on their way, in each direction
  /// @throws IllegalArgumentException when the capacity is below 1
  public static Duplex duplex(int capacity) {
    return Duplex.of(capacity);
  }

  /// A pipe in memory: one direction of [#duplex].
  ///
  /// @param capacity how many bytes may be on their way
  /// @throws IllegalArgumentException when the capacity is below 1
  public static Simplex simplex(int capacity) {
    return new Simplex(capacity);
  }

  /// A reader that is at its end.
  public static AsyncBufRead empty() {
    return new Endless.Empty();
  }

  /// A reader that has one byte over and over.
  public static AsyncRead repeat(byte value) {
    return new Endless.Repeat(value);
  }

  /// A writer that takes everything and keeps nothing.
  public static AsyncWrite sink() {
    return new Endless.Sink();
  }

  // --- two of one, one of two ---

  /// Splits a stream into what is read and what is written, for two tasks. The stream itself is not used any more, and need not be
  /// for more than one thread: its polls take turns. A socket has halves of its own, which need not.
  public static <S extends AsyncRead & AsyncWrite> SplitHalves<S> split(S stream) {
    var halves = new Halves<>(stream);
    return new SplitHalves<>(new ReadHalf<>(halves), new WriteHalf<>(halves));
  }

  /// The two halves of a stream.
  ///
  /// @param <S> the type of the stream
  public record SplitHalves<S extends AsyncRead & AsyncWrite>(ReadHalf<S> reader, WriteHalf<S> writer) {}

  /// A reader and a writer as one stream.
  public static <R extends AsyncRead, W extends AsyncWrite> Join<R, W> join(R reader, W writer) {
    return new Join<>(reader, writer);
  }

  /// The same reader; what is read is shown to a function, which is called inside the poll.
  ///
  /// @param consumer gets a view of the bytes, which is valid during the call
  public static AsyncRead inspect(AsyncRead reader, Consumer<? super ByteBuffer> consumer) {
    return new Inspect.Reader(reader, consumer);
  }

  /// The same writer; what is written is shown to a function, which is called inside the poll.
  ///
  /// @param consumer gets a view of the bytes, which is valid during the call
  public static AsyncWrite inspect(AsyncWrite writer, Consumer<? super ByteBuffer> consumer) {
    return new Inspect.Writer(writer, consumer);
  }

  /// Closes a reader or a writer, where it can be closed.
  ///
  /// @throws java.io.UncheckedIOException when that fails
  public static void close(Object readerOrWriter) {
    Bytes.close(readerOrWriter);
  }

  // --- the JDK's streams ---

  /// A reader as a stream of the JDK, for code that knows those: in a direct task its reads suspend the task, on a thread that may
  /// block they block it. Its failures are [java.io.IOException]. One thread at a time; closing it closes the reader.
  ///
  /// Inside the poll of a future task a read throws [IllegalStateException]. Tokio's `SyncIoBridge`.
  public static InputStream toInputStream(AsyncRead reader) {
    return new SyncInput(reader);
  }

  /// A writer as a stream of the JDK, as [#toInputStream] is of a reader. Closing it shuts the writer down and closes it.
  public static OutputStream toOutputStream(AsyncWrite writer) {
    return new SyncOutput(writer);
  }
}
