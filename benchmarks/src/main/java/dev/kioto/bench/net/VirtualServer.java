package dev.kioto.bench.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/// A virtual thread of the JDK for each connection, with a blocking channel: which reads into the same direct buffers as the others,
/// where a `Socket` would copy from and to arrays.
final class VirtualServer implements Server {
  private final ServerSocketChannel listener;
  private final int port;

  VirtualServer(Supplier<Conversation> conversations) {
    try {
      listener = ServerSocketChannel.open();
      listener.bind(Server.anyPort(), BACKLOG);
      port = listener.socket().getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("the server with virtual threads could not start", e);
    }
    Thread.startVirtualThread(() -> accept(conversations));
  }

  private void accept(Supplier<Conversation> conversations) {
    try {
      while (true) {
        var channel = listener.accept();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Thread.startVirtualThread(() -> serve(channel, conversations.get()));
      }
    } catch (IOException _) {
      // The server is closed.
    }
  }

  private static void serve(SocketChannel channel, Conversation conversation) {
    try (channel) {
      while (!conversation.isOver() && channel.read(conversation.in()) >= 0) {
        var answer = conversation.answer();
        while (answer.hasRemaining()) {
          channel.write(answer);
        }
      }
    } catch (IOException _) {
      // Of the other side's making: its connection is over.
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the server with virtual threads could not be closed", e);
    }
  }
}
