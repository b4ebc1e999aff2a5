package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A pipe in memory, see [Io#simplex]: what is written at one end is read at the other. One task or thread at each end. Works with a
/// runtime or without. Takes budget; cancellation of a read or a write loses nothing.
public final class Simplex {
  private static final ResourceType<Simplex> TYPE = ResourceType.of("SimplexStream", ResourceKind.SYNC,
      (simplex, out) -> out.set("capacity", simplex.pipe.capacity(), "bytes")
          .set("buffered", simplex.pipe.buffered(), "bytes").set("is_shutdown", simplex.pipe.isEnded())
          .set("is_closed", simplex.pipe.isRefused()));

  private final Pipe pipe;
  private final Observed observed = Observed.of(TYPE);
  private final Reader reader = new Reader();
  private final Writer writer = new Writer();

  Simplex(int capacity) {
    pipe = new Pipe(Bytes.checkCapacity(capacity));
  }

  /// The end that is read.
  public Reader reader() {
    return reader;
  }

  /// The end that is written.
  public Writer writer() {
    return writer;
  }

  /// The end of a pipe that is read.
  public final class Reader implements AsyncRead, IoResource, AutoCloseable {
    private Reader() {}

    @Override
    public int pollRead(Context cx, ByteBuffer into) {
      return pipe.pollRead(cx, into, this);
    }

    @Override
    public @Nullable Resource resource() {
      return observed.resource(Simplex.this);
    }

    /// Gives up reading: a write fails from now on, and what was not read is lost. Any thread; closing again does nothing.
    @Override
    public void close() {
      pipe.refuse();
    }

    @Override
    public String toString() {
      return "SimplexReader";
    }
  }

  /// The end of a pipe that is written.
  public final class Writer implements AsyncWrite, IoResource, AutoCloseable {
    private Writer() {}

    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      return pipe.pollWrite(cx, from, this);
    }

    /// Ends the writing: the other end reads what was written, and then the end.
    @Override
    public boolean pollShutdown(Context cx) {
      pipe.end();
      return true;
    }

    @Override
    public @Nullable Resource resource() {
      return observed.resource(Simplex.this);
    }

    /// Ends the writing, as [#pollShutdown] does. Any thread; closing again does nothing.
    @Override
    public void close() {
      pipe.end();
    }

    @Override
    public String toString() {
      return "SimplexWriter";
    }
  }
}
