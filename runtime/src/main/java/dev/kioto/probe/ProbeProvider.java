package dev.kioto.probe;

/// Makes the probe of a program that builds no runtime itself: a service, found by [java.util.ServiceLoader] in the class
/// path that the agent was given.
public interface ProbeProvider {

  /// Starts to observe, with the settings of the system properties. Called once, before the program's `main`.
  ///
  /// @throws IllegalArgumentException when a setting is wrong; the message names it
  /// @throws java.io.UncheckedIOException when what is needed to observe cannot be had, a port for one
  Probe start();
}
