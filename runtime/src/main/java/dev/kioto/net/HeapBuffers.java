package dev.kioto.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Bounds what the JDK copies: of a buffer on the heap it copies all, also where the system takes or has a part of it only. So
/// that a large one is not copied again and again, it is handed over in pieces.
final class HeapBuffers {
  private static final int MAX_COPIED = 128 * 1024; // about what a socket takes in one go

  private HeapBuffers() {}

  /// A call with several buffers, as that of a channel.
  interface Call {
    long apply(ByteBuffer[] buffers, int offset, int length) throws IOException;
  }

  /// How much of a buffer a call is to be given.
  static int room(ByteBuffer buffer) {
    return buffer.isDirect() ? buffer.remaining() : Math.min(buffer.remaining(), MAX_COPIED);
  }

  /// Makes a call with as many of the buffers as it is to be given, and a part of the last.
  static long apply(ByteBuffer[] buffers, Call call) throws IOException {
    int count = 0;
    int copied = 0;
    while (count < buffers.length && copied < MAX_COPIED) {
      var buffer = buffers[count++];
      copied += buffer.isDirect() ? 0 : room(buffer);
    }
    if (count == 0) {
      return 0;
    }
    var last = buffers[count - 1];
    int limit = last.limit();
    int excess = Math.max(0, copied - MAX_COPIED) + (last.isDirect() ? 0 : last.remaining() - room(last));
    last.limit(limit - excess);
    try {
      return call.apply(buffers, 0, count);
    } finally {
      last.limit(limit);
    }
  }
}
