package dev.kioto.net;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A read or a write of a connection. The polling thread.
final class StreamOperation extends Operation<Integer> {
  private final TcpStream stream;
  private final ByteBuffer buffer;
  private final boolean reads;
  private final AsyncChannel.Wait wait = new AsyncChannel.Wait();

  StreamOperation(TcpStream stream, ByteBuffer buffer, boolean reads) {
    this.stream = stream;
    this.buffer = buffer;
    this.reads = reads;
  }

  @Override
  protected String source() {
    return reads ? "TcpStream::read" : "TcpStream::write";
  }

  @Override
  protected @Nullable Resource resource() {
    return stream.channel().resource();
  }

  @Override
  protected Poll<Integer> step(Context cx) {
    int n = reads ? stream.read(cx, buffer, wait) : stream.write(cx, buffer, wait);
    return n == AsyncRead.PENDING ? Poll.pending() : Poll.ready(n);
  }

  @Override
  protected void giveUp() {
    stream.channel().forget(wait);
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail((reads ? "a read of " : "a write of ") + stream);
  }
}
