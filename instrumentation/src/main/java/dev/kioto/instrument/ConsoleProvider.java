package dev.kioto.instrument;

import dev.kioto.probe.Probe;
import dev.kioto.probe.ProbeProvider;

/// The instrumentation of a program that runs under the runtime's agent: with the settings of the system properties, and
/// until the program ends. A line on the standard error says where it serves consoles.
public final class ConsoleProvider implements ProbeProvider {

  /// Called by [java.util.ServiceLoader].
  public ConsoleProvider() {}

  @Override
  public Probe start() {
    var console = Instrumentation.builder().start();
    System.err.println("kioto: instrumentation listening on " + console.address());
    return console.probe();
  }
}
