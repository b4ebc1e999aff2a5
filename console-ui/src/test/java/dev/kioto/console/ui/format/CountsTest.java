package dev.kioto.console.ui.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CountsTest {
  @Test
  void text_thousands_areSetApart() {
    assertThat(Counts.text(104_318)).isEqualTo("104,318");
  }

  @ParameterizedTest
  @CsvSource({"0,0", "2.5,2.5", "87,87", "9999,'9,999'", "10000,10.0 k", "41240,41.2 k", "412000,412 k",
      "1300000,1.30 M", "999999,1.00 M", "2e9,2.00 G"})
  void compact_anyRate_hasThreeDigitsAndUnit(double rate, String text) {
    assertThat(Counts.compact(rate)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,0,0 %", "0,10,0 %", "1,8,13 %", "1,250,0.4 %", "1,100000,<0.1 %", "5,5,100 %"})
  void share_anyPart_isPercent(long part, long whole, String text) {
    assertThat(Counts.share(part, whole)).isEqualTo(text);
  }

  @Test
  void of_one_isSingular() {
    assertThat(Counts.of(1, "event")).isEqualTo("1 event");
    assertThat(Counts.of(2_000, "event")).isEqualTo("2,000 events");
  }
}
