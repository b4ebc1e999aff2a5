package dev.kioto.bench.net;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

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

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(ROOM);
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
    return buffer.clear();
  }

  @Override
  public ByteBuffer answer() throws ProtocolException {
    buffer.flip();
    int count = 0;
    while (buffer.hasRemaining() && !requests.isLast()) {
      if (requests.ends(buffer.get())) {
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
