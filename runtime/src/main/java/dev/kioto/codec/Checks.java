package dev.kioto.codec;

/// What parameters have in common.
final class Checks {
  private Checks() {}

  static int atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
    }
    return value;
  }
}
