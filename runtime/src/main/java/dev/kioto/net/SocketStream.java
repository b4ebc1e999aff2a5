package dev.kioto.net;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.Interest;
import dev.kioto.io.IoResource;
import dev.kioto.io.Ready;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// What the connections have in common: bytes that come and go in order. One is read by one task and written by one other, or by
/// the same; more than one at a time for a direction get what comes in no order that is promised.
///
/// Failures are [java.io.UncheckedIOException]: a reset by the other side, a use after the close. The futures take budget, and
/// when they are given up lose nothing: the position of the buffer says what was read or written. `read(buffer).await()` suspends a
/// direct task, and blocks any other thread.
///
/// The system is handed at most 128 KiB of a buffer at a time that is not direct: the JDK copies what it is handed, also when
/// there is room for a part of it only.
public abstract sealed class SocketStream implements AsyncRead, AsyncWrite, IoResource, AutoCloseable
    permits TcpStream, UnixStream {
  private final AsyncChannel<SocketChannel> channel;
  private final SocketReader reader;
  private final SocketWriter writer;

  /// One that was accepted.
  SocketStream(SocketChannel socket, AsyncChannel<?> listener, ResourceType<?> type) {
    channel = AsyncChannel.from(listener, socket, this, type);
    reader = new SocketReader(channel);
    writer = new SocketWriter(channel);
  }

  /// One that connects, or has.
  SocketStream(SocketChannel socket, boolean connected, ResourceType<?> type) {
    channel = AsyncChannel.of(socket, connected, this, type);
    reader = new SocketReader(channel);
    writer = new SocketWriter(channel);
  }

  // What users know it as.
  abstract String typeName();

  final SocketReader reader() {
    return reader;
  }

  final SocketWriter writer() {
    return writer;
  }

  // --- reading ---

  @Override
  public final int pollRead(Context cx, ByteBuffer into) {
    return reader.poll(cx, into, reader.polling);
  }

  @Override
  public final Future<Integer> read(ByteBuffer into) {
    return new StreamOperation(this, into, StreamOperation.Kind.READ);
  }

  /// Reads what is there, without waiting.
  ///
  /// @return how many bytes; 0 when there are none now, or the buffer has no room; -1 at the end
  public final int tryRead(ByteBuffer into) {
    return reader.tryOnce(into);
  }

  /// Reads into several buffers, the next when one is full, in one call of the system.
  ///
  /// @param into in their order; the array is not copied
  /// @return the number of bytes, or -1 at the end; 0 only when no buffer has room
  public final Future<Long> readVectored(ByteBuffer... into) {
    return new VectoredOperation(this, into, true);
  }

  /// [#readVectored] without waiting.
  ///
  /// @return how many bytes; 0 when there are none now, or no buffer has room; -1 at the end
  public final long tryReadVectored(ByteBuffer... into) {
    return reader.tryOnce(into);
  }

  /// [#readVectored] for futures of one's own.
  ///
  /// @return how many bytes, [AsyncRead#END], or [AsyncRead#PENDING]
  public final long pollReadVectored(Context cx, ByteBuffer[] into) {
    return reader.poll(cx, into, reader.polling);
  }

  // --- looking ahead ---

  /// Waits for something to read, and copies it without taking it: the next read gets it again. It may be less than what the
  /// buffer has room for, also when more will come.
  ///
  /// What is looked at leaves the system's buffer and waits in one of the stream's own, no larger than the largest look: every
  /// read of this stream sees it, and who reads the JDK's channel past the stream does not. By the reading task.
  ///
  /// @return the number of bytes, or -1 at the end; 0 only when the buffer has no room
  public final Future<Integer> peek(ByteBuffer into) {
    return new StreamOperation(this, into, StreamOperation.Kind.PEEK);
  }

  /// [#peek] for futures of one's own.
  ///
  /// @return how many bytes, [AsyncRead#END], or [AsyncRead#PENDING]
  public final int pollPeek(Context cx, ByteBuffer into) {
    return reader.pollPeek(cx, into, reader.polling);
  }

  /// [#peek] without waiting.
  ///
  /// @return how many bytes; 0 when there are none now, or the buffer has no room; -1 at the end
  public final int tryPeek(ByteBuffer into) {
    return reader.tryPeek(into);
  }

  // --- writing ---

  @Override
  public final int pollWrite(Context cx, ByteBuffer from) {
    return writer.poll(cx, from, writer.polling);
  }

  @Override
  public final Future<Integer> write(ByteBuffer from) {
    return new StreamOperation(this, from, StreamOperation.Kind.WRITE);
  }

  /// Writes what there is room for, without waiting.
  ///
  /// @return how many bytes; 0 when there is no room now, or the buffer has none
  public final int tryWrite(ByteBuffer from) {
    return writer.tryOnce(from);
  }

  @Override
  public final Future<Long> writeVectored(ByteBuffer... from) {
    return new VectoredOperation(this, from, false);
  }

  /// [#writeVectored] without waiting.
  ///
  /// @return how many bytes; 0 when there is no room now, or the buffers have none
  public final long tryWriteVectored(ByteBuffer... from) {
    return writer.tryOnce(from);
  }

  @Override
  public final long pollWriteVectored(Context cx, ByteBuffer[] from) {
    return writer.poll(cx, from, writer.polling);
  }

  /// Ends the writing: the other side reads what was written, and then the end. Reading goes on.
  @Override
  public final boolean pollShutdown(Context cx) {
    writer.end();
    return true;
  }

  // --- readiness ---

  /// Waits until there is something to read, or the end of it, or there is taken to be: a [#tryRead] may find nothing all the
  /// same.
  public final Future<Ready> readable() {
    return ready(Interest.READABLE);
  }

  /// Waits until there is room to write, or is taken to be: a [#tryWrite] may find none all the same.
  public final Future<Ready> writable() {
    return ready(Interest.WRITABLE);
  }

  /// Waits for either, or for both whichever comes first. What a peek has left over is there to be read.
  public final Future<Ready> ready(Interest interest) {
    return reader.hasOwn() && interest != Interest.WRITABLE ? Futures.ready(new Ready(true, false, false))
        : channel.ready(interest);
  }

  // --- what it is ---

  /// Bytes that were read so far, or looked at. Never goes down.
  public final long bytesRead() {
    return reader.counted();
  }

  /// Bytes that were written so far. Never goes down.
  public final long bytesWritten() {
    return writer.written();
  }

  /// Counts bytes as written that were written to the [#channel] itself, as [dev.kioto.fs.File#sendTo] does. Any thread.
  ///
  /// @throws IllegalArgumentException when it is negative
  public final void addBytesWritten(long n) {
    writer.countPassed(n);
  }

  /// Sets an option of [java.net.StandardSocketOptions] or `jdk.net.ExtendedSocketOptions`.
  ///
  /// @throws IllegalArgumentException when the value is out of its range
  /// @throws UnsupportedOperationException when such a socket has no such option on this system
  /// @throws java.io.UncheckedIOException when the stream is closed, or the system refuses
  public final <T> void setOption(SocketOption<T> option, T value) {
    SocketOptions.set(this, channel.channel(), option, value);
  }

  /// The value of an option, see [#setOption].
  public final <T> T option(SocketOption<T> option) {
    return SocketOptions.get(this, channel.channel(), option);
  }

  /// The channel that this is made of.
  public final AsyncChannel<SocketChannel> channel() {
    return channel;
  }

  @Override
  public final @Nullable Resource resource() {
    return channel.resource();
  }

  /// Closes the connection. Who waits for it fails. Closing again does nothing.
  ///
  /// What was written is still sent. If something has come that was not read, the other side may see a reset.
  @Override
  public final void close() {
    channel.close();
  }
}
