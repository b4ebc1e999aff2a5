package dev.kioto.console.ui.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AppearanceTest {
  @Test
  void preferred_followsTheDesktop() {
    assertThat(Appearance.preferred(true, Map.of())).isEqualTo(Appearance.DARK);
    assertThat(Appearance.preferred(false, Map.of())).isEqualTo(Appearance.LIGHT);
    assertThat(Appearance.preferred(false, Map.of("Windows.SPI.HighContrast", true)))
        .isEqualTo(Appearance.HIGH_CONTRAST);
    assertThat(Appearance.preferred(false, Map.of("GTK.theme_name", "HighContrastInverse")))
        .isEqualTo(Appearance.HIGH_CONTRAST);
    assertThat(Appearance.preferred(true, Map.of("GTK.theme_name", "Adwaita-dark"))).isEqualTo(Appearance.DARK);
  }

  // 4.5 is what the Web Content Accessibility Guidelines ask of text (AA), 7 what they ask of text with enhanced contrast (AAA).
  @ParameterizedTest
  @EnumSource
  void text_onEveryGround_canBeRead(Appearance appearance) {
    var colors = appearance.palette();
    double least = appearance == Appearance.HIGH_CONTRAST ? 7 : 4.5;
    for (var ground : List.of(colors.page(), colors.panel(), colors.raised(), colors.well(), colors.chosen(),
        colors.hover())) {
      assertThat(contrast(colors.text(), ground)).as("text on %s", ground).isGreaterThanOrEqualTo(least);
    }
    for (var word : List.of(colors.muted(), colors.accent(), colors.running(), colors.scheduled(), colors.idle(),
        colors.danger(), colors.caution())) {
      assertThat(contrast(word, colors.page())).as("%s on the page", word).isGreaterThanOrEqualTo(least);
    }
    assertThat(contrast(colors.text(), colors.dangerPanel())).isGreaterThanOrEqualTo(least);
    assertThat(contrast(colors.text(), colors.cautionPanel())).isGreaterThanOrEqualTo(least);
  }

  private static double contrast(Color a, Color b) {
    double one = luminance(a);
    double other = luminance(b);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }
}
