package dev.kioto.bench.net;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedDeque;

/// Buffers that a server lends to the connections that have something to say: those that wait need none, and the one that was
/// used last is still in the processor's cache. As large as the largest that Netty reads into.
final class Buffers {
  private static final int ROOM = 64 * 1024;

  private static final ThreadLocal<ArrayDeque<ByteBuffer>> OF_THREAD = ThreadLocal.withInitial(ArrayDeque::new);
  // For virtual threads, which are too many to have buffers of their own.
  private static final ConcurrentLinkedDeque<ByteBuffer> SHARED = new ConcurrentLinkedDeque<>();

  private Buffers() {}

  /// An empty one. Any thread.
  static ByteBuffer take() {
    var buffer = Thread.currentThread().isVirtual() ? SHARED.pollFirst() : OF_THREAD.get().pollFirst();
    return buffer == null ? ByteBuffer.allocateDirect(ROOM) : buffer.clear();
  }

  /// Gives one back. Any thread.
  static void give(ByteBuffer buffer) {
    if (Thread.currentThread().isVirtual()) {
      SHARED.addFirst(buffer);
    } else {
      OF_THREAD.get().addFirst(buffer);
    }
  }
}
