package dev.kioto.console.ui.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({"1200000,ns,1.20 ms", "41234,1/s,41.2 k /s", "0.97,share,97 %", "0.004,share,0.4 %",
      "312000000,bytes,312 MB",
      "1500,bytes/s,1.50 kB/s", "1.5,processors,1.50 processors", "0.25,'',0.250", "0,'',0", "-3,1/s,−3 /s"})
  void text_hasTheUnit(double value, String unit, String text) {
    assertThat(Quantities.text(value, unit)).isEqualTo(text);
  }

  @Test
  void text_notKnown_isADash() {
    assertThat(Quantities.text(Double.NaN, "ns")).isEqualTo("–");
  }

  @Test
  void change_hasASign() {
    assertThat(Quantities.change(0.11)).isEqualTo("+11 %");
    assertThat(Quantities.change(-0.004)).isEqualTo("−0.4 %");
    assertThat(Quantities.change(24)).isEqualTo("+2,400 %");
    assertThat(Quantities.difference(2_000, "ns")).isEqualTo("+2.00 µs");
  }
}
