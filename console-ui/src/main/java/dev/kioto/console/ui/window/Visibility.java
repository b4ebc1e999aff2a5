package dev.kioto.console.ui.window;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Whether anybody can see the window: it is shown, and not an icon. What moves by itself rests meanwhile, and the toolkit lets a window go that
/// was closed. UI thread only.
final class Visibility {
  private final BooleanBinding seen;

  Visibility(Scene scene) {
    ObservableValue<Boolean> shown = scene.windowProperty().flatMap(Window::showingProperty).orElse(false);
    ObservableValue<Boolean> icon = scene.windowProperty()
        .flatMap(window -> window instanceof Stage stage ? stage.iconifiedProperty() : null).orElse(false);
    seen = Bindings.createBooleanBinding(() -> shown.getValue() && !icon.getValue(), shown, icon);
  }

  /// Whether it is so now, as it changes. To be kept by whoever listens.
  ObservableValue<Boolean> seen() {
    return seen;
  }
}
