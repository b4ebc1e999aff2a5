package dev.kioto.bench.net;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers each HTTP/1.1 request with a line of text: those that came together, together.
final class Hello implements Conversation {
  private static final int ROOM = 16 * 1024;
  private static final int MOST_REQUESTS = ROOM / 3 + 1; // as HttpRequests takes them: "a\n\n", of the first only the end
  private static final byte[] RESPONSE = """
      HTTP/1.1 200 OK\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Length: 13\r
      \r
      Hello, World!""".getBytes(StandardCharsets.US_ASCII);

  /// Bytes of one response.
  static final int RESPONSE_LENGTH = RESPONSE.length;

  private static final ByteBuffer RESPONSES = responses(MOST_REQUESTS);

  private @Nullable ByteBuffer buffer; // whoever serves the connection
  private final ByteBuffer out = RESPONSES.duplicate();
  private final HttpRequests requests = new HttpRequests();

  private static ByteBuffer responses(int count) {
    var all = ByteBuffer.allocateDirect(count * RESPONSE_LENGTH);
    for (int i = 0; i < count; i++) {
      all.put(RESPONSE);
    }
    return all.asReadOnlyBuffer().flip();
  }

  /// The response over and over. Any thread.
  static ByteBuffer responses() {
    return RESPONSES.duplicate();
  }

  @Override
  public ByteBuffer in() {
    if (buffer == null) {
      buffer = Buffers.take();
    }
    return buffer.clear().limit(ROOM);
  }

  @Override
  public void rest() {
    if (buffer != null) {
      Buffers.give(buffer);
      buffer = null;
    }
  }

  @Override
  public ByteBuffer answer() throws ProtocolException {
    var in = Objects.requireNonNull(buffer).flip();
    int count = 0;
    while (in.hasRemaining() && !requests.isLast()) {
      if (requests.ends(in.get())) {
        count++;
      }
    }
    return out.clear().limit(count * RESPONSE_LENGTH);
  }

  @Override
  public boolean isOver() {
    return requests.isLast();
  }
}
