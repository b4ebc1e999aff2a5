package dev.kioto.instrument;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.endpoint.ConsoleServer;
import dev.kioto.instrument.endpoint.Program;
import dev.kioto.instrument.endpoint.TraceFile;
import dev.kioto.instrument.incident.IncidentWatch;
import dev.kioto.instrument.load.LoadWatch;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.DefaultProbe;
import dev.kioto.probe.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The instrumentation of this program, serving consoles. In one line, for all runtimes that are built after it:
///
/// ```java
/// Instrumentation.install();
/// ```
///
/// or for those that are given its probe:
///
/// ```java
/// try (var console = Instrumentation.builder().start()) {
///   var runtime = Runtime.builder().enableAll().probe(console.probe()).build();
///   ...
/// }
/// ```
///
/// or from outside, without a line in the program: with this module on the class path, `-Dkioto.console=127.0.0.1:6669`
/// makes the first runtime install it.
///
/// Any number of runtimes may share its probe. Its threads are daemons. All methods may be called by any thread.
public final class Instrumentation implements AutoCloseable {
  private static final Object LOCK = new Object();
  private static @Nullable Instrumentation installed; // guarded by LOCK

  private final String address;
  private final Probe probe;
  private final @Nullable Parts parts;

  private Instrumentation(String address, Probe probe, @Nullable Parts parts) {
    this.address = address;
    this.probe = probe;
    this.parts = parts;
  }

  Instrumentation(String address, Recorder recorder, Aggregator aggregator, Program program, LoadWatch load,
      IncidentWatch watch, ConsoleServer server) {
    this(address, recorder, new Parts(recorder, aggregator, program, load, watch, server));
  }

  /// One that records nothing and serves nobody.
  static Instrumentation none(Probe probe) {
    return new Instrumentation("", probe, null);
  }

  /// A builder with the defaults, as system properties and environment variables may have changed them.
  public static InstrumentationBuilder builder() {
    return new InstrumentationBuilder(System.getProperties(), System.getenv());
  }

  /// Starts the instrumentation of this program, with the settings of the system properties and the environment, and makes its
  /// probe that of all runtimes that are built from now on without one. See [InstrumentationBuilder#install].
  ///
  /// @throws IllegalArgumentException when a setting is wrong; the message names it
  public static Instrumentation install() {
    return builder().install();
  }

  /// What was installed, or else what this makes.
  static Instrumentation install(InstrumentationBuilder builder) {
    synchronized (LOCK) {
      if (installed != null) {
        say("instrumentation is installed already" + (installed.isServing() ? ", " + installed.place() : "")
            + ": installing it again changes nothing");
        return installed;
      }
      var other = DefaultProbe.get();
      if (other.enabled()) {
        say("this program is observed by another instrumentation already: installing one changes nothing");
        return none(other);
      }
      installed = builder.startAnyway();
      DefaultProbe.set(installed.probe);
      return installed;
    }
  }

  static void say(String line) {
    System.err.println("kioto: " + line);
  }

  /// What runtimes are to be built with. [Probe#NONE] when nothing is served.
  public Probe probe() {
    return probe;
  }

  /// Whether consoles are served: not when it was installed while its port was taken, or while `kioto.console` was `off`.
  public boolean isServing() {
    return parts != null;
  }

  /// The port on which consoles are served, also when a free one was asked for; 0 when there is none.
  public int port() {
    return parts == null ? 0 : parts.server.port();
  }

  /// Where consoles are served, as they want it: `host:port`, or `unix:/path`; empty when it listens nowhere.
  public String address() {
    int port = port();
    return port == 0 ? address : address.substring(0, address.lastIndexOf(':') + 1) + port;
  }

  /// Writes what the flight recorder holds into a file, which is made or replaced. Recording goes on meanwhile; what was
  /// overwritten before it was written is counted in the file. The caller's thread does the work: some tens of milliseconds for
  /// 16 MiB.
  ///
  /// @throws IllegalStateException when nothing is recorded, the flight recorder is off, or 64 traces are read already
  /// @throws IOException when the file cannot be written; what was written stays, and can be read
  public void dump(Path file) throws IOException {
    dump(file, null);
  }

  /// Writes what of the last time the flight recorder holds; see [#dump(Path)].
  ///
  /// @param last events that ended longer ago are left out; null for all there is
  public void dump(Path file, @Nullable Duration last) throws IOException {
    if (parts == null) {
      throw new IllegalStateException("nothing is recorded: consoles could not be served, or were turned off");
    }
    var reader = parts.aggregator.traces().dump(last);
    if (reader == null) {
      throw new IllegalStateException("64 traces are being read: close one of them first");
    }
    TraceFile.write(file, parts.program, reader, parts.recorder.clock());
  }

  /// How consoles come to it, for people.
  String place() {
    return address.isEmpty() ? "waits for its collector" : "listening on " + address();
  }

  /// Ends all consoles' streams and stops listening and recording. Runtimes that have the probe go on unharmed; those that
  /// are built from now on do not have it, if it was installed. Closing again does nothing.
  @Override
  public void close() {
    synchronized (LOCK) {
      if (installed == this) {
        installed = null;
        DefaultProbe.unset(probe);
      }
    }
    if (parts != null) {
      parts.server.close();
      parts.load.close();
      parts.watch.close();
      parts.aggregator.close();
    }
  }

  /// What is there when something is recorded.
  private record Parts(Recorder recorder, Aggregator aggregator, Program program, LoadWatch load,
      IncidentWatch watch, ConsoleServer server) {}
}
