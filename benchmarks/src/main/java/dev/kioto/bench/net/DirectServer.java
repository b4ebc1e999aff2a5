package dev.kioto.bench.net;

import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/// A direct task for each connection.
final class DirectServer implements Server {
  private final Runtime runtime;
  private final int port;

  DirectServer(int workers, Supplier<Conversation> conversations) {
    runtime = Runtime.builder().enableAll().workerThreads(workers).build();
    var listener = runtime.blockOn(() -> TcpListener.bind(Server.anyPort()));
    port = listener.localAddress().getPort();
    runtime.spawn(() -> accept(listener, conversations));
  }

  private static void accept(TcpListener listener, Supplier<Conversation> conversations) {
    while (true) {
      var stream = listener.accept().await();
      stream.setNoDelay(true);
      Task.spawn(() -> serve(stream, conversations.get()));
    }
  }

  private static void serve(TcpStream stream, Conversation conversation) {
    try (stream) {
      while (!conversation.isOver()) {
        stream.readable().await();
        int read = stream.tryRead(conversation.in());
        if (read < 0) {
          return;
        }
        if (read > 0) {
          stream.writeAll(conversation.answer()).await();
        }
        conversation.rest();
      }
    } catch (IOException | UncheckedIOException _) {
      // Of the other side's making: its connection is over.
    } finally {
      conversation.rest();
    }
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    runtime.close();
  }
}
