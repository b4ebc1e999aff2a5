package dev.kioto.bench.window;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import javafx.animation.AnimationTimer;
import javafx.scene.Scene;
import org.HdrHistogram.Histogram;

/// Listens to the toolkit's pulses. UI thread only.
///
/// The *processor time* of a frame is that which the UI thread took for it, whoever else uses the machine. An *interval* is from one pulse to the next: 16.7 ms at the best, and longer when the work of a pulse, or the drawing of the one before it on
/// the renderer's thread, takes longer. The *work* of a pulse is what the UI thread does in it: what arrived from the server is shown, styled
/// and laid out. While this listens there is a pulse 60 times a second, whether anything has changed or not.
final class FrameTimes {
  private static final long LONGEST = 60_000_000_000L;

  private final Scene scene;
  private final Histogram intervals = new Histogram(LONGEST, 3);
  private final Histogram work = new Histogram(LONGEST, 3);
  private final Histogram processor = new Histogram(LONGEST, 3);
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Runnable laidOut = this::laidOut;
  private final AnimationTimer timer = new AnimationTimer() {
    @Override
    public void handle(long now) {
      begun();
    }
  };
  private long last;
  private long lastProcessor;

  FrameTimes(Scene scene) {
    this.scene = scene;
  }

  /// Forgets what was heard, and listens.
  void start() {
    intervals.reset();
    work.reset();
    processor.reset();
    last = 0;
    scene.addPostLayoutPulseListener(laidOut);
    timer.start();
  }

  void stop() {
    timer.stop();
    scene.removePostLayoutPulseListener(laidOut);
  }

  private void begun() {
    long now = System.nanoTime();
    if (last != 0) intervals.recordValue(Math.min(LONGEST, now - last));
    last = now;
    lastProcessor = threads.getCurrentThreadCpuTime();
  }

  private void laidOut() {
    if (last == 0) return;
    work.recordValue(Math.min(LONGEST, System.nanoTime() - last));
    processor.recordValue(Math.clamp(threads.getCurrentThreadCpuTime() - lastProcessor, 0, LONGEST));
  }

  Histogram intervals() {
    return intervals;
  }

  Histogram work() {
    return work;
  }

  Histogram processor() {
    return processor;
  }
}
