package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Standard output or standard error of this program. Each writer hands over 64 KiB at most, which a thread of the blocking pool
/// writes, one at a time for each of the two: what one call hands over is not mixed with what others do.
///
/// A write is done when its bytes were handed over. A flush says that they were written, or throws what went wrong; so does the next
/// write of this writer. The shutdown of a runtime waits for what was handed over, and so for whoever reads it.
///
/// To be written from inside a runtime. Got by [Stdio#stdout] and [Stdio#stderr]. One task writes at a time.
public final class StdWriter implements AsyncWrite, IoResource {
  private static final ResourceType<StdWriter> STDOUT = type("Stdout");
  private static final ResourceType<StdWriter> STDERR = type("Stderr");

  private final BlockingWriter writer;
  private final String type;
  private final Observed observed;
  private final AtomicLong written = new AtomicLong(); // bytes

  private StdWriter(BlockingWriter writer, ResourceType<StdWriter> type) {
    this.writer = writer;
    this.type = type.name();
    this.observed = Observed.of(type);
  }

  private static ResourceType<StdWriter> type(String name) {
    return ResourceType.of(name, ResourceKind.IO,
        (writer, out) -> out.set("bytes_written", writer.written.get(), "bytes"));
  }

  static StdWriter stdout(BlockingWriter writer) {
    return new StdWriter(writer, STDOUT);
  }

  static StdWriter stderr(BlockingWriter writer) {
    return new StdWriter(writer, STDERR);
  }

  /// @throws IllegalStateException when the calling thread belongs to no runtime
  /// @throws dev.kioto.future.CancelledException when its runtime has shut down
  @Override
  public int pollWrite(Context cx, ByteBuffer from) {
    return counted(writer.pollWrite(cx, from));
  }

  private int counted(int n) {
    if (n > 0) {
      written.addAndGet(n);
    }
    return n;
  }

  @Override
  public boolean pollFlush(Context cx) {
    return writer.pollFlush(cx);
  }

  /// Flushes. The stream stays open.
  @Override
  public boolean pollShutdown(Context cx) {
    return writer.pollShutdown(cx);
  }

  @Override
  public Future<Integer> write(ByteBuffer from) {
    return new NamedOperation<>(type + "::write", this::resource, writer.write(from), this::counted);
  }

  @Override
  public Future<@Nullable Void> flush() {
    return new NamedOperation<>(type + "::flush", this::resource, writer.flush(), _ -> {});
  }

  @Override
  public @Nullable Resource resource() {
    return observed.resource(this);
  }

  /// Bytes that were handed over so far.
  public long bytesWritten() {
    return written.get();
  }

  @Override
  public String toString() {
    return writer.toString();
  }
}
