package dev.kioto.console.ui.window;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.link.ConsoleLink;
import dev.kioto.console.ui.link.FxPulse;
import dev.kioto.console.ui.link.Pulse;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.theme.Appearance;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxToolkit;

/// A window in front of some server, drawn for nobody. Any thread but the UI thread.
final class OpenWindow {
  private final double width;
  private final double height;
  private @Nullable ConsoleLink link;
  private ConsoleViewModel model = new ConsoleViewModel(new RecordedCommands(), "");
  private Look look = new Look(null);
  private @Nullable ConsoleWindow window;

  OpenWindow(double width, double height) {
    this.width = width;
    this.height = height;
  }

  ConsoleViewModel model() {
    return model;
  }

  Look look() {
    return look;
  }

  /// What it would have remembered.
  DesktopSettings settings() {
    return Objects.requireNonNull(window).settings(new DesktopSettings.Frame(0, 0, width, height, false));
  }

  void open(URI server) throws TimeoutException {
    FxToolkit.setupFixture(() -> {
      var newLink = new ConsoleLink(ConsoleClient.of(server), new Pulse(new FxPulse()));
      link = newLink;
      model = new ConsoleViewModel(newLink, server.getAuthority());
      var shown = new ConsoleWindow(model, new DesktopSettings(Appearance.DARK, 1, null, Map.of(), true, 330), "",
          width, height);
      var stage = new Stage();
      window = shown;
      stage.setScene(shown.scene());
      stage.setX(0);
      stage.setY(0);
      stage.show();
      look = new Look(stage);
      shown.focus();
      newLink.start(model::accept);
    });
  }

  /// Has folders shown some way.
  void showFoldersBy(Consumer<Path> shower) throws TimeoutException {
    FxToolkit.setupFixture(() -> Objects.requireNonNull(window).showFoldersBy(shower));
  }

  /// Has pictures saved as this file, without a dialog.
  void savePicturesAs(Path file) throws TimeoutException {
    FxToolkit.setupFixture(() -> Objects.requireNonNull(window).choosePicturesBy(_ -> file));
  }

  void close() throws TimeoutException {
    if (link != null) {
      link.close();
    }
    FxToolkit.setupFixture(look::close);
  }
}
