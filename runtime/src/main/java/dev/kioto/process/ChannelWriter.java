package dev.kioto.process;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.Interest;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/// Writes to a pipe that the driver watches.
final class ChannelWriter implements AsyncWrite, AutoCloseable {
  private final PipeEnd<Pipe.SinkChannel> end;

  ChannelWriter(AsyncChannel<Pipe.SinkChannel> channel) {
    end = new PipeEnd<>(channel, Interest.WRITABLE, "write", Pipe.SinkChannel::write);
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return end.poll(cx, from);
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    return end.operation(from);
  }

  @Override
  public boolean pollShutdown(Context cx) {
    close();
    return true;
  }

  @Override
  public void close() {
    end.close();
  }
}
