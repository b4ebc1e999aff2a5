package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One end of a connection in memory, see [Io#duplex]: what is written here is read at the other end, and the other way round. It is
/// read by one task or thread at a time and written by one, which may be another. Works with a runtime or without. Takes budget.
///
/// What is written waits in a buffer of the connection's capacity; when that is full a write waits for the other end to read.
/// Cancellation of a read or a write loses nothing.
public final class DuplexStream implements AsyncRead, AsyncWrite, IoResource, AutoCloseable {
  private static final ResourceType<DuplexStream> TYPE = ResourceType.of("DuplexStream", ResourceKind.SYNC,
      (stream, out) -> out.set("capacity", stream.out.capacity(), "bytes").set("to_read", stream.in.buffered(), "bytes")
          .set("to_be_read", stream.out.buffered(), "bytes").set("is_shutdown", stream.out.isEnded())
          .set("is_closed", stream.in.isRefused()));

  private final Pipe in;
  private final Pipe out;
  private final Observed observed = Observed.of(TYPE);

  DuplexStream(Pipe in, Pipe out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return in.pollRead(cx, into, this);
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return out.pollWrite(cx, from, this);
  }

  /// Ends the writing: the other end reads what was written, and then the end. This one can still be read.
  @Override
  public boolean pollShutdown(Context cx) {
    out.end();
    return true;
  }

  @Override
  public @Nullable Resource resource() {
    return observed.resource(this);
  }

  /// Gives up this end: the other one reads what was written, and then the end; a write of it fails. What was not read here is
  /// lost. Whoever waits here fails. Any thread; closing again does nothing.
  @Override
  public void close() {
    out.end();
    in.refuse();
    observed.close();
  }

  @Override
  public String toString() {
    return "DuplexStream";
  }
}
