package dev.kioto.process;

import java.util.OptionalInt;

/// How a child process ended.
///
/// @param code what it gave to `exit`; or 128 and the number of the signal that ended it, as the JDK, like a shell, has it
public record ExitStatus(int code) {
  private static final int SIGNALLED = 128;
  private static final int MAX_SIGNAL = 64;
  private static final boolean HAS_SIGNALS = !System.getProperty("os.name", "").startsWith("Windows");

  /// Whether the code is 0.
  public boolean isSuccess() {
    return code == 0;
  }

  /// The signal that ended the process, by its number: 9 after a kill. Nothing when none did, and on Windows. A process that gives
  /// such a code to `exit` by itself, as a shell does for its own children, cannot be told from one that was ended by a signal.
  public OptionalInt signal() {
    return HAS_SIGNALS && code > SIGNALLED && code <= SIGNALLED + MAX_SIGNAL
        ? OptionalInt.of(code - SIGNALLED)
        : OptionalInt.empty();
  }

  @Override
  public String toString() {
    var signal = signal();
    return "exit status " + code + (signal.isPresent() ? " (signal " + signal.getAsInt() + ")" : "");
  }
}
