package dev.kioto.console.ui.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class InstantsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:42:07.318Z");

  @Test
  void ago_before_saysHowLong() {
    assertThat(Instants.ago(NOW.minusMillis(140), NOW)).isEqualTo("140 ms ago");
  }

  @Test
  void ago_notBefore_isNow() {
    assertThat(Instants.ago(NOW.plusMillis(1), NOW)).isEqualTo("now");
  }

  @Test
  void millis_anyInstant_hasMilliseconds() {
    assertThat(Instants.millis(NOW)).endsWith(":42:07.318").hasSize(12);
  }
}
