package dev.kioto.bench.net;

import java.nio.ByteBuffer;

/// Gives back what was read.
final class Echo implements Conversation {
  private static final int ROOM = 16 * 1024;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);

  @Override
  public ByteBuffer in() {
    return buffer.clear();
  }

  @Override
  public ByteBuffer answer() {
    return buffer.flip();
  }

  @Override
  public boolean isOver() {
    return false;
  }
}
