package dev.kioto.process;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Interest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/// Reads a pipe that the driver watches.
final class ChannelReader implements AsyncRead, AutoCloseable {
  private final AsyncChannel<Pipe.SourceChannel> channel;
  private final AsyncChannel.Wait polling = new AsyncChannel.Wait();

  ChannelReader(AsyncChannel<Pipe.SourceChannel> channel) {
    this.channel = channel;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return poll(cx, into, polling);
  }

  @Override
  public Future<Integer> read(ByteBuffer into) {
    return new Read(into);
  }

  private int poll(Context cx, ByteBuffer into, AsyncChannel.Wait wait) {
    if (!into.hasRemaining()) {
      return 0;
    }
    if (!cx.takeBudget()) {
      return PENDING;
    }
    while (true) {
      int event = channel.pollReady(cx, wait, Interest.READABLE);
      if (event == 0) {
        cx.restoreBudget();
        return PENDING;
      }
      int n = read(event, into);
      if (n != 0) {
        return n;
      }
    }
  }

  private int read(int event, ByteBuffer into) {
    try {
      int n = channel.channel().read(into);
      if (n > 0 && into.hasRemaining()) {
        channel.usedUp(event, Interest.READABLE);
      } else if (n == 0) {
        channel.clearReady(event, Interest.READABLE);
      }
      return n;
    } catch (IOException e) {
      throw AsyncChannel.failed(channel, "read", e);
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  private final class Read implements Future<Integer> {
    private final ByteBuffer into;
    private final AsyncChannel.Wait wait = new AsyncChannel.Wait();

    Read(ByteBuffer into) {
      this.into = into;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      int n = ChannelReader.this.poll(cx, into, wait);
      return n == PENDING ? Poll.pending() : Poll.ready(n);
    }

    @Override
    public void drop() {
      channel.forget(wait);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a read of " + channel);
    }
  }
}
