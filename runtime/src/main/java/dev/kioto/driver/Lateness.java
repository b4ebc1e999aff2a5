package dev.kioto.driver;

/// Is told of timers that fired late. Called by the thread that fired them, after it woke who waits; must not throw.
@FunctionalInterface
public interface Lateness {
  /// Tells nobody.
  Lateness UNHEARD = (_, _) -> {};

  /// Timers fired late.
  ///
  /// @param timers how many fired together
  /// @param lateNanos how late the first of them was
  void fired(int timers, long lateNanos);
}
