package dev.kioto.signal;

import java.util.Locale;
import java.util.Map;

/// A kind of signal. Tokio's `signal::unix::SignalKind`.
///
/// | kind | without a listener |
/// |---|---|
/// | [#INTERRUPT], [#TERMINATE], [#HANGUP] | the JVM runs its shutdown hooks and ends |
/// | [#USER_DEFINED1], [#ALARM], [#IO] | the system ends the process; no hook runs |
/// | [#CHILD], [#WINDOW_CHANGE] | nothing |
///
/// @param name as the system has it, without `SIG`: `INT`
public record SignalKind(String name) {
  private static final String TRAPS = "the JVM makes its null checks and its pauses by it";

  private static final Map<String, String> REFUSED = Map.of("QUIT", "the JVM prints its thread dump on it", //
      "SEGV", TRAPS, "BUS", TRAPS, "FPE", TRAPS, "ILL", TRAPS, "TRAP", TRAPS, //
      "USR2", "the JVM suspends its threads by it", //
      "PIPE", "the JVM ignores it, so that a write to a broken pipe fails with an exception", //
      "KILL", "the system allows it to nobody", "STOP", "the system allows it to nobody");

  /// Ctrl-C in a terminal: SIGINT.
  public static final SignalKind INTERRUPT = new SignalKind("INT");

  /// The request to end: SIGTERM.
  public static final SignalKind TERMINATE = new SignalKind("TERM");

  /// The terminal is gone; by custom, a daemon reads its configuration again: SIGHUP. Not on Windows.
  public static final SignalKind HANGUP = new SignalKind("HUP");

  /// For whatever a program wants: SIGUSR1. Not on Windows. There is no other: the JVM has SIGUSR2 for itself.
  public static final SignalKind USER_DEFINED1 = new SignalKind("USR1");

  /// A timer of the system: SIGALRM. Not on Windows.
  public static final SignalKind ALARM = new SignalKind("ALRM");

  /// A child process has ended or stopped: SIGCHLD. Not on Windows.
  public static final SignalKind CHILD = new SignalKind("CHLD");

  /// Input or output has become possible: SIGIO. Not on Windows.
  public static final SignalKind IO = new SignalKind("IO");

  /// The terminal has another size: SIGWINCH. Not on Windows.
  public static final SignalKind WINDOW_CHANGE = new SignalKind("WINCH");

  /// @param name with or without `SIG`, in any case
  /// @throws IllegalArgumentException when it is one that the JVM needs for itself, or that no process can listen to; the message
  ///     says why
  public SignalKind {
    name = name.toUpperCase(Locale.ROOT);
    name = name.startsWith("SIG") ? name.substring("SIG".length()) : name;
    String why = REFUSED.get(name);
    if (why != null) {
      throw new IllegalArgumentException("SIG" + name + " cannot be listened to: " + why);
    }
  }

  @Override
  public String toString() {
    return "SIG" + name;
  }
}
