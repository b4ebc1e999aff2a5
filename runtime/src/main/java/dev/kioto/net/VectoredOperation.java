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

/// A read or a write of a connection with several buffers. The polling thread.
final class VectoredOperation extends Operation<Long> {
  private final SocketStream stream;
  private final ByteBuffer[] buffers;
  private final boolean reads;
  private final AsyncChannel.Wait wait = new AsyncChannel.Wait();

  VectoredOperation(SocketStream stream, ByteBuffer[] buffers, boolean reads) {
    this.stream = stream;
    this.buffers = buffers;
    this.reads = reads;
  }

  @Override
  protected String source() {
    return stream.typeName() + (reads ? "::read_vectored" : "::write_vectored");
  }

  @Override
  protected @Nullable Resource resource() {
    return stream.channel().resource();
  }

  @Override
  protected Poll<Long> step(Context cx) {
    var end = reads ? stream.reader() : stream.writer();
    long n = end.poll(cx, buffers, wait);
    return n == AsyncRead.PENDING ? Poll.pending() : Poll.ready(n);
  }

  @Override
  protected void giveUp() {
    stream.channel().forget(wait);
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail((reads ? "a read of " : "a write of ") + stream + " with " + buffers.length + " buffers");
  }
}
