package dev.kioto.instrument;

import dev.kioto.probe.ThreadProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// An instrumentation on a free port, the channel of the test's thread, and clients that are closed with it.
final class TestConsole implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofMillis(20);

  final Instrumentation console;
  final ThreadProbe probe;
  private final List<Client> clients = new ArrayList<>();

  TestConsole() {
    this(builder -> builder);
  }

  TestConsole(UnaryOperator<InstrumentationBuilder> options) {
    var builder = Instrumentation.builder().bind("127.0.0.1", 0).publishInterval(INTERVAL).cpuShareCap(0).name("test");
    console = options.apply(builder).start();
    probe = console.probe().openThread(Thread.currentThread().getName());
  }

  Client client() {
    var client = new Client(console.port());
    clients.add(client);
    return client;
  }

  void spawn(long id) {
    probe.taskSpawned(new FakeTask(id));
  }

  void poll(long id, int wakers) {
    probe.pollStarted(id, System.nanoTime(), false);
    probe.pollEnded(id, wakers);
  }

  @Override
  public void close() {
    clients.forEach(Client::close);
    console.close();
  }
}
