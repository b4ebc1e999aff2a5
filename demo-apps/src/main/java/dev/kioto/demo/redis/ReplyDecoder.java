package dev.kioto.demo.redis;

import dev.kioto.codec.Decoder;
import dev.kioto.codec.FrameBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Finds replies in what a server sends. For a client that believes its server: a reply is read from its beginning with each packet
/// until it is whole. One connection.
final class ReplyDecoder implements Decoder<Reply> {

  private int at; // whoever reads the connection: how far the reply at the front has been read

  @Override
  public @Nullable Reply decode(FrameBuffer in) {
    at = 0;
    var reply = reply(in);
    if (reply != null) in.skip(at);
    return reply;
  }

  private @Nullable Reply reply(FrameBuffer in) {
    var line = line(in);
    if (line == null) return null;
    var rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+' -> new Reply.Status(rest);
      case '-' -> new Reply.Failure(rest);
      case ':' -> new Reply.Number(Long.parseLong(rest));
      case '$' -> bulk(in, Integer.parseInt(rest));
      case '*' -> many(in, Integer.parseInt(rest));
      default -> throw new ProtocolException("a reply that begins with '" + line.charAt(0) + "'");
    };
  }

  private @Nullable Reply bulk(FrameBuffer in, int length) {
    if (length < 0) return Reply.NIL;
    if (in.remaining() < at + length + 2) return null;
    var bytes = new byte[length];
    in.view().get(at, bytes);
    at += length + 2;
    return new Reply.Bulk(bytes);
  }

  private @Nullable Reply many(FrameBuffer in, int count) {
    var replies = new ArrayList<Reply>();
    for (int i = 0; i < count; i++) {
      var reply = reply(in);
      if (reply == null) return null;
      replies.add(reply);
    }
    return count < 0 ? Reply.NIL : new Reply.Many(replies);
  }

  private @Nullable String line(FrameBuffer in) {
    int end = in.indexOf((byte) '\n', at);
    if (end < at + 2) return null;
    var bytes = new byte[end - 1 - at];
    in.view().get(at, bytes);
    at = end + 1;
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
