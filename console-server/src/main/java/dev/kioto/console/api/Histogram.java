package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How durations are spread. Nanoseconds, to the two or so digits that the target keeps.
///
/// @param count how many durations were recorded
/// @param maxNanos the longest, outliers excepted; 0 when nothing was recorded
/// @param highOutliers how many durations were longer than the target's histogram reaches; they are counted in the
///     last bucket
/// @param highestOutlierNanos the longest of them; null when there is none
/// @param buckets those with a count, shortest first; they do not overlap
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Histogram(
    @JsonFormat(shape = JsonFormat.Shape.STRING) long count,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long maxNanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long p10Nanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long p25Nanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long p50Nanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long p75Nanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long p90Nanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long p95Nanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long p99Nanos,
    @JsonFormat(shape = JsonFormat.Shape.STRING) long highOutliers,
    @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Long highestOutlierNanos,
    List<Bucket> buckets) {

  /// One range of durations.
  ///
  /// @param fromNanos the shortest duration that it counts
  /// @param toNanos the first duration that it does not count
  public record Bucket(
      @JsonFormat(shape = JsonFormat.Shape.STRING) long fromNanos,
      @JsonFormat(shape = JsonFormat.Shape.STRING) long toNanos,
      @JsonFormat(shape = JsonFormat.Shape.STRING) long count) {
  }
}
