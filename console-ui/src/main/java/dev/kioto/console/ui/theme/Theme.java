package dev.kioto.console.ui.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;

/// The theme in force, and the size of everything: gives a scene its style sheets and canvases their colours. UI thread only.
public final class Theme {
  private static final String SHEET = "/dev/kioto/console/ui/console.css";
  // Each is some 12 % larger than the one before it.
  private static final double[] SCALES = {0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.4, 1.6, 1.8, 2};
  private static final double POPUP_FONT = 13;
  private static final double TOOLTIP_FONT = 12;

  private final ReadOnlyObjectWrapper<Appearance> appearance = new ReadOnlyObjectWrapper<>(Appearance.DARK);
  private final ReadOnlyObjectWrapper<Palette> palette = new ReadOnlyObjectWrapper<>(Palette.DARK);
  private final ReadOnlyDoubleWrapper scale = new ReadOnlyDoubleWrapper(1);

  /// Which theme is in force.
  public ReadOnlyObjectProperty<Appearance> appearance() {
    return appearance.getReadOnlyProperty();
  }

  /// The colours in force; changes when the theme does.
  public ReadOnlyObjectProperty<Palette> palette() {
    return palette.getReadOnlyProperty();
  }

  /// The colours in force now.
  public Palette colors() {
    return palette.get();
  }

  /// How large everything is, 1 being the usual size.
  public ReadOnlyDoubleProperty scale() {
    return scale.getReadOnlyProperty();
  }

  /// Takes another theme.
  public void take(Appearance next) {
    appearance.set(next);
    palette.set(next.palette());
  }

  /// Takes a size; what is not within reach becomes the nearest that is.
  public void setScale(double newScale) {
    scale.set(Math.clamp(newScale, SCALES[0], SCALES[SCALES.length - 1]));
  }

  /// The next larger size, if there is one.
  public void larger() {
    for (double step : SCALES) {
      if (step > scale.get() + 1e-3) {
        setScale(step);
        return;
      }
    }
  }

  /// The next smaller size, if there is one.
  public void smaller() {
    for (int i = SCALES.length - 1; i >= 0; i--) {
      if (SCALES[i] < scale.get() - 1e-3) {
        setScale(SCALES[i]);
        return;
      }
    }
  }

  /// Styles the scene now and whenever the theme or the size changes.
  public void install(Scene scene) {
    palette.subscribe(_ -> style(scene));
    scale.subscribe((_, _) -> style(scene));
  }

  private void style(Scene scene) {
    var colors = palette.get();
    var sheet = Objects.requireNonNull(Theme.class.getResource(SHEET)).toExternalForm();
    var base = colors.dark() ? new PrimerDark() : new PrimerLight();
    Application.setUserAgentStylesheet(base.getUserAgentStylesheet());
    scene.setFill(colors.page());
    scene.getStylesheets().setAll(sheet, sheetOf(colors, scale.get()));
  }

  // A sheet rather than the root's style: tooltips and menus have roots of their own, which get the scene's sheets. Those are windows of
  // their own, too, so that what enlarges the window does not reach them.
  private static String sheetOf(Palette colors, double scale) {
    var css = ".root { " + colors.toCss() + " }" + font(".context-menu", POPUP_FONT * scale)
        + font(".tooltip", TOOLTIP_FONT * scale);
    return "data:text/css;base64," + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
  }

  private static String font(String what, double pixels) {
    return String.format(Locale.ROOT, " %s { -fx-font-size: %.1fpx; }", what, pixels);
  }
}
