package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HistogramConfigurationTest {
  private static final String KEY = "kioto.metrics-poll-time-histogram-configuration";

  @Test
  void configuration_outOfRange_isRefusedByValue() {
    assertThatThrownBy(() -> HistogramConfiguration.linear(Duration.ZERO, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("width");
    assertThatThrownBy(() -> HistogramConfiguration.linear(Duration.ofMillis(1), -3)).hasMessageContaining("-3");
    assertThatThrownBy(() -> HistogramConfiguration.log(Duration.ofSeconds(2), Duration.ofSeconds(1), 0.5))
        .hasMessageContaining("2000000000");
  }

  @Test
  void configuration_forPeople_saysItsEnds() {
    assertThat(HistogramConfiguration.linear(Duration.ofMillis(2), 5)).hasToString("5 buckets of PT0.002S");
    assertThat(HistogramConfiguration.log().numBuckets()).isEqualTo(119);
    assertThat(HistogramConfiguration.log()).asString().startsWith("119 buckets from PT0.0000000");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"log|119", "'log, 1e-7, 60, 0.25'|119", "'linear,PT0.001S,7'|7"})
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void property_wellFormed_isTheDefaultOfTheBuilder(String value, int buckets) {
    System.setProperty(KEY, value);
    System.setProperty("kioto.enable-metrics-poll-time-histogram", "on");
    try (var runtime = Runtime.builder().workerThreads(1).build()) {
      assertThat(runtime.metrics().pollTimeHistogramNumBuckets()).isEqualTo(buckets);
    } finally {
      System.clearProperty(KEY);
      System.clearProperty("kioto.enable-metrics-poll-time-histogram");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linear", "log,1", "linear,0,10", "linear,1e-4,ten", "square,1,2"})
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void property_illFormed_isRefusedByNameAndValue(String value) {
    System.setProperty(KEY, value);
    try {
      assertThatThrownBy(Runtime::builder).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(KEY)
          .hasMessageContaining("'" + value + "'");
    } finally {
      System.clearProperty(KEY);
    }
  }
}
