package dev.kioto.demo.http;

import dev.kioto.codec.Decoder;
import dev.kioto.codec.FrameBuffer;
import dev.kioto.demo.http.HttpInput.Body;
import dev.kioto.demo.http.HttpInput.Head;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds heads and bodies in what a client sends. One connection.
final class HttpDecoder implements Decoder<HttpInput> {
  /*
   *  HEAD   -> HEAD     // a request without a body
   *  HEAD   -> BODY     // Content-Length
   *  HEAD   -> SIZE     // chunked
   *  SIZE   -> CHUNK    // the length of the next chunk, which is not 0
   *  CHUNK  -> SIZE     // all of it
   *  SIZE   -> TRAILER  // the last chunk
   *  BODY, TRAILER -> HEAD
   */
  private enum State {
    HEAD, BODY, SIZE, CHUNK, TRAILER
  }

  private static final int LONGEST_SIZE = 256; // a line with the length of a chunk, and what may come after it

  private final HttpLimits limits;
  private final HeadParser parser;

  // All: whoever reads the connection.
  private State state = State.HEAD;
  private int length;  // of the body, or of the chunk
  private int scanned; // of the buffer, in search of the end of a line
  private final List<String> lines = new ArrayList<>();
  private int headBytes;
  private ByteArrayOutputStream chunks = new ByteArrayOutputStream();

  HttpDecoder(HttpLimits limits) {
    this.limits = limits;
    this.parser = new HeadParser(limits);
  }

  @Override
  public @Nullable HttpInput decode(FrameBuffer in) {
    while (true) {
      switch (state) {
        case HEAD -> {
          return head(in);
        }
        case BODY -> {
          if (in.remaining() < length) return null;
          state = State.HEAD;
          return new Body(in.takeBytes(length));
        }
        case SIZE -> {
          if (!takeSize(in)) return null;
        }
        case CHUNK -> {
          if (!takeChunk(in)) return null;
        }
        case TRAILER -> {
          var line = line(in, limits.head(), Status.HEAD_TOO_LARGE, "a trailer");
          if (line == null) return null;
          if (line.isEmpty()) return endOfChunks();
          headBytes += line.length() + 2;
          if (headBytes > limits.head()) throw new HttpException(Status.HEAD_TOO_LARGE, "the trailers are too long");
        }
      }
    }
  }

  @Override
  public @Nullable HttpInput decodeEof(FrameBuffer in) {
    var input = decode(in);
    if (input == null && isInside()) throw HeadParser.bad("the end came inside a request");
    return input;
  }

  @Override
  public int maxBuffered() {
    return Math.max(limits.body(), limits.head()) + LONGEST_SIZE;
  }

  /// Whether a request has begun to come, and not all of it is there.
  boolean isInside() {
    return state != State.HEAD || !lines.isEmpty() || scanned > 0;
  }

  private @Nullable Head head(FrameBuffer in) {
    while (true) {
      int most = lines.isEmpty() ? limits.line() : limits.head() - headBytes;
      var line = line(in, most, lines.isEmpty() ? Status.URI_TOO_LONG : Status.HEAD_TOO_LARGE,
          lines.isEmpty() ? "the first line" : "the head");
      if (line == null) return null;
      if (line.isEmpty() && lines.isEmpty()) continue; // before a request that is none of it
      if (line.isEmpty()) return begin();
      headBytes += line.length() + 2;
      lines.add(line);
      if (lines.size() - 1 > limits.headers()) {
        throw new HttpException(Status.HEAD_TOO_LARGE, "there are more than " + limits.headers() + " headers");
      }
    }
  }

  private Head begin() {
    var head = parser.parse(lines);
    lines.clear();
    headBytes = 0;
    if (head.header("transfer-encoding") != null) {
      state = State.SIZE;
    } else if (head.hasBody()) {
      length = within(HeadParser.length(head.headers()));
      state = State.BODY;
    }
    return head;
  }

  private int within(long bytes) {
    if (bytes > limits.body()) {
      throw new HttpException(Status.CONTENT_TOO_LARGE, "the body is longer than " + limits.body() + " bytes");
    }
    return (int) bytes;
  }

  private boolean takeSize(FrameBuffer in) {
    var line = line(in, LONGEST_SIZE, Status.BAD_REQUEST, "the length of a chunk");
    if (line == null) return false;
    int end = line.indexOf(';'); // what comes after it is for servers that know it
    var digits = (end < 0 ? line : line.substring(0, end)).strip();
    if (digits.isEmpty() || digits.length() > 15 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw HeadParser.bad("the length of a chunk is not a hexadecimal number");
    }
    long size = Long.parseLong(digits, 16);
    within(chunks.size() + size);
    length = (int) size;
    state = size == 0 ? State.TRAILER : State.CHUNK;
    return true;
  }

  private boolean takeChunk(FrameBuffer in) {
    if (in.remaining() < length + 2) return false;
    chunks.writeBytes(in.takeBytes(length));
    if (in.takeShort() != ('\r' << 8 | '\n')) throw HeadParser.bad("a chunk is longer than its length");
    state = State.SIZE;
    return true;
  }

  private Body endOfChunks() {
    var body = new Body(chunks.toByteArray());
    chunks = new ByteArrayOutputStream();
    headBytes = 0;
    state = State.HEAD;
    return body;
  }

  // A line without its end, when that has come. It may end with a bare line feed, and have no other carriage return.
  private @Nullable String line(FrameBuffer in, int most, Status tooLong, String what) {
    int end = in.indexOf((byte) '\n', scanned);
    if (end > most || (end < 0 && in.remaining() > most)) {
      throw new HttpException(tooLong, what + " is too long");
    }
    scanned = end < 0 ? in.remaining() : 0;
    if (end < 0) return null;
    var text = new String(in.takeBytes(end), StandardCharsets.ISO_8859_1);
    in.skip(1);
    var line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    if (line.indexOf('\r') >= 0) throw HeadParser.bad("a line has a carriage return in it");
    return line;
  }
}
