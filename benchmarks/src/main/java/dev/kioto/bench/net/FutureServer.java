package dev.kioto.bench.net;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A future task for each connection: what an `async` block would compile to, by the public API alone.
final class FutureServer implements Server {
  private static final Poll<Boolean> OVER = Poll.ready(true);

  private final Runtime runtime;
  private final int port;

  FutureServer(int workers, Supplier<Conversation> conversations) {
    runtime = Runtime.builder().enableAll().workerThreads(workers).build();
    var listener = runtime.blockOn(() -> TcpListener.bind(Server.anyPort()));
    port = listener.localAddress().getPort();
    runtime.spawn(new Accepting(listener, conversations));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    runtime.close();
  }

  /// Accepts without end.
  private static final class Accepting implements Future<Boolean> {
    private final TcpListener listener;
    private final Supplier<Conversation> conversations;
    private Future<TcpStream> accepting; // the polling worker

    Accepting(TcpListener listener, Supplier<Conversation> conversations) {
      this.listener = listener;
      this.conversations = conversations;
      this.accepting = listener.accept();
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (true) {
        if (!(accepting.poll(cx) instanceof Poll.Ready(var stream))) {
          return Poll.pending();
        }
        stream.setNoDelay(true);
        Task.spawn(new Connection(stream, conversations.get()));
        accepting = listener.accept();
      }
    }

    @Override
    public void drop() {
      accepting.drop();
      listener.close();
    }
  }

  /// Serves one connection until its end. Its fields belong to the polling worker.
  private static final class Connection implements Future<Boolean> {
    private final TcpStream stream;
    private final Conversation conversation;
    private @Nullable ByteBuffer answer;

    Connection(TcpStream stream, Conversation conversation) {
      this.stream = stream;
      this.conversation = conversation;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      try {
        while (writes(cx)) {
          int read = read(cx);
          if (read == AsyncRead.PENDING) {
            conversation.rest();
            return Poll.pending();
          }
          if (read == AsyncRead.END) {
            return close();
          }
        }
        return answer == null ? close() : Poll.pending();
      } catch (IOException | UncheckedIOException _) { // of the other side's making
        return close();
      }
    }

    // False when it is pending, and when the last answer is written.
    private boolean writes(Context cx) {
      var written = answer;
      if (written == null) {
        return true;
      }
      while (written.hasRemaining()) {
        if (stream.pollWrite(cx, written) == AsyncWrite.PENDING) {
          return false;
        }
      }
      answer = null;
      return !conversation.isOver();
    }

    private int read(Context cx) throws IOException {
      int read = stream.pollRead(cx, conversation.in());
      if (read >= 0) {
        answer = conversation.answer();
      }
      return read;
    }

    private Poll<Boolean> close() {
      conversation.rest();
      stream.close();
      return OVER;
    }

    @Override
    public void drop() {
      stream.close();
    }
  }
}
