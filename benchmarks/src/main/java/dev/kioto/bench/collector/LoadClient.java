package dev.kioto.bench.collector;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.StreamListener;
import dev.kioto.console.client.StreamRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A client with several windows over one socket. Safe for use by any thread.
final class LoadClient implements AutoCloseable {
  private static final WindowRequest WINDOW = new WindowRequest("", "-total", 0, 50, 100);

  private final ConsoleClient client;
  private final List<Shown> shown = new CopyOnWriteArrayList<>();

  LoadClient(ConsoleClient client) {
    this.client = client;
  }

  void open(String target) {
    var window = new Shown();
    shown.add(window);
    client.stream().subscribe(StreamRequest.tasks(target, WINDOW), window);
  }

  /// How many windows it was sent so far.
  long received() {
    return shown.stream().mapToLong(window -> window.received.get()).sum();
  }

  /// How many of its windows do not say that there are so many tasks.
  long stale(int tasks) {
    return shown.stream().filter(window -> window.total != tasks).count();
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class Shown implements StreamListener<Window> {
    private final AtomicLong received = new AtomicLong();
    private volatile int total; // set by the feed's thread

    @Override
    public void onMessage(Window window) {
      received.incrementAndGet();
      total = window.total();
    }

    @Override
    public void onProblem(Problem problem) {
      throw new IllegalStateException(problem.detail());
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {}
  }
}
