package dev.kioto.process;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.BlockingWriter;
import dev.kioto.io.IoResource;
import dev.kioto.io.NamedOperation;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The standard input of a child process: what is written here, the child reads. One task writes at a time.
///
/// A shutdown, or a close, is the end for the child. A write after the child has closed its side, or has ended, throws
/// [java.io.UncheckedIOException]: broken pipe. After Tokio's `process/mod.rs`.
public final class ChildStdin implements AsyncWrite, IoResource, AutoCloseable {
  private static final ResourceType<ChildStdin> TYPE = ResourceType.of("ChildStdin", ResourceKind.IO,
      (stdin, out) -> out.set("pid", stdin.program.pid()).set("bytes_written", stdin.written.get(), "bytes"));

  private final Program program;
  private final Observed observed = Observed.of(TYPE);
  private final AtomicLong written = new AtomicLong(); // bytes

  // Both written when the pipe is there, before this is handed out.
  private AsyncWrite pipe;
  private Runnable close;

  ChildStdin(Program program) {
    this.program = program;
    pipe = this;
    close = () -> {};
  }

  /// To a pipe that the driver of the calling thread's runtime watches.
  ///
  /// @throws IllegalStateException when there is no such runtime
  void connect(Pipe.SinkChannel sink) {
    var writer = new ChannelWriter(AsyncChannel.of(sink, true, this, TYPE));
    pipe = writer;
    close = writer::close;
  }

  /// To a stream that blocks.
  void connect(OutputStream stream) {
    var writer = new BlockingWriter(stream, this);
    pipe = writer;
    close = writer::close;
  }

  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return counted(pipe.pollWrite(cx, from));
  }

  private int counted(int n) {
    if (n > 0) {
      written.addAndGet(n);
    }
    return n;
  }

  @Override
  public boolean pollFlush(Context cx) {
    return pipe.pollFlush(cx);
  }

  @Override
  public boolean pollShutdown(Context cx) {
    return pipe.pollShutdown(cx);
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    return new NamedOperation<>("ChildStdin::write", this::resource, pipe.write(from), this::counted);
  }

  @Override
  public @Nullable Resource resource() {
    return observed.resource(this, program);
  }

  /// Bytes that were written so far.
  public long bytesWritten() {
    return written.get();
  }

  /// Closes the pipe. Closing again does nothing.
  @Override
  public void close() {
    try {
      close.run();
    } finally {
      observed.close();
    }
  }

  @Override
  public String toString() {
    return program.stream("stdin");
  }
}
