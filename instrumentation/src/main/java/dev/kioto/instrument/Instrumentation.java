package dev.kioto.instrument;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.endpoint.ConsoleServer;
import dev.kioto.probe.Probe;

/// The instrumentation of this program, serving consoles.
///
/// ```java
/// try (var console = Instrumentation.builder().start()) {
///   var runtime = Runtime.builder().enableAll().probe(console.probe()).build();
///   ...
/// }
/// ```
///
/// Any number of runtimes may share its probe. Its threads are daemons. All methods may be called by any thread.
public final class Instrumentation implements AutoCloseable {
  private final String host;
  private final Probe probe;
  private final Aggregator aggregator;
  private final ConsoleServer server;

  Instrumentation(String host, Probe probe, Aggregator aggregator, ConsoleServer server) {
    this.host = host;
    this.probe = probe;
    this.aggregator = aggregator;
    this.server = server;
  }

  /// A builder with the defaults, as system properties and environment variables may have changed them.
  public static InstrumentationBuilder builder() {
    return new InstrumentationBuilder(System.getProperties(), System.getenv());
  }

  /// What runtimes are to be built with.
  public Probe probe() {
    return probe;
  }

  /// The port on which consoles are served, also when a free one was asked for.
  public int port() {
    return server.port();
  }

  /// Where consoles are served, as they want it: `host:port`.
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  /// Ends all consoles' streams and stops listening and recording. Runtimes that have the probe go on unharmed. Closing
  /// again does nothing.
  @Override
  public void close() {
    server.close();
    aggregator.close();
  }
}
