package dev.kioto.demo.http;

import dev.kioto.codec.Encoder;
import dev.kioto.codec.FrameBuffer;
import dev.kioto.demo.http.Response.Content;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes responses. One connection.
final class HttpEncoder implements Encoder<HttpOutput> {

  /// Dates as HTTP has them: `Sun, 06 Nov 1994 08:49:37 GMT`.
  static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
      .withZone(ZoneOffset.UTC);

  private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
  private static final byte[] END = ascii("0\r\n\r\n");
  private static final byte[] LINE_END = {'\r', '\n'};

  // A date is made once a second, by whoever finds it old. Racy: two may make the same one.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Dated(long second, byte[] line) {}

  private static volatile Dated date = new Dated(0, new byte[0]);

  @Override
  public void encode(HttpOutput output, FrameBuffer out) {
    switch (output) {
      case HttpOutput.Head head -> head(head, out);
      case HttpOutput.Chunk(var bytes, var isFramed) -> {
        if (isFramed) out.put(ascii(Integer.toHexString(bytes.length))).put(LINE_END);
        out.put(bytes);
        if (isFramed) out.put(LINE_END);
      }
      case HttpOutput.LastChunk() -> out.put(END);
      case HttpOutput.Continue() -> out.put(CONTINUE);
    }
  }

  private static void head(HttpOutput.Head head, FrameBuffer out) {
    var response = head.response();
    var text = new StringBuilder(160).append("HTTP/1.1 ").append(response.status().code()).append(' ')
        .append(response.status().reason()).append("\r\n");
    response.headers().forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    switch (response.content()) {
      case Content.None() -> text.append(response.status() == Status.NOT_MODIFIED ? "" : "Content-Length: 0\r\n");
      case Content.Bytes(var bytes) -> text.append("Content-Length: ").append(bytes.length).append("\r\n");
      case Content.FileContent(_, var length) -> text.append("Content-Length: ").append(length).append("\r\n");
      case Content.Chunks _ -> text.append(head.isChunked() ? "Transfer-Encoding: chunked\r\n" : "");
    }
    if (!head.keepsAlive()) text.append("Connection: close\r\n");
    else if (head.minor() == 0) text.append("Connection: keep-alive\r\n");
    out.put(ascii(text.toString())).put(dateLine()).put(LINE_END);
    if (response.content() instanceof Content.Bytes(var bytes) && !head.isToHead()) out.put(bytes);
  }

  private static byte[] dateLine() {
    long second = System.currentTimeMillis() / 1_000;
    var made = date;
    if (made.second() != second) {
      made = new Dated(second, ascii("Date: " + DATE.format(Instant.ofEpochSecond(second)) + "\r\n"));
      date = made;
    }
    return made.line();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
