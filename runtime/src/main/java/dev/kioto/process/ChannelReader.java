package dev.kioto.process;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Interest;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/// Reads a pipe that the driver watches.
final class ChannelReader implements AsyncRead, AutoCloseable {
  private final PipeEnd<Pipe.SourceChannel> end;

  ChannelReader(AsyncChannel<Pipe.SourceChannel> channel) {
    end = new PipeEnd<>(channel, Interest.READABLE, "read", Pipe.SourceChannel::read);
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return end.poll(cx, into);
  }

  @Override
  public Future<Integer> read(ByteBuffer into) {
    return end.operation(into);
  }

  @Override
  public void close() {
    end.close();
  }
}
