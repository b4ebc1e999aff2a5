package dev.kioto.net;

import dev.kioto.future.Context;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Interest;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/// One direction of a [SocketStream]: calls of its channel, made when that is ready. One task at a time.
abstract sealed class SocketEnd permits SocketReader, SocketWriter {
  private static final VarHandle COUNT = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "count",
      VarHandle.class, SocketEnd.class, long.class);

  final AsyncChannel<SocketChannel> channel;
  final AsyncChannel.Wait polling = new AsyncChannel.Wait(); // of who polls the stream itself
  private final Interest interest;

  // Bytes. Written opaque by who reads or writes, read opaque by any thread.
  @SuppressWarnings("UnusedVariable")
  private long count;

  SocketEnd(AsyncChannel<SocketChannel> channel, Interest interest) {
    this.channel = channel;
    this.interest = interest;
  }

  /// Whether a call needs nothing of the channel.
  abstract boolean hasOwn();

  /// One call, without waiting.
  ///
  /// @return how many bytes were moved; 0 when it would have blocked, or -1 at the end
  /// @throws java.io.UncheckedIOException when it failed
  abstract int call(ByteBuffer buffer);

  /// The same with several buffers.
  abstract long call(ByteBuffer[] buffers);

  final void count(long n) {
    if (n > 0) {
      COUNT.setOpaque(this, count + n);
    }
  }

  /// Bytes that were moved so far.
  final long counted() {
    return (long) COUNT.getOpaque(this);
  }

  /// Makes calls until one gives an answer, or waits.
  ///
  /// @return what it gave, or [AsyncRead#PENDING]
  final int poll(Context cx, ByteBuffer buffer, AsyncChannel.Wait wait) {
    if (!buffer.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncRead.PENDING;
    }
    if (hasOwn()) {
      return call(buffer);
    }
    while (true) {
      int event = channel.pollReady(cx, wait, interest);
      if (event == 0) {
        cx.restoreBudget();
        return AsyncRead.PENDING;
      }
      int offered = HeapBuffers.room(buffer);
      int n = call(buffer);
      if (n > 0 && n < offered) {
        channel.usedUp(event, interest);
      }
      if (n != 0) {
        return n;
      }
      channel.clearReady(event, interest);
    }
  }

  final long poll(Context cx, ByteBuffer[] buffers, AsyncChannel.Wait wait) {
    return poll(cx, buffers, wait, this::call);
  }

  final long poll(Context cx, ByteBuffer[] buffers, AsyncChannel.Wait wait, ToLongFunction<ByteBuffer[]> call) {
    if (!hasRemaining(buffers)) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return AsyncRead.PENDING;
    }
    if (hasOwn()) {
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

  final int tryOnce(ByteBuffer buffer) {
    return tryOnce(buffer, this::call);
  }

  final int tryOnce(ByteBuffer buffer, ToIntFunction<ByteBuffer> call) {
    return (int) tryOnce(new ByteBuffer[] {buffer}, buffers -> call.applyAsInt(buffers[0]));
  }

  final long tryOnce(ByteBuffer[] buffers) {
    return tryOnce(buffers, this::call);
  }

  private long tryOnce(ByteBuffer[] buffers, ToLongFunction<ByteBuffer[]> call) {
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

  private static boolean hasRemaining(ByteBuffer[] buffers) {
    for (var buffer : buffers) {
      if (buffer.hasRemaining()) {
        return true;
      }
    }
    return false;
  }
}
