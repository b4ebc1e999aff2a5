package dev.kioto.console.ui.theme;

import java.util.Locale;
import javafx.scene.paint.Color;

/// Every colour of the window in one theme. The style sheet sees them as looked-up colours, through [#toCss()]; what is
/// drawn on a canvas takes them from here.
///
/// @param dark whether this is a dark theme
/// @param page behind the table
/// @param panel behind side bars, cards and the detail pane
/// @param raised buttons and chips
/// @param well text fields and code
/// @param border lines between areas
/// @param line lines between rows
/// @param text what is read first
/// @param muted labels and secondary values
/// @param faint completed tasks, dimmed frames
/// @param chosen the selected row
/// @param hover the row under the pointer
/// @param accent links, focus and the series of live tasks
/// @param running state running, time busy
/// @param scheduled state scheduled, time scheduled
/// @param idle state idle, time idle
/// @param danger errors and warnings of the worst kind
/// @param dangerPanel behind an error's sentence
/// @param caution what deserves a look
/// @param cautionPanel behind a caution's sentence
public record Palette(boolean dark, Color page, Color panel, Color raised, Color well, Color border, Color line,
    Color text, Color muted, Color faint, Color chosen, Color hover, Color accent, Color running, Color scheduled,
    Color idle, Color danger, Color dangerPanel, Color caution, Color cautionPanel) {

  /// The default look.
  public static final Palette DARK = new Palette(true, Color.web("#0f141b"), Color.web("#151c25"),
      Color.web("#1b2430"), Color.web("#0c1117"), Color.web("#263241"), Color.web("#1a222d"), Color.web("#d7dee7"),
      Color.web("#8a96a5"), Color.web("#687587"), Color.web("#17304d"), Color.web("#18212c"), Color.web("#5aa9ff"),
      Color.web("#59d499"), Color.web("#f2c14e"), Color.web("#7a8ca3"), Color.web("#ff6b6b"), Color.web("#2a1b22"),
      Color.web("#ffab4a"), Color.web("#2a2319"));

  /// The same structure on white.
  public static final Palette LIGHT = new Palette(false, Color.web("#ffffff"), Color.web("#f5f7fa"),
      Color.web("#ffffff"), Color.web("#ffffff"), Color.web("#d3dbe4"), Color.web("#edf0f4"), Color.web("#1b2430"),
      Color.web("#566273"), Color.web("#8691a0"), Color.web("#d6e8ff"), Color.web("#f1f5fa"), Color.web("#0a62c9"),
      Color.web("#14784a"), Color.web("#946100"), Color.web("#5d6d82"), Color.web("#c62a35"), Color.web("#fdeced"),
      Color.web("#a94f00"), Color.web("#fff3e2"));

  /// White on black: nothing that is read is dimmed, and borders are seen.
  public static final Palette HIGH_CONTRAST = new Palette(true, Color.web("#000000"), Color.web("#000000"),
      Color.web("#101010"), Color.web("#000000"), Color.web("#a8a8a8"), Color.web("#5a5a5a"), Color.web("#ffffff"),
      Color.web("#e6e6e6"), Color.web("#c4c4c4"), Color.web("#00438f"), Color.web("#2e2e2e"), Color.web("#7fd0ff"),
      Color.web("#5dff9b"), Color.web("#ffe14d"), Color.web("#cfd8e3"), Color.web("#ff8080"), Color.web("#4d0000"),
      Color.web("#ffb74d"), Color.web("#402600"));

  /// The looked-up colours, as declarations of a style sheet.
  public String toCss() {
    return css("-k-page", page) + css("-k-panel", panel) + css("-k-raised", raised) + css("-k-well", well)
        + css("-k-border", border) + css("-k-line", line) + css("-k-text", text) + css("-k-muted", muted)
        + css("-k-faint", faint) + css("-k-chosen", chosen) + css("-k-hover", hover) + css("-k-accent", accent)
        + css("-k-running", running) + css("-k-scheduled", scheduled) + css("-k-idle", idle)
        + css("-k-danger", danger) + css("-k-danger-panel", dangerPanel) + css("-k-caution", caution)
        + css("-k-caution-panel", cautionPanel) + series();
  }

  private String series() {
    var all = new StringBuilder();
    for (int i = 0; i < SeriesColors.COUNT; i++) {
      all.append(css("-k-series-" + i, SeriesColors.of(this, i)));
    }
    return all.toString();
  }

  private static String css(String name, Color color) {
    return String.format(Locale.ROOT, "%s: #%02x%02x%02x;", name, Math.round(color.getRed() * 255),
        Math.round(color.getGreen() * 255), Math.round(color.getBlue() * 255));
  }
}
