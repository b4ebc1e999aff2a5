package dev.kioto.console.ui.theme;

import java.util.List;
import javafx.scene.paint.Color;

/// Colours for things of one kind that are drawn over each other, the same everywhere for the same thing. They repeat after the last; what they
/// stand for has a letter as well.
public final class SeriesColors {
  private static final List<
      Color> DARK = colors("#5aa9ff", "#59d499", "#f2c14e", "#c792ff", "#ff8a5c", "#4fd1dc", "#ff7ab8",
          "#a3b1c2");
  private static final List<
      Color> LIGHT = colors("#0a62c9", "#14784a", "#a86f00", "#8a3fc4", "#c2410c", "#0e7f8c", "#c0307a",
          "#5d6d82");

  /// How many there are.
  static final int COUNT = DARK.size();

  private SeriesColors() {}

  /// The colour of the thing at a place among them, from 0.
  public static Color of(Palette colors, int place) {
    var all = colors.dark() ? DARK : LIGHT;
    return all.get(Math.floorMod(place, all.size()));
  }

  /// The name of that colour in style sheets.
  public static String cssName(int place) {
    return "-k-series-" + Math.floorMod(place, COUNT);
  }

  private static List<Color> colors(String... codes) {
    return List.of(codes).stream().map(Color::web).toList();
  }
}
