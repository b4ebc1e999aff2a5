package dev.kioto.net;

import dev.kioto.io.AsyncChannel;
import dev.kioto.io.Interest;
import java.io.IOException;
import java.lang.invoke.ConstantBootstraps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// What goes over a connection. The writing task.
final class SocketWriter extends SocketEnd {
  private static final VarHandle PASSED = ConstantBootstraps.fieldVarHandle(MethodHandles.lookup(), "passed",
      VarHandle.class, SocketWriter.class, long.class);

  // Bytes that others have written to the channel itself. Added to and read opaque by any thread.
  @SuppressWarnings("UnusedVariable")
  private long passed;

  SocketWriter(AsyncChannel<SocketChannel> channel) {
    super(channel, Interest.WRITABLE);
  }

  @Override
  boolean hasOwn() {
    return false;
  }

  @Override
  int call(ByteBuffer from) {
    int limit = from.limit();
    try {
      from.limit(from.position() + HeapBuffers.room(from));
      int n = channel.channel().write(from);
      count(n);
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(channel, "write", e);
    } finally {
      from.limit(limit);
    }
  }

  @Override
  long call(ByteBuffer[] from) {
    try {
      long n = HeapBuffers.apply(from, channel.channel()::write);
      count(n);
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(channel, "write", e);
    }
  }

  /// The other side reads what was written, and then the end.
  void end() {
    try {
      channel.channel().shutdownOutput();
    } catch (IOException e) {
      throw AsyncChannel.failed(channel, "shutdown", e);
    }
  }

  /// Counts what others have written to the channel itself. Any thread.
  void countPassed(long n) {
    if (n < 0) {
      throw new IllegalArgumentException("the number of bytes must be 0 or more, but is " + n);
    }
    PASSED.getAndAdd(this, n);
  }

  /// Bytes that were written so far, by whomever.
  long written() {
    return counted() + (long) PASSED.getOpaque(this);
  }
}
