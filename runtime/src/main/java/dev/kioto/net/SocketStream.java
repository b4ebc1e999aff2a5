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
import java.io.IOException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
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
  private static final VarHandle READ = counter("read");
  private static final VarHandle WRITTEN = counter("written");

  private final AsyncChannel<SocketChannel> channel;
  private final AsyncChannel.Wait reading = new AsyncChannel.Wait();
  private final AsyncChannel.Wait writing = new AsyncChannel.Wait();

  private final ReadAhead ahead = new ReadAhead(); // the reading task

  // Bytes. Written opaque by who reads or writes, and read opaque by any thread.
  @SuppressWarnings("UnusedVariable")
  private long read;
  @SuppressWarnings("UnusedVariable")
  private long written;

  /// One that was accepted.
  SocketStream(SocketChannel socket, AsyncChannel<?> listener, ResourceType<?> type) {
    channel = AsyncChannel.from(listener, socket, this, type);
  }

  /// One that connects, or has.
  SocketStream(SocketChannel socket, boolean connected, ResourceType<?> type) {
    channel = AsyncChannel.of(socket, connected, this, type);
  }

  private static VarHandle counter(String field) {
    return ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), field, VarHandle.class, SocketStream.class,
        long.class);
  }

  // What users know it as.
  abstract String typeName();

  // --- reading ---

  @Override
  public final int pollRead(Context cx, ByteBuffer into) {
    return read(cx, into, reading);
  }

  final int read(Context cx, ByteBuffer into, AsyncChannel.Wait wait) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncRead.PENDING;
    }
    if (!ahead.isEmpty()) {
      return ahead.take(into);
    }
    while (true) {
      int event = channel.pollReady(cx, wait, Interest.READABLE);
      if (event == 0) {
        cx.restoreBudget();
        return AsyncRead.PENDING;
      }
      int room = HeapBuffers.room(into);
      int n = receive(into);
      if (n > 0 && n < room) {
        channel.usedUp(event, Interest.READABLE);
      }
      if (n != 0) {
        return n;
      }
      channel.clearReady(event, Interest.READABLE);
    }
  }

  @Override
  public final Future<Integer> read(ByteBuffer into) {
    return new StreamOperation(this, into, StreamOperation.Kind.READ);
  }

  /// Reads what is there, without waiting.
  ///
  /// @return how many bytes; 0 when there are none now, or the buffer has no room; -1 at the end
  public final int tryRead(ByteBuffer into) {
    return tryOnce(Interest.READABLE, into, this::take);
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
    return tryOnce(Interest.READABLE, into, this::take);
  }

  /// [#readVectored] for futures of one's own.
  ///
  /// @return how many bytes, [AsyncRead#END], or [AsyncRead#PENDING]
  public final long pollReadVectored(Context cx, ByteBuffer[] into) {
    return readVectored(cx, into, reading);
  }

  final long readVectored(Context cx, ByteBuffer[] into, AsyncChannel.Wait wait) {
    return poll(cx, wait, Interest.READABLE, into, this::take);
  }

  private int take(ByteBuffer into) {
    return ahead.isEmpty() ? receive(into) : ahead.take(into);
  }

  private long take(ByteBuffer[] into) {
    return ahead.isEmpty() ? receive(into) : ahead.take(into);
  }

  private int receive(ByteBuffer into) {
    int limit = into.limit();
    try {
      into.limit(into.position() + HeapBuffers.room(into));
      int n = channel.channel().read(into);
      countRead(n);
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "read", e);
    } finally {
      into.limit(limit);
    }
  }

  private long receive(ByteBuffer[] into) {
    try {
      long n = HeapBuffers.apply(into, channel.channel()::read);
      countRead(n);
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "read", e);
    }
  }

  private void countRead(long n) {
    if (n > 0) {
      READ.setOpaque(this, read + n);
    }
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
    return peek(cx, into, reading);
  }

  final int peek(Context cx, ByteBuffer into, AsyncChannel.Wait wait) {
    return (int) poll(cx, wait, Interest.READABLE, new ByteBuffer[] {into}, buffers -> lookAhead(buffers[0]));
  }

  /// [#peek] without waiting.
  ///
  /// @return how many bytes; 0 when there are none now, or the buffer has no room; -1 at the end
  public final int tryPeek(ByteBuffer into) {
    return tryOnce(Interest.READABLE, into, this::lookAhead);
  }

  // Takes more from the system when the buffer wants it. An end or a failure behind what is there already will come again.
  private int lookAhead(ByteBuffer into) {
    if (ahead.size() < into.remaining()) {
      boolean first = ahead.isEmpty();
      var more = ahead.withRoom(into.remaining());
      int n = first ? receive(more) : receiveMore(more);
      if (n < 0 && first) {
        return AsyncRead.END;
      }
      ahead.set(more.flip());
    }
    return ahead.show(into);
  }

  private int receiveMore(ByteBuffer into) {
    try {
      int n = channel.channel().read(into);
      countRead(n);
      return n;
    } catch (IOException _) {
      return 0;
    }
  }

  // --- writing ---

  @Override
  public final int pollWrite(Context cx, ByteBuffer from) {
    return write(cx, from, writing);
  }

  final int write(Context cx, ByteBuffer from, AsyncChannel.Wait wait) {
    if (!from.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncWrite.PENDING;
    }
    while (true) {
      int event = channel.pollReady(cx, wait, Interest.WRITABLE);
      if (event == 0) {
        cx.restoreBudget();
        return AsyncWrite.PENDING;
      }
      int offered = HeapBuffers.room(from);
      int n = send(from);
      if (n > 0 && n < offered) {
        channel.usedUp(event, Interest.WRITABLE);
      }
      if (n != 0) {
        return n;
      }
      channel.clearReady(event, Interest.WRITABLE);
    }
  }

  @Override
  public final Future<Integer> write(ByteBuffer from) {
    return new StreamOperation(this, from, StreamOperation.Kind.WRITE);
  }

  /// Writes what there is room for, without waiting.
  ///
  /// @return how many bytes; 0 when there is no room now, or the buffer has none
  public final int tryWrite(ByteBuffer from) {
    return tryOnce(Interest.WRITABLE, from, this::send);
  }

  @Override
  public final Future<Long> writeVectored(ByteBuffer... from) {
    return new VectoredOperation(this, from, false);
  }

  /// [#writeVectored] without waiting.
  ///
  /// @return how many bytes; 0 when there is no room now, or the buffers have none
  public final long tryWriteVectored(ByteBuffer... from) {
    return tryOnce(Interest.WRITABLE, from, this::send);
  }

  @Override
  public final long pollWriteVectored(Context cx, ByteBuffer[] from) {
    return writeVectored(cx, from, writing);
  }

  final long writeVectored(Context cx, ByteBuffer[] from, AsyncChannel.Wait wait) {
    return poll(cx, wait, Interest.WRITABLE, from, this::send);
  }

  private int send(ByteBuffer from) {
    int limit = from.limit();
    try {
      from.limit(from.position() + HeapBuffers.room(from));
      int n = channel.channel().write(from);
      WRITTEN.setOpaque(this, written + n);
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "write", e);
    } finally {
      from.limit(limit);
    }
  }

  private long send(ByteBuffer[] from) {
    try {
      long n = HeapBuffers.apply(from, channel.channel()::write);
      WRITTEN.setOpaque(this, written + n);
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "write", e);
    }
  }

  /// Ends the writing: the other side reads what was written, and then the end. Reading goes on.
  @Override
  public final boolean pollShutdown(Context cx) {
    endWriting();
    return true;
  }

  final void endWriting() {
    try {
      channel.channel().shutdownOutput();
    } catch (IOException e) {
      throw AsyncChannel.failed(this, "shutdown", e);
    }
  }

  // --- both ---

  private static boolean hasRemaining(ByteBuffer[] buffers) {
    for (var buffer : buffers) {
      if (buffer.hasRemaining()) {
        return true;
      }
    }
    return false;
  }

  private long poll(Context cx, AsyncChannel.Wait wait, Interest interest, ByteBuffer[] buffers,
      ToLongFunction<ByteBuffer[]> call) {
    if (!hasRemaining(buffers)) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncRead.PENDING;
    }
    if (interest == Interest.READABLE && !ahead.isEmpty()) {
      return call.applyAsLong(buffers);
    }
    while (true) {
      int event = channel.pollReady(cx, wait, interest);
      if (event == 0) {
        cx.restoreBudget();
        return AsyncRead.PENDING;
      }
      long n = call.applyAsLong(buffers);
      if (n != 0) {
        return n;
      }
      channel.clearReady(event, interest);
    }
  }

  private int tryOnce(Interest interest, ByteBuffer buffer, ToIntFunction<ByteBuffer> call) {
    return (int) tryOnce(interest, new ByteBuffer[] {buffer}, buffers -> call.applyAsInt(buffers[0]));
  }

  private long tryOnce(Interest interest, ByteBuffer[] buffers, ToLongFunction<ByteBuffer[]> call) {
    if (!hasRemaining(buffers)) {
      return 0;
    }
    int event = channel.event();
    long n = call.applyAsLong(buffers);
    if (n == 0) {
      channel.clearReady(event, interest);
    }
    return n;
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
    return ahead.isEmpty() || interest == Interest.WRITABLE ? channel.ready(interest)
        : Futures.ready(new Ready(true, false, false));
  }

  // --- what it is ---

  /// Bytes that were read so far, or looked at. Never goes down.
  public final long bytesRead() {
    return (long) READ.getOpaque(this);
  }

  /// Bytes that were written so far. Never goes down.
  public final long bytesWritten() {
    return (long) WRITTEN.getOpaque(this);
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
