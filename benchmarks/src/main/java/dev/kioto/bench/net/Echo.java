package dev.kioto.bench.net;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Gives back what was read.
final class Echo implements Conversation {
  private @Nullable ByteBuffer buffer; // whoever serves the connection

  @Override
  public ByteBuffer in() {
    if (buffer == null) {
      buffer = Buffers.take();
    }
    return buffer.clear();
  }

  @Override
  public ByteBuffer answer() {
    return Objects.requireNonNull(buffer).flip();
  }

  @Override
  public void rest() {
    if (buffer != null) {
      Buffers.give(buffer);
      buffer = null;
    }
  }

  @Override
  public boolean isOver() {
    return false;
  }
}
