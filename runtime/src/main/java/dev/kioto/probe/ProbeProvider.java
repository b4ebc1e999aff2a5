package dev.kioto.probe;

/// Makes the probe of a program that gives none to its runtimes: a service, found by [java.util.ServiceLoader] in the class
/// path that the agent was given, or in the program's own when the property `kioto.console` is set.
public interface ProbeProvider {

  /// Starts to observe, with the settings of the system properties and of the environment. Called once: before the program's
  /// `main` by the agent, else when the first runtime is built. A provider that cannot have what it needs, a port for one,
  /// says so on the standard error and gives a probe that observes what it can, [Probe#NONE] at the least: the program starts
  /// anyway.
  ///
  /// @throws IllegalArgumentException when a setting is wrong; the message names it
  Probe start();
}
