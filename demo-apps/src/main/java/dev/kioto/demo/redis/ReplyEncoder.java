package dev.kioto.demo.redis;

import dev.kioto.codec.Encoder;
import dev.kioto.codec.FrameBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes replies as RESP2 has them. One connection.
final class ReplyEncoder implements Encoder<Reply> {

  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] NIL = ascii("$-1\r\n");
  private static final int DIGITS = 20; // of a long, with its sign

  private final byte[] digits = new byte[DIGITS];

  @Override
  public void encode(Reply reply, FrameBuffer out) {
    switch (reply) {
      case Reply.Status(var text) when text.equals("OK") -> out.put(OK);
      case Reply.Status(var text) -> line('+', text, out);
      case Reply.Failure(var sentence) -> line('-', sentence, out);
      case Reply.Number(var value) -> number(':', value, out);
      case Reply.Bulk(var bytes) -> {
        number('$', bytes.length, out);
        out.put(bytes).putShort((short) ('\r' << 8 | '\n'));
      }
      case Reply.Nil() -> out.put(NIL);
      case Reply.Many(var replies) -> {
        number('*', replies.size(), out);
        all(replies, out);
      }
      case Reply.Each(var replies) -> all(replies, out);
    }
  }

  private void all(List<Reply> replies, FrameBuffer out) {
    for (var reply : replies) encode(reply, out);
  }

  private static void line(char mark, String text, FrameBuffer out) {
    out.put((byte) mark).put(ascii(text.replace('\r', ' ').replace('\n', ' '))).putShort((short) ('\r' << 8 | '\n'));
  }

  private void number(char mark, long value, FrameBuffer out) {
    int at = DIGITS;
    long rest = value;
    do {
      digits[--at] = (byte) ('0' + Math.abs(rest % 10));
      rest /= 10;
    } while (rest != 0);
    if (value < 0) digits[--at] = '-';
    out.put((byte) mark).put(digits, at, DIGITS - at).putShort((short) ('\r' << 8 | '\n'));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
