package dev.kioto.demo;

/// Something for a processor to do.
final class Work {

  private static volatile long unusedResult; // any thread; what is written is never read, so that the loop stays

  private Work() {}

  /// Computes for about so long, without giving way.
  static void compute(long micros) {
    long end = System.nanoTime() + micros * 1000;
    long value = end;
    do {
      for (int i = 0; i < 64; i++) value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    } while (System.nanoTime() - end < 0);
    unusedResult = value;
  }
}
