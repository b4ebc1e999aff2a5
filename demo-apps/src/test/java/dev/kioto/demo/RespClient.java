package dev.kioto.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// A client of Redis over a plain socket. Replies are shown as redis-cli shows them, on one line.
public final class RespClient implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  public RespClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// Sends a request and gives its reply.
  public String ask(String... words) throws IOException {
    send(words);
    return read();
  }

  public void send(String... words) throws IOException {
    sendRaw(request(words));
  }

  /// Sends bytes, each character of the text being one.
  public void sendRaw(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// A request as it goes over the wire.
  public static String request(String... words) {
    var out = new StringBuilder("*" + words.length + "\r\n");
    for (var word : words) out.append("$").append(word.length()).append("\r\n").append(word).append("\r\n");
    return out.toString();
  }

  /// The next reply; `(end)` when the server has ended the connection.
  public String read() throws IOException {
    int mark = in.read();
    if (mark < 0) return "(end)";
    var line = line();
    return switch (mark) {
      case '+' -> line;
      case '-' -> "(error) " + line;
      case ':' -> "(integer) " + line;
      case '$' -> line.equals("-1") ? "(nil)" : bulk(Integer.parseInt(line));
      case '*' -> many(Integer.parseInt(line));
      default -> throw new IOException("a reply begins with '" + (char) mark + "'");
    };
  }

  private String bulk(int length) throws IOException {
    var bytes = in.readNBytes(length);
    line();
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String many(int count) throws IOException {
    var replies = new ArrayList<String>();
    for (int i = 0; i < count; i++) replies.add(read());
    return replies.toString();
  }

  private String line() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) throw new IOException("the connection ended inside a line: " + bytes);
      if (next != '\r') bytes.write(next);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /// Says that nothing more will be asked.
  public void endOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
