package dev.kioto.demo.body;

/// Something for a processor to do.
public final class Work {

  private static volatile long unusedResult; // any thread; what is written is never read, so that the loop stays

  private Work() {}

  /// Computes for about so long, without giving way.
  public static void compute(long micros) {
    long end = System.nanoTime() + micros * 1000;
    long value = end;
    do {
      for (int i = 0; i < 64; i++) value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
    } while (System.nanoTime() - end < 0);
    unusedResult = value;
  }

  /// Keeps the calling platform thread for so long without computing, as a driver does that waits for its server. A direct
  /// task is suspended by it, as by everything of the JDK's that blocks, and does no harm.
  public static void block(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
