package dev.kioto.console.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {

  @ParameterizedTest
  @CsvSource({"500ms, 500", "20s, 20000", "5m, 300000", "1h, 3600000"})
  void parse_numberAndUnit_isThatLong(String text, long millis) {
    assertThat(Units.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "s", "0s", "-3s", "1.5s", "20 s", "20sec", "99999999999s"})
  void parse_somethingElse_namesItAndWhatWouldBeRight(String text) {
    assertThatThrownBy(() -> Units.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("like 20s");
  }

  @ParameterizedTest
  @CsvSource({"0, 0ns", "999, 999ns", "1000, 1.00us", "12345, 12.3us", "999999, 999us", "4560000, 4.56ms",
      "1230000000, 1.23s", "59999999999, 59.9s", "125000000000, 2m05s", "11520000000000, 3h12m",
      "1047600000000000, 12d03h"})
  void nanos_anyLength_takesSixCharactersAtMost(long nanos, String text) {
    assertThat(Units.nanos(nanos)).isEqualTo(text).hasSizeLessThanOrEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "412.4, 412", "999.4, 999", "1000, 1.00k", "12345, 12.3k", "4560000, 4.56M"})
  void rate_anySize_keepsThreeDigits(double perSecond, String text) {
    assertThat(Units.rate(perSecond)).isEqualTo(text);
  }

  @Test
  void nanos_justBelowTheNextUnit_isNotRoundedUpIntoIt() {
    assertThat(Units.nanos(99_999_999)).isEqualTo("99.9ms");
  }
}
