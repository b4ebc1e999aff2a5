package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.resource.Resource;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Readers and writers that show what passes. After tokio-util's `io/inspect.rs`.
final class Inspect {
  private Inspect() {}

  private static void show(ByteBuffer buffer, int from, Consumer<? super ByteBuffer> consumer) {
    if (buffer.position() > from) {
      consumer.accept(buffer.slice(from, buffer.position() - from).asReadOnlyBuffer());
    }
  }

  /// See [Io#inspect(AsyncRead, Consumer)].
  record Reader(AsyncRead reader, Consumer<? super ByteBuffer> consumer)
      implements AsyncRead, IoResource, AutoCloseable {
    @Override
    public int pollRead(Context cx, ByteBuffer into) {
      int from = into.position();
      int n = reader.pollRead(cx, into);
      show(into, from, consumer);
      return n;
    }

    @Override
    public @Nullable Resource resource() {
      return IoResource.of(reader);
    }

    @Override
    public void close() {
      Bytes.close(reader);
    }

    @Override
    public String toString() {
      return "InspectReader of " + reader;
    }
  }

  /// See [Io#inspect(AsyncWrite, Consumer)].
  record Writer(AsyncWrite writer, Consumer<? super ByteBuffer> consumer)
      implements AsyncWrite, IoResource, AutoCloseable {
    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      int start = from.position();
      int n = writer.pollWrite(cx, from);
      show(from, start, consumer);
      return n;
    }

    @Override
    public boolean pollFlush(Context cx) {
      return writer.pollFlush(cx);
    }

    @Override
    public boolean pollShutdown(Context cx) {
      return writer.pollShutdown(cx);
    }

    @Override
    public @Nullable Resource resource() {
      return IoResource.of(writer);
    }

    @Override
    public void close() {
      Bytes.close(writer);
    }

    @Override
    public String toString() {
      return "InspectWriter of " + writer;
    }
  }
}
