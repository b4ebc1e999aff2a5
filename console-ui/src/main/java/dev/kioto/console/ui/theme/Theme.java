package dev.kioto.console.ui.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import javafx.application.Application;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;

/// The theme in force: gives a scene its style sheets and canvases their colours. UI thread only.
public final class Theme {
  private static final String SHEET = "/dev/kioto/console/ui/console.css";

  private final ReadOnlyObjectWrapper<Palette> palette = new ReadOnlyObjectWrapper<>(Palette.DARK);

  /// The colours in force; changes when the theme does.
  public ReadOnlyObjectProperty<Palette> palette() {
    return palette.getReadOnlyProperty();
  }

  /// The colours in force now.
  public Palette colors() {
    return palette.get();
  }

  /// Takes the dark or the light colours.
  public void setDark(boolean dark) {
    palette.set(dark ? Palette.DARK : Palette.LIGHT);
  }

  /// Styles the scene now and whenever the theme changes.
  public void install(Scene scene) {
    var sheet = Objects.requireNonNull(Theme.class.getResource(SHEET)).toExternalForm();
    palette.subscribe(colors -> {
      var base = colors.dark() ? new PrimerDark() : new PrimerLight();
      Application.setUserAgentStylesheet(base.getUserAgentStylesheet());
      scene.setFill(colors.page());
      scene.getStylesheets().setAll(sheet, sheetOf(colors));
    });
  }

  // A sheet rather than the root's style: tooltips and menus have roots of their own, which get the scene's sheets.
  private static String sheetOf(Palette colors) {
    var css = ".root { " + colors.toCss() + " }";
    return "data:text/css;base64," + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
  }
}
