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
import java.nio.channels.SelectableChannel;
import org.jspecify.annotations.Nullable;

/// One end of a pipe that the driver watches: what [ChannelReader] and [ChannelWriter] have in common. One task at a time polls it;
/// its futures are told to the probe by who uses them.
///
/// @param <C> the type of the channel
final class PipeEnd<C extends SelectableChannel> implements AutoCloseable {
  private final AsyncChannel<C> channel;
  private final Interest interest;
  private final String verb;
  private final Transfer<C> transfer;
  private final AsyncChannel.Wait polling = new AsyncChannel.Wait();

  /// Moves bytes between a channel and a buffer, without waiting.
  interface Transfer<C> {
    /// @return how many bytes; 0 when it would have blocked, -1 at the end
    int move(C channel, ByteBuffer buffer) throws IOException;
  }

  /// @param verb what the transfer does, for messages: `read`
  PipeEnd(AsyncChannel<C> channel, Interest interest, String verb, Transfer<C> transfer) {
    this.channel = channel;
    this.interest = interest;
    this.verb = verb;
    this.transfer = transfer;
  }

  /// Moves bytes, or waits until that can be. Takes budget.
  ///
  /// @return how many bytes, [AsyncRead#END], or [AsyncRead#PENDING]; 0 when the buffer has no room
  int poll(Context cx, ByteBuffer buffer) {
    return poll(cx, buffer, polling);
  }

  private int poll(Context cx, ByteBuffer buffer, AsyncChannel.Wait wait) {
    if (!buffer.hasRemaining()) {
      return 0;
    }
    var moved = channel.pollIo(cx, wait, interest, verb, _ -> move(buffer));
    return moved == null ? AsyncRead.PENDING : moved;
  }

  // Null when it would have blocked. What is moved only in part has used up what there was: another attempt would be in vain.
  private @Nullable Integer move(ByteBuffer buffer) throws IOException {
    int event = channel.event();
    int n = transfer.move(channel.channel(), buffer);
    if (n > 0 && buffer.hasRemaining()) {
      channel.usedUp(event, interest);
    }
    return n == 0 ? null : n;
  }

  /// [#poll] as a future, which waits for itself. Cancellation loses nothing: the position of the buffer says what was moved.
  Future<Integer> operation(ByteBuffer buffer) {
    return new Moving(buffer);
  }

  @Override
  public void close() {
    channel.close();
  }

  @Override
  public String toString() {
    return channel.toString();
  }

  private final class Moving implements Future<Integer> {
    private final ByteBuffer buffer;
    private final AsyncChannel.Wait wait = new AsyncChannel.Wait();

    Moving(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public Poll<Integer> poll(Context cx) {
      int n = PipeEnd.this.poll(cx, buffer, wait);
      return n == AsyncRead.PENDING ? Poll.pending() : Poll.ready(n);
    }

    @Override
    public void drop() {
      channel.forget(wait);
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail("a " + verb + " of " + channel);
    }
  }
}
