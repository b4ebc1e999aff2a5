package dev.kioto.console.ui.theme;

import java.util.Locale;
import java.util.Map;

/// The themes that can be chosen. Names are kept in settings files: do not rename.
public enum Appearance {
  /// Light on dark.
  DARK("dark", Palette.DARK),
  /// Dark on light.
  LIGHT("light", Palette.LIGHT),
  /// White on black, with stronger colours and borders.
  HIGH_CONTRAST("high contrast", Palette.HIGH_CONTRAST);

  private final String title;
  @SuppressWarnings("ImmutableEnumChecker") // a record of colours, which do not change
  private final Palette palette;

  Appearance(String title, Palette palette) {
    this.title = title;
    this.palette = palette;
  }

  /// For people, in small letters.
  public String title() {
    return title;
  }

  /// Its colours.
  public Palette palette() {
    return palette;
  }

  /// The one after it, and after the last the first.
  public Appearance next() {
    return switch (this) {
      case DARK -> LIGHT;
      case LIGHT -> HIGH_CONTRAST;
      case HIGH_CONTRAST -> DARK;
    };
  }

  /// What a desktop's preferences ask for.
  ///
  /// @param dark whether the desktop is dark
  /// @param details the preferences of the platform by name, as JavaFX tells them: Windows says whether it is in high contrast, GTK has a theme
  ///     of that name
  public static Appearance preferred(boolean dark, Map<String, Object> details) {
    boolean strong = Boolean.TRUE.equals(details.get("Windows.SPI.HighContrast"))
        || String.valueOf(details.get("GTK.theme_name")).toLowerCase(Locale.ROOT).contains("highcontrast");
    return strong ? HIGH_CONTRAST : dark ? DARK : LIGHT;
  }
}
