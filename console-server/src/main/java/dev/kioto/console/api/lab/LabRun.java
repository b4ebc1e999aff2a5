package dev.kioto.console.api.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One run of an experiment: a process of its own under one combination of settings.
///
/// @param id `ROUND-LETTER`
/// @param round from 1
/// @param arm the letter of its settings
/// @param problem why it failed; null when it did not
/// @param startedAt when its process was started
/// @param measuredAt when the warm-up was over; null when it did not come so far
/// @param measuredSeconds for how long it was measured
/// @param machine what else the machine did
/// @param measures what was measured, by the id of the [Measure]; what could not be is missing
/// @param distributions of times, by name
/// @param samples its course
/// @param recording the file with all that the program told, by its absolute path; null when there is none
/// @param notes what has to be known of what was measured, a sentence each
/// @param lastLines the last lines that it wrote, when it failed
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabRun(
    String id,
    int round,
    String arm,
    @Nullable String problem,
    Instant startedAt,
    @Nullable Instant measuredAt,
    double measuredSeconds,
    @Nullable MachineNote machine,
    Map<String, Double> measures,
    Map<String, Distribution> distributions,
    List<Sample> samples,
    @Nullable String recording,
    List<String> notes,
    List<String> lastLines) {

  /// The state of the machine around a run.
  ///
  /// @param processors that the JVM may use
  /// @param loadBefore the load average of the last minute before the run; negative where the system does not tell
  /// @param loadAfter the same after it
  /// @param megahertz of the processors after the run, their mean; 0 where the system does not tell
  public record MachineNote(int processors, double loadBefore, double loadAfter, double megahertz) {
  }

  /// How times were spread.
  ///
  /// @param percentiles in nanoseconds, by name: `p50`, `p99.9`, `max`
  /// @param buckets what was counted, the shortest times first; empty where only percentiles are known
  public record Distribution(Map<String, Double> percentiles, List<Bucket> buckets) {
  }

  /// A range of times.
  ///
  /// @param fromNanos the shortest that it counts
  /// @param toNanos the first that it does not count
  public record Bucket(long fromNanos, long toNanos, long count) {
  }

  /// What the program did at one moment of a run.
  ///
  /// @param seconds since the warm-up was over; negative during it
  /// @param pollsPerSecond since the sample before
  /// @param processors processors used since the sample before
  /// @param queued tasks in all run queues
  /// @param workers the share of time that each worker was busy since the sample before, by its index; empty when the program told
  ///     nothing new in between
  public record Sample(double seconds, double pollsPerSecond, double processors, double queued, List<Double> workers) {
  }
}
