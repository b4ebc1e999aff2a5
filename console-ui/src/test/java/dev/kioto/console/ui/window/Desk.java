package dev.kioto.console.ui.window;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.fake.FakeConsole;
import dev.kioto.console.ui.link.ConsoleLink;
import dev.kioto.console.ui.link.FxPulse;
import dev.kioto.console.ui.link.Pulse;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.tasks.TaskColumn;
import dev.kioto.console.ui.theme.Appearance;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxToolkit;

/// A window in front of a server with 300 invented tasks. Any thread but the UI thread.
final class Desk {
  static final int TASKS = 300;

  private final FakeConsole server = new FakeConsole(TASKS).start(0);
  private final double width;
  private final double height;
  private @Nullable ConsoleLink link;
  private ConsoleViewModel model = new ConsoleViewModel(new RecordedCommands(), "");
  private Look look = new Look(null);
  private @Nullable ConsoleWindow window;

  Desk() {
    this(990, 900);
  }

  Desk(double width, double height) {
    this.width = width;
    this.height = height;
  }

  FakeConsole server() {
    return server;
  }

  ConsoleViewModel model() {
    return model;
  }

  Look look() {
    return look;
  }

  /// What the window would have remembered.
  DesktopSettings settings() {
    return Objects.requireNonNull(window).settings(new DesktopSettings.Frame(0, 0, width, height, false));
  }

  /// Opens the window, with a target called `shop`, and waits for its tasks.
  void connect() throws TimeoutException {
    server.addTarget("shop", "127.0.0.1:6669", TargetState.CONNECTED, null);
    start();
    await().atMost(20, SECONDS)
        .until(() -> look.text("#count").equals("300 of 300") && !look.cells(TaskColumn.NAME).isEmpty());
  }

  /// Opens the window.
  void start() throws TimeoutException {
    FxToolkit.setupFixture(() -> {
      var newLink = new ConsoleLink(ConsoleClient.of(server.uri()), new Pulse(new FxPulse()));
      link = newLink;
      model = new ConsoleViewModel(newLink, server.uri().getAuthority());
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

  void close() throws TimeoutException {
    if (link != null) {
      link.close();
    }
    FxToolkit.setupFixture(look::close);
    server.close();
  }
}
