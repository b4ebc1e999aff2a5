package dev.kioto.bench.net;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/// Finds where the requests of a connection end, byte by byte, so that it does not matter how they were cut into reads. Knows just
/// enough of HTTP/1.1 for requests without a body: empty lines, and whether a header says that the connection is to be closed.
/// One connection, one thread at a time.
final class HttpRequests {
  private static final int LONGEST = 8 * 1024;
  private static final byte[] CLOSE = "connection: close".getBytes(StandardCharsets.US_ASCII); // each with bit 5 set, as `matches` wants

  private int length; // of the request so far
  private int column; // in its line
  private int matched; // of CLOSE, from the line's beginning
  private boolean hasLine;
  private boolean closes;
  private boolean last;

  /// Takes the next byte.
  ///
  /// @return whether a request ends with it
  /// @throws ProtocolException when the request is too long
  boolean ends(byte next) throws ProtocolException {
    if (++length > LONGEST) {
      throw new ProtocolException("a request is longer than " + LONGEST + " bytes");
    }
    if (next == '\n') {
      return endsLine();
    }
    if (next != '\r') {
      if (matched == column && column < CLOSE.length && (next | 0x20) == CLOSE[column]) {
        matched++;
      }
      column++;
    }
    return false;
  }

  private boolean endsLine() {
    boolean empty = column == 0;
    boolean ends = empty && hasLine; // empty lines before a request are none of it
    closes |= column == CLOSE.length && matched == CLOSE.length;
    last |= ends && closes;
    hasLine = !empty;
    column = 0;
    matched = 0;
    if (empty) {
      length = 0;
    }
    return ends;
  }

  /// Whether the request that ended last has said that none will follow.
  boolean isLast() {
    return last;
  }
}
