package dev.kioto.console.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The port at which programs serve consoles by custom. A Rust program with console-subscriber is found by nothing else.
public final class OpenPort {

  /// Where console-subscriber and Kioto listen unless told otherwise.
  public static final int CUSTOMARY = 6669;

  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EMPTY_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
  private static final int FRAME_HEAD = 9; // bytes: length in 3, type, flags, stream in 4
  private static final int SETTINGS = 4; // type of the first frame that a server of HTTP/2 sends

  private OpenPort() {}

  /// Whether something speaks HTTP/2 at a port of this machine, as all that serve consoles in plain text do. It is told
  /// hello, and the connection is closed.
  public static boolean answers(int port, Duration patience) {
    int millis = (int) patience.toMillis();
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), millis);
      socket.setSoTimeout(millis);
      var out = socket.getOutputStream();
      out.write(PREFACE);
      out.write(EMPTY_SETTINGS);
      out.flush();
      byte[] head = socket.getInputStream().readNBytes(FRAME_HEAD);
      return head.length == FRAME_HEAD && head[3] == SETTINGS;
    } catch (IOException _) {
      return false; // nobody, or something else
    }
  }
}
