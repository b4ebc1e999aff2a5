package dev.kioto.instrument;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.endpoint.ConsoleServer;
import dev.kioto.instrument.endpoint.Program;
import dev.kioto.instrument.endpoint.TraceFile;
import dev.kioto.instrument.load.LoadWatch;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
  private final Recorder recorder;
  private final Aggregator aggregator;
  private final Program program;
  private final LoadWatch load;
  private final ConsoleServer server;

  Instrumentation(String host, Recorder recorder, Aggregator aggregator, Program program, LoadWatch load,
      ConsoleServer server) {
    this.host = host;
    this.recorder = recorder;
    this.program = program;
    this.aggregator = aggregator;
    this.load = load;
    this.server = server;
  }

  /// A builder with the defaults, as system properties and environment variables may have changed them.
  public static InstrumentationBuilder builder() {
    return new InstrumentationBuilder(System.getProperties(), System.getenv());
  }

  /// What runtimes are to be built with.
  public Probe probe() {
    return recorder;
  }

  /// The port on which consoles are served, also when a free one was asked for.
  public int port() {
    return server.port();
  }

  /// Where consoles are served, as they want it: `host:port`.
  public String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }

  /// Writes what the flight recorder holds into a file, which is made or replaced. Recording goes on meanwhile; what was
  /// overwritten before it was written is counted in the file. The caller's thread does the work: some tens of milliseconds for
  /// 16 MiB.
  ///
  /// @throws IllegalStateException when the flight recorder is off, or 64 traces are read already
  /// @throws IOException when the file cannot be written; what was written stays, and can be read
  public void dump(Path file) throws IOException {
    dump(file, null);
  }

  /// Writes what of the last time the flight recorder holds; see [#dump(Path)].
  ///
  /// @param last events that ended longer ago are left out; null for all there is
  public void dump(Path file, @Nullable Duration last) throws IOException {
    var reader = aggregator.dumpTrace(last);
    if (reader == null) {
      throw new IllegalStateException("64 traces are being read: close one of them first");
    }
    TraceFile.write(file, program, reader, recorder.clock());
  }

  /// Ends all consoles' streams and stops listening and recording. Runtimes that have the probe go on unharmed. Closing
  /// again does nothing.
  @Override
  public void close() {
    server.close();
    load.close();
    aggregator.close();
  }
}
