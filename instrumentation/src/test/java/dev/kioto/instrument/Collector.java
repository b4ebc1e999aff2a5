package dev.kioto.instrument;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// The side that programs dial, as a collector has it: reads the first line, and then is a gRPC client on the same socket.
final class Collector implements AutoCloseable {
  private final ServerSocketChannel listener;

  Collector() throws IOException {
    this(0);
  }

  Collector(int port) throws IOException {
    listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
  }

  int port() throws IOException {
    return ((InetSocketAddress) listener.getLocalAddress()).getPort();
  }

  /// Waits for the next program.
  Caller accept() throws IOException {
    return greeted(listener.accept());
  }

  /// Waits for the next program, and takes TLS off the connection.
  Caller accept(SSLContext tls) throws IOException {
    var secure = (SSLSocket) tls.getSocketFactory().createSocket(listener.accept().socket(), null, true);
    try (var joint = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
      var plain = SocketChannel.open(joint.getLocalAddress());
      var inner = joint.accept().socket();
      pump(secure, inner);
      pump(inner, secure);
      return greeted(plain);
    }
  }

  /// Copies what comes until one of the two is closed, and closes both.
  private static void pump(Socket from, Socket to) {
    Thread.ofVirtual().start(() -> {
      try (from; to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException _) {
        // closed by its other end, or by the other pump
      }
    });
  }

  private static Caller greeted(SocketChannel socket) throws IOException {
    var line = new ByteArrayOutputStream();
    var one = ByteBuffer.allocate(1);
    while (socket.read(one.clear()) > 0 && one.get(0) != '\n') {
      line.write(one.get(0));
    }
    return new Caller(socket, line.toString(US_ASCII));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  /// A program that dialled.
  ///
  /// @param hello its first line
  record Caller(SocketChannel socket, String hello) implements AutoCloseable {
    Client client() throws IOException {
      return Client.over(socket);
    }

    void refuse(String why) throws IOException {
      socket.write(ByteBuffer.wrap((why + "\n").getBytes(US_ASCII)));
      // The line could be lost if the socket were closed beside unread bytes.
      var rest = ByteBuffer.allocate(1000);
      while (socket.read(rest.clear()) >= 0) {
        Thread.onSpinWait();
      }
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
