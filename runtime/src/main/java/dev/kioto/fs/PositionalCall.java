package dev.kioto.fs;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A read or a write at any place of a file, beside what else is under way. By a buffer of its own: the caller's is not touched
/// between polls. The polling thread.
final class PositionalCall extends Operation<Integer> {
  private final File file;
  private final ByteBuffer buffer;
  private final boolean reads;
  private final long position;

  // Null before the first poll.
  private @Nullable FileJob<Integer> job;
  private @Nullable ByteBuffer own;

  PositionalCall(File file, ByteBuffer buffer, boolean reads, long position) {
    if (position < 0) {
      throw new IllegalArgumentException("position must be 0 or more, but is " + position);
    }
    this.file = file;
    this.buffer = buffer;
    this.reads = reads;
    this.position = position;
  }

  private String what() {
    return reads ? "readAt" : "writeAt";
  }

  @Override
  protected String source() {
    return "File::" + what();
  }

  @Override
  protected @Nullable Resource resource() {
    return file.resource();
  }

  @Override
  protected Poll<Integer> step(Context cx) {
    if (!buffer.hasRemaining()) {
      return Poll.ready(0);
    }
    if (!cx.takeBudget()) {
      return Poll.pending();
    }
    var copy = own;
    var running = job;
    if (copy == null || running == null) {
      copy = ByteBuffer.allocate(Math.min(buffer.remaining(), file.state().maxBufferSize()));
      own = copy;
      running = begin(copy);
      job = running;
    }
    if (!running.pollOver(cx)) {
      cx.restoreBudget();
      return Poll.pending();
    }
    return finished(running, copy);
  }

  private FileJob<Integer> begin(ByteBuffer copy) {
    file.checkOpen(what());
    if (!reads) {
      copy.put(0, buffer, buffer.position(), copy.capacity());
    }
    try {
      return file.submit(what(), !reads, reads
          ? () -> Poll.ready(file.channel().read(copy, position)) : () -> writeAll(copy));
    } catch (IOException e) {
      throw file.state().failure(what(), e);
    }
  }

  private Poll<Integer> writeAll(ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      file.channel().write(from, position + from.position());
    }
    return Poll.ready(from.capacity());
  }

  private Poll<Integer> finished(FileJob<Integer> over, ByteBuffer copy) {
    var failed = over.failure();
    if (failed != null) {
      throw file.state().failure(what(), failed);
    }
    if (reads && copy.position() > 0) {
      buffer.put(copy.flip());
    } else if (!reads) {
      buffer.position(buffer.position() + copy.capacity());
    }
    return over.answer();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(what() + " " + position + " of " + file);
  }
}
