package dev.kioto.demo.redis;

import dev.kioto.codec.Decoder;
import dev.kioto.codec.FrameBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds requests in what a client sends: arrays of strings, as RESP2 has them, or lines of words, as one types them.
///
/// ```
/// *2\r\n $3\r\n GET\r\n $5\r\n color\r\n        or        GET color\r\n
/// ```
///
/// What has come of a request is taken from the buffer part by part, so that a long one is not read again from its beginning with
/// each packet. One connection.
final class RequestDecoder implements Decoder<Request> {

  private static final int LONGEST_NUMBER = 32; // with its mark and the end of its line, and room to be wrong
  private static final int NONE = -1;
  private static final long INCOMPLETE = Long.MIN_VALUE;
  private static final int FEW = 8; // what a request promises is not believed before it has come

  private final Limits limits;

  // All: whoever reads the connection.
  private @Nullable List<byte[]> parts; // of a request that has begun
  private int wanted;                   // parts that it will have
  private int length = NONE;            // of the part that comes next, when that is known
  private long total;                   // bytes of its parts so far, and of the next one

  RequestDecoder(Limits limits) {
    this.limits = limits;
  }

  @Override
  public @Nullable Request decode(FrameBuffer in) {
    while (true) {
      var begun = parts;
      if (begun == null) {
        if (in.isEmpty()) return null;
        if (in.get(0) != '*') {
          var line = line(in);
          if (line == null || line.size() > 0) return line;
          continue; // an empty line
        }
        begun = begin(in);
        if (begun == null) return null;
      }
      if (!takeParts(in, begun)) return null;
      parts = null;
      if (!begun.isEmpty()) return new Request(begun);
    }
  }

  @Override
  public @Nullable Request decodeEof(FrameBuffer in) {
    var request = decode(in);
    if (request == null && (parts != null || !in.isEmpty())) {
      in.skip(in.remaining());
      parts = null;
      throw new ProtocolException("the end came inside a request");
    }
    return request;
  }

  /// What is left in the buffer is one part at most, or a line.
  @Override
  public int maxBuffered() {
    return Math.max(limits.argumentBytes(), limits.inlineBytes()) + LONGEST_NUMBER;
  }

  private @Nullable List<byte[]> begin(FrameBuffer in) {
    long count = number(in, "multibulk");
    if (count == INCOMPLETE) return null;
    if (count > limits.arguments()) {
      throw new ProtocolException("invalid multibulk length: " + count + " is over the limit of " + limits.arguments());
    }
    wanted = (int) Math.max(0, count); // -1 is nothing, as 0 is
    total = 0;
    var begun = new ArrayList<byte[]>(Math.min(wanted, FEW));
    parts = begun;
    return begun;
  }

  // False when more has to come.
  private boolean takeParts(FrameBuffer in, List<byte[]> begun) {
    while (begun.size() < wanted) {
      if (length == NONE && !takeLength(in)) return false;
      if (in.remaining() < length + 2) {
        in.expect(length + 2);
        return false;
      }
      begun.add(in.takeBytes(length));
      if (in.takeShort() != ('\r' << 8 | '\n')) throw new ProtocolException("a string is longer than its length");
      length = NONE;
    }
    return true;
  }

  private boolean takeLength(FrameBuffer in) {
    if (in.isEmpty()) return false;
    if (in.get(0) != '$') {
      throw new ProtocolException("expected '$', got '" + printable(in.get(0)) + "'");
    }
    long announced = number(in, "bulk");
    if (announced == INCOMPLETE) return false;
    if (announced < 0 || announced > limits.argumentBytes()) {
      throw new ProtocolException("invalid bulk length: " + announced + " is not from 0 to " + limits.argumentBytes());
    }
    total += announced;
    if (total > limits.requestBytes()) {
      throw new ProtocolException("the request is over the limit of " + limits.requestBytes() + " bytes");
    }
    length = (int) announced;
    return true;
  }

  /// Takes a line with a mark and a number.
  ///
  /// @return [#INCOMPLETE] when its end has not come
  private static long number(FrameBuffer in, String what) {
    int available = Math.min(in.remaining(), LONGEST_NUMBER);
    long value = 0;
    boolean negative = available > 1 && in.get(1) == '-';
    int first = negative ? 2 : 1;
    for (int i = first; i < available; i++) {
      byte next = in.get(i);
      if (next == '\r') {
        if (i + 1 == in.remaining()) return INCOMPLETE;
        if (i == first || in.get(i + 1) != '\n') break;
        in.skip(i + 2);
        return negative ? -value : value;
      }
      if (next < '0' || next > '9' || i - first > 17) break; // 18 digits fit into a long
      value = value * 10 + (next - '0');
      if (i + 1 == in.remaining()) return INCOMPLETE;
    }
    if (in.remaining() <= first) return INCOMPLETE;
    throw new ProtocolException("invalid " + what + " length");
  }

  /// Takes a line of words. Null when its end has not come.
  private @Nullable Request line(FrameBuffer in) {
    int end = in.indexOf((byte) '\n', 0);
    if (end < 0 && in.remaining() <= limits.inlineBytes()) return null;
    if (end < 0 || end > limits.inlineBytes()) {
      throw new ProtocolException("too big inline request: the limit is " + limits.inlineBytes() + " bytes");
    }
    var text = new String(in.takeBytes(end), StandardCharsets.ISO_8859_1);
    in.skip(1);
    var words = new ArrayList<byte[]>();
    for (var word : text.split("[ \t\r]+", -1)) {
      if (!word.isEmpty()) words.add(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    if (words.size() > limits.arguments()) {
      throw new ProtocolException("too many words in an inline request: the limit is " + limits.arguments());
    }
    return new Request(words);
  }

  private static String printable(byte value) {
    return value > ' ' && value < 127 ? String.valueOf((char) value) : String.format("0x%02x", value);
  }
}
