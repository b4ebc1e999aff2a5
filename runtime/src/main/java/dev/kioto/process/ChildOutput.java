package dev.kioto.process;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.io.AsyncChannel;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.BlockingReader;
import dev.kioto.io.IoResource;
import dev.kioto.io.NamedOperation;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The standard output, or the standard error, of a child process: what the child writes is read here. One task reads at a time.
///
/// It ends when nobody holds the other side any more: the child has ended, and so have those that it started and that it gave the
/// stream to. What was written before is read before the end. After Tokio's `process/mod.rs`.
public final class ChildOutput implements AsyncRead, IoResource, AutoCloseable {
  private static final ResourceType<ChildOutput> STDOUT = type("ChildStdout");
  private static final ResourceType<ChildOutput> STDERR = type("ChildStderr");

  private final Program program;
  private final String name;
  private final ResourceType<ChildOutput> type;
  private final Observed observed;
  private final AtomicLong read = new AtomicLong(); // bytes

  // Both written when the pipe is there, before this is handed out.
  private AsyncRead pipe;
  private Runnable close;

  private ChildOutput(Program program, String name, ResourceType<ChildOutput> type) {
    this.program = program;
    this.name = name;
    this.type = type;
    observed = Observed.of(type);
    pipe = this;
    close = () -> {};
  }

  private static ResourceType<ChildOutput> type(String name) {
    return ResourceType.of(name, ResourceKind.IO,
        (output, out) -> out.set("pid", output.program.pid()).set("bytes_read", output.read.get(), "bytes"));
  }

  static ChildOutput stdout(Program program) {
    return new ChildOutput(program, "stdout", STDOUT);
  }

  static ChildOutput stderr(Program program) {
    return new ChildOutput(program, "stderr", STDERR);
  }

  /// To a pipe that the driver of the calling thread's runtime watches.
  ///
  /// @throws IllegalStateException when there is no such runtime
  void connect(Pipe.SourceChannel source) {
    var reader = new ChannelReader(AsyncChannel.of(source, true, this, type));
    pipe = reader;
    close = reader::close;
  }

  /// To a stream that blocks.
  void connect(InputStream stream) {
    var reader = new BlockingReader(stream, this);
    pipe = reader;
    close = reader::close;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return counted(pipe.pollRead(cx, into));
  }

  private int counted(int n) {
    if (n > 0) {
      read.addAndGet(n);
    }
    return n;
  }

  @Override
  public Future<Integer> read(ByteBuffer into) {
    return new NamedOperation<>(type.name() + "::read", this::resource, pipe.read(into), this::counted);
  }

  @Override
  public @Nullable Resource resource() {
    return observed.resource(this, program);
  }

  /// Bytes that were read so far.
  public long bytesRead() {
    return read.get();
  }

  /// Closes the pipe: a child that still writes to it fails, or is ended by the system. Closing again does nothing.
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
    return program.stream(name);
  }
}
