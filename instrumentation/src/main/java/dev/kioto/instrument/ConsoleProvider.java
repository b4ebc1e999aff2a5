package dev.kioto.instrument;

import dev.kioto.probe.Probe;
import dev.kioto.probe.ProbeProvider;

/// The instrumentation of a program that runs under the runtime's agent, or with `-Dkioto.console` and this module on its
/// class path: with the settings of the system properties and the environment, and until the program ends. A line on the
/// standard error says where it serves consoles.
public final class ConsoleProvider implements ProbeProvider {

  /// Called by [java.util.ServiceLoader].
  public ConsoleProvider() {}

  @Override
  public Probe start() {
    var console = Instrumentation.install();
    if (console.isServing()) {
      Instrumentation.say("instrumentation " + console.place());
    }
    return console.probe();
  }
}
