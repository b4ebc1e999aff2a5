package dev.kioto.fs;

import dev.kioto.future.Poll;
import dev.kioto.io.InvalidUtf8Exception;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads a whole file as text.
final class ReadText implements Work<String> {
  private final ReadAll bytes;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
      .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
  private final StringBuilder text = new StringBuilder();
  private @Nullable ByteBuffer read; // null as long as there is more to read

  ReadText(Path path) {
    bytes = new ReadAll(path);
  }

  @Override
  public Poll<String> piece() throws IOException {
    var from = read;
    if (from != null) {
      return decode(from);
    }
    if (!(bytes.piece() instanceof Poll.Ready<byte[]>(var all))) {
      return Poll.pending();
    }
    from = ByteBuffer.wrap(all);
    read = from;
    return all.length <= PIECE_BYTES ? decode(from) : Poll.pending();
  }

  private Poll<String> decode(ByteBuffer from) throws IOException {
    from.limit((int) Math.min((long) from.position() + PIECE_BYTES, from.capacity()));
    boolean last = from.limit() == from.capacity();
    var out = CharBuffer.allocate(from.remaining()); // one byte is one char at most
    CoderResult result = decoder.decode(from, out, last);
    if (result.isError()) {
      throw new InvalidUtf8Exception(from.position(), from.capacity(), from.get(from.position()));
    }
    text.append(out.flip());
    return last ? Poll.ready(text.toString()) : Poll.pending();
  }

  @Override
  public void close() {
    bytes.close();
  }
}
