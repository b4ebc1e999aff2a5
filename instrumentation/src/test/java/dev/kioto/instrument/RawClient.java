package dev.kioto.instrument;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/// HTTP/2 by hand, as no library would speak it.
final class RawClient implements AutoCloseable {
  static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int UNKNOWN = 0xfa; // to be ignored, says the protocol
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  private static final int METHOD_POST = 0x83;
  private static final int SCHEME_HTTP = 0x86;

  final Socket socket = new Socket();

  RawClient(int port) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 5000);
    socket.setTcpNoDelay(true);
  }

  RawClient greet() throws IOException {
    send(PREFACE);
    return frame(SETTINGS, 0, 0);
  }

  void send(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  RawClient frame(int type, int flags, int stream, byte... payload) throws IOException {
    send(ByteBuffer.allocate(9 + payload.length).putShort((short) (payload.length >> 8)).put((byte) payload.length)
        .put((byte) type).put((byte) flags).putInt(stream).put(payload).array());
    return this;
  }

  /// The headers of a call.
  ///
  /// @param path `/package.Service/Method`
  RawClient call(int stream, String path, String... more) throws IOException {
    var block = new ByteArrayOutputStream();
    block.write(METHOD_POST);
    block.write(SCHEME_HTTP);
    header(block, ":path", path);
    header(block, ":authority", "localhost");
    header(block, "content-type", "application/grpc");
    header(block, "te", "trailers");
    for (int i = 0; i < more.length; i += 2) {
      header(block, more[i], more[i + 1]);
    }
    return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
  }

  private static void header(ByteArrayOutputStream block, String name, String value) {
    block.write(0); // a literal that is not to be remembered
    string(block, name);
    string(block, value);
  }

  private static void string(ByteArrayOutputStream block, String text) {
    int rest = text.length();
    if (rest < 127) {
      block.write(rest);
    } else {
      block.write(127);
      for (rest -= 127; rest >= 128; rest >>= 7) {
        block.write((rest & 127) | 128);
      }
      block.write(rest);
    }
    block.writeBytes(text.getBytes(US_ASCII));
  }

  /// The empty request of a call, and the end of its side.
  RawClient ask(int stream) throws IOException {
    return frame(DATA, END_STREAM, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
  }

  /// Whether the server closes the connection within a time. Reads what comes before, and answers nothing of it.
  boolean isClosedWithin(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    var bytes = new byte[8192];
    try {
      while (System.nanoTime() < end) {
        socket.setSoTimeout((int) Math.max(1, (end - System.nanoTime()) / 1_000_000));
        if (socket.getInputStream().read(bytes) < 0) {
          return true;
        }
      }
      return false;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true; // reset
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
