package dev.kioto.net;

import dev.kioto.future.Context;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Interest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// What comes over a connection. The reading task.
final class SocketReader extends SocketEnd {
  private final ReadAhead ahead = new ReadAhead();

  SocketReader(AsyncChannel<SocketChannel> channel) {
    super(channel, Interest.READABLE);
  }

  /// Whether bytes were looked at that nobody has read.
  @Override
  boolean hasOwn() {
    return !ahead.isEmpty();
  }

  @Override
  int call(ByteBuffer into) {
    return ahead.isEmpty() ? receive(into) : ahead.take(into);
  }

  @Override
  long call(ByteBuffer[] into) {
    return ahead.isEmpty() ? receive(into) : ahead.take(into);
  }

  private int receive(ByteBuffer into) {
    int limit = into.limit();
    try {
      into.limit(into.position() + HeapBuffers.room(into));
      int n = channel.channel().read(into);
      count(n);
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(channel, "read", e);
    } finally {
      into.limit(limit);
    }
  }

  private long receive(ByteBuffer[] into) {
    try {
      long n = HeapBuffers.apply(into, channel.channel()::read);
      count(n);
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(channel, "read", e);
    }
  }

  // --- looking ahead ---

  int pollPeek(Context cx, ByteBuffer into, AsyncChannel.Wait wait) {
    return (int) poll(cx, new ByteBuffer[] {into}, wait, buffers -> lookAhead(buffers[0]));
  }

  int tryPeek(ByteBuffer into) {
    return tryOnce(into, this::lookAhead);
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
      count(n);
      return n;
    } catch (IOException _) {
      return 0;
    }
  }
}
