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

/// A read, a look or a write of a connection. The polling thread.
final class StreamOperation extends Operation<Integer> {
  private final SocketStream stream;
  private final ByteBuffer buffer;
  private final Kind kind;
  private final AsyncChannel.Wait wait = new AsyncChannel.Wait();

  enum Kind {
    READ("read"), PEEK("peek"), WRITE("write");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  StreamOperation(SocketStream stream, ByteBuffer buffer, Kind kind) {
    this.stream = stream;
    this.buffer = buffer;
    this.kind = kind;
  }

  @Override
  protected String source() {
    return stream.typeName() + "::" + kind.word;
  }

  @Override
  protected @Nullable Resource resource() {
    return stream.channel().resource();
  }

  @Override
  protected Poll<Integer> step(Context cx) {
    int n = switch (kind) {
      case READ -> stream.reader().poll(cx, buffer, wait);
      case PEEK -> stream.reader().pollPeek(cx, buffer, wait);
      case WRITE -> stream.writer().poll(cx, buffer, wait);
    };
    return n == AsyncRead.PENDING ? Poll.pending() : Poll.ready(n);
  }

  @Override
  protected void giveUp() {
    stream.channel().forget(wait);
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a " + kind.word + " of " + stream);
  }
}
