package dev.kioto.process;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.Interest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/// Writes to a pipe that the driver watches.
final class ChannelWriter implements AsyncWrite, AutoCloseable {
  private final AsyncChannel<Pipe.SinkChannel> channel;
  private final AsyncChannel.Wait polling = new AsyncChannel.Wait();

  ChannelWriter(AsyncChannel<Pipe.SinkChannel> channel) {
    this.channel = channel;
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return poll(cx, from, polling);
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    return new Write(from);
  }

  private int poll(Context cx, ByteBuffer from, AsyncChannel.Wait wait) {
    if (!from.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return PENDING;
    }
    while (true) {
      int event = channel.pollReady(cx, wait, Interest.WRITABLE);
      if (event == 0) {
        cx.restoreBudget();
        return PENDING;
      }
      int n = write(event, from);
      if (n != 0) {
        return n;
      }
    }
  }

  private int write(int event, ByteBuffer from) {
    try {
      int n = channel.channel().write(from);
      if (n > 0 && from.hasRemaining()) {
        channel.usedUp(event, Interest.WRITABLE);
      } else if (n == 0) {
        channel.clearReady(event, Interest.WRITABLE);
      }
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(channel, "write", e);
    }
  }

  @Override
  public boolean pollShutdown(Context cx) {
    close();
    return true;
  }

  @Override
  public void close() {
    channel.close();
  }

  private final class Write implements Future<Integer> {
    private final ByteBuffer from;
    private final AsyncChannel.Wait wait = new AsyncChannel.Wait();

    Write(ByteBuffer from) {
      this.from = from;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      int n = ChannelWriter.this.poll(cx, from, wait);
      return n == PENDING ? Poll.pending() : Poll.ready(n);
    }

    @Override
    public void drop() {
      channel.forget(wait);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a write to " + channel);
    }
  }
}
