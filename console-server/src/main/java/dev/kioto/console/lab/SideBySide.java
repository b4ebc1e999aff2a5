package dev.kioto.console.lab;

import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.collector.MomentException;
import dev.kioto.console.collector.Past;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Measures the sides of a comparison: those that run now both at once, slice by slice, then those of the past. One thread.
final class SideBySide {

  private static final Duration SETTLING = Duration.ofMillis(1200);

  private final List<Side> sides; // A, B
  private final int slices;
  private final Duration live;
  private final Past past;

  /// @param slices into how many each side is cut
  /// @param live for how long those that run are measured
  SideBySide(List<Side> sides, int slices, Duration live, Past past) {
    this.sides = sides;
    this.slices = slices;
    this.live = live;
    this.past = past;
  }

  /// Keeps what was measured.
  interface Keeper {
    void keep(LabRun slice) throws LabException;
  }

  /// Measures.
  ///
  /// @throws LabException if nothing is kept of some time, or `keeper` cannot
  /// @throws InterruptedException if it was interrupted: what was kept stays
  void measure(Keeper keeper) throws LabException, InterruptedException {
    measureLive(keeper);
    for (int i = 0; i < sides.size(); i++) {
      var side = sides.get(i);
      if (side.from() != null && side.to() != null) measurePast(side, letter(i), side.from(), side.to(), keeper);
    }
  }

  private static String letter(int side) {
    return Plan.letters().get(side);
  }

  private void measureLive(Keeper keeper) throws LabException, InterruptedException {
    var makers = new LinkedHashMap<Side, Slices>();
    var meters = new LinkedHashMap<Side, ProcessMeter>();
    for (int i = 0; i < sides.size(); i++) {
      if (sides.get(i).from() == null) makers.put(sides.get(i), new Slices(letter(i), null));
    }
    if (makers.isEmpty()) return;
    try {
      for (var side : makers.keySet()) {
        var meter = meter(side);
        if (meter != null) meters.put(side, meter);
      }
      readings(makers, meters, keeper);
    } finally {
      meters.values().forEach(ProcessMeter::close);
    }
  }

  private void readings(Map<Side, Slices> makers, Map<Side, ProcessMeter> meters, Keeper keeper)
      throws LabException, InterruptedException {
    int last = slices * Slices.READINGS;
    Thread.sleep(SETTLING); // the first news of a target that was just attached are not all there
    long began = System.nanoTime();
    double loadBefore = MachineMeter.load();
    for (int number = 0; number <= last; number++) {
      long due = began + live.toNanos() / last * number;
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      for (var side : makers.entrySet()) {
        var slice = side.getValue().take(number, Instant.now(), ProgramReading.of(side.getKey().target()),
            reading(meters.get(side.getKey())), MachineMeter.note(loadBefore));
        if (slice != null) keeper.keep(slice);
      }
    }
  }

  // Of a program that is elsewhere, is no JVM, or lets nobody in, nothing of its process is measured.
  private static @Nullable ProcessMeter meter(Side side) {
    var pid = side.target().snapshot().pid();
    if (pid == null || !side.isLocal()) return null;
    try {
      return ProcessMeter.attach(pid);
    } catch (IOException _) {
      return null;
    }
  }

  private static @Nullable ProcessReading reading(@Nullable ProcessMeter meter) {
    try {
      return meter == null ? null : meter.read();
    } catch (IOException _) {
      return null; // it has gone: its slices say so
    }
  }

  private void measurePast(Side side, String letter, Instant from, Instant to, Keeper keeper) throws LabException {
    int last = slices * Slices.READINGS;
    long nanos = Duration.between(from, to).toNanos();
    var instants = new ArrayList<Instant>();
    for (int number = 0; number <= last; number++) instants.add(from.plusNanos(nanos / last * number));
    var address = side.target().address();
    var file = side.target().playback() == null ? null : address.substring(address.indexOf(':') + 1);
    var maker = new Slices(letter, file);
    var made = new ArrayList<LabRun>();
    try {
      past.walk(side.target(), instants, (number, run, times) -> {
        var slice = maker.take(number, instants.get(number), ProgramReading.of(run, times), null, null);
        if (slice != null) made.add(slice);
      });
    } catch (MomentException e) {
      throw new LabException(LabException.Kind.UNKNOWN, String.valueOf(e.getMessage()), e);
    }
    for (var slice : made) keeper.keep(slice);
  }
}
