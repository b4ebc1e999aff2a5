package dev.kioto.console.collector;

import dev.kioto.console.trace.Trace;
import dev.kioto.console.trace.TraceBuilder;
import dev.kioto.console.trace.TraceSink;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.TraceChunk;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// A program's events on their way into a file, or into memory: the last ones, or those from now on. They are read as fast as they are
/// taken. One thread, and one way; any thread may close it.
public final class Dump implements AutoCloseable {

  private static final long LARGEST_BYTES = 1L << 30; // a flight recorder holds 16 MiB unless told otherwise

  private final @Nullable Description description;
  private final Iterator<TraceChunk> chunks;
  private final Context.CancellableContext scope;

  Dump(@Nullable Description description, Iterator<TraceChunk> chunks, Context.CancellableContext scope) {
    this.description = description;
    this.chunks = chunks;
    this.scope = scope;
  }

  /// Waits until the program has begun to answer.
  ///
  /// @throws StatusRuntimeException if it refuses
  void awaitFirst() {
    var _ = chunks.hasNext();
  }

  /// Writes the file: its layout is at `TraceChunk` in `console.proto`. What has come is whole when the program breaks off.
  ///
  /// @throws IOException if it cannot be written, or the program broke off
  public void writeTo(OutputStream out) throws IOException {
    var data = new DataOutputStream(out);
    data.write(EventFile.MAGIC);
    data.writeInt(EventFile.VERSION);
    var about = description == null ? Description.getDefaultInstance() : description;
    about.toBuilder().clearCapabilities().clearRecorder().build().writeDelimitedTo(data);
    long written = 0;
    try {
      while (chunks.hasNext() && written < LARGEST_BYTES) {
        var chunk = chunks.next();
        chunk.writeDelimitedTo(data);
        written += chunk.getSerializedSize();
      }
    } catch (StatusRuntimeException e) {
      throw new IOException("The program broke off: " + e.getStatus(), e);
    }
  }

  /// Reads the events into memory instead. What has come is there when the program breaks off.
  public Trace trace() {
    var trace = new TraceBuilder();
    var decoder = new TraceDecoder(trace);
    try {
      while (chunks.hasNext() && !trace.isFull()) decoder.take(chunks.next());
    } catch (StatusRuntimeException _) {
      trace.breakOff();
    }
    return trace.build();
  }

  /// Passes the events on as they come, until the program ends or breaks off, or this is closed by another thread.
  public void passTo(TraceSink sink) {
    var decoder = new TraceDecoder(sink);
    try {
      while (chunks.hasNext()) decoder.take(chunks.next());
    } catch (StatusRuntimeException _) {
      // what has come is there
    }
  }

  @Override
  public void close() {
    scope.cancel(null);
  }
}
