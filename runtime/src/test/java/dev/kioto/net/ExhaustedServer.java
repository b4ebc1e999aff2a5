package dev.kioto.net;

import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;

/// A program that keeps every connection until there is no descriptor for another one, then closes them, and from then on answers
/// each with a byte, as it did with the first one. It prints its port, and the failure.
final class ExhaustedServer {
  private ExhaustedServer() {}

  public static void main(String[] args) {
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
      runtime.blockOn(() -> {
        try (var listener = TcpListener.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
          System.out.println(listener.localAddress().getPort());
          answerOne(listener);
          hoard(listener);
          while (true) {
            answerOne(listener);
          }
        }
      });
    }
  }

  private static void hoard(TcpListener listener) {
    var hoard = new ArrayList<TcpStream>();
    try {
      while (true) {
        hoard.add(listener.accept().await());
      }
    } catch (UncheckedIOException e) {
      System.out.println(e.getMessage());
      hoard.forEach(TcpStream::close);
    }
  }

  private static void answerOne(TcpListener listener) {
    Time.sleep(Duration.ofMillis(2)).await();
    try (var stream = listener.accept().await()) {
      stream.writeAll(ByteBuffer.wrap(new byte[] {42})).await();
    } catch (UncheckedIOException _) {
      // Descriptors are given back when the selector has let go of them.
    }
  }
}
