package dev.kioto.console.ui.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TextsTest {
  @Test
  void line_short_staysAsItIs() {
    assertThat(Texts.line("checkout.request")).isEqualTo("checkout.request");
  }

  @Test
  void line_ofAMillionCharacters_isCut() {
    assertThat(Texts.line("x".repeat(1_000_000))).hasSize(241).endsWith("x…");
  }

  @Test
  void line_withLineBreaks_isOneLine() {
    assertThat(Texts.line("one\ntwo\tthree")).isEqualTo("one two three");
  }

  @Test
  void line_cutBetweenTheHalvesOfACharacter_leavesItOut() {
    assertThat(Texts.line("x".repeat(239) + "😀😀")).isEqualTo("x".repeat(239) + "…");
  }

  @Test
  void block_keepsLineBreaksAndIsCutLater() {
    assertThat(Texts.block("one\ntwo")).isEqualTo("one\ntwo");
    assertThat(Texts.block("x".repeat(3_000))).hasSize(2_001);
  }
}
