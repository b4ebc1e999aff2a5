package dev.kioto.console.ui.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({"0,0 ns", "1,1 ns", "640,640 ns", "999,999 ns", "1000,1.00 µs", "54540,54.5 µs", "999499,999 µs",
      "3764000,3.76 ms", "140210000,140 ms", "3210000000,3.21 s", "48900000000,48.9 s", "60000000000,1.00 m",
      "1206000000000,20.1 m", "3600000000000,1.00 h", "86400000000000,1.00 d", "8640000000000000,100 d",
      "86400000000000000,1000 d"})
  void text_anyLength_hasThreeDigitsAndUnit(long nanos, String text) {
    assertThat(Durations.text(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"999960000,1.00 s", "999600,1.00 ms", "59999999999,1.00 m", "9996000,10.0 ms", "99960000,100 ms"})
  void text_roundingReachesNextStep_isWrittenInThatStep(long nanos, String text) {
    assertThat(Durations.text(nanos)).isEqualTo(text);
  }

  @Test
  void text_negative_isNothing() {
    assertThat(Durations.text(-5)).isEqualTo("0 ns");
  }

  @Test
  void cell_unitOfOneLetter_isFilledToTwo() {
    assertThat(Durations.cell(3_210_000_000L)).isEqualTo("3.21 s ");
    assertThat(Durations.cell(3_764_000L)).isEqualTo("3.76 ms");
  }
}
