package dev.kioto.scheduler;

/// Numbers for what tasks choose at random, as where a select begins. One thread.
///
/// Apart from the choice of victims to steal from, which depends on what the others do: so that a seed gives the same choices
/// again. Tokio's `FastRand` of the thread, a xorshift generator.
final class Choices {
  private int state; // never 0

  /// @param seed not 0
  Choices(int seed) {
    state = seed;
  }

  /// @param bound above 0
  /// @return from 0 to below the bound
  int next(int bound) {
    int x = state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    state = x;
    return (int) (((x & 0xFFFF_FFFFL) * bound) >>> 32);
  }
}
