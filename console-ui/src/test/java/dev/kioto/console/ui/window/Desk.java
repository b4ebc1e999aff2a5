package dev.kioto.console.ui.window;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.fake.FakeConsole;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.tasks.TaskColumn;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;

/// A window in front of a server with 300 invented tasks. Any thread but the UI thread.
final class Desk {
  static final int TASKS = 300;

  private final FakeConsole server = new FakeConsole(TASKS).start(0);
  private final OpenWindow window;

  Desk() {
    this(990, 900);
  }

  Desk(double width, double height) {
    window = new OpenWindow(width, height);
  }

  FakeConsole server() {
    return server;
  }

  ConsoleViewModel model() {
    return window.model();
  }

  Look look() {
    return window.look();
  }

  /// What the window would have remembered.
  DesktopSettings settings() {
    return window.settings();
  }

  /// Opens the window, with a target called `shop`, and waits for its tasks.
  void connect() throws TimeoutException {
    server.addTarget("shop", "127.0.0.1:6669", TargetState.CONNECTED, null);
    start();
    await().atMost(20, SECONDS)
        .until(() -> look().text("#count").equals("300 of 300") && !look().cells(TaskColumn.NAME).isEmpty());
  }

  /// Opens the window.
  void start() throws TimeoutException {
    window.open(server.uri());
  }

  /// Has pictures saved as this file, without a dialog.
  void savePicturesAs(Path file) throws TimeoutException {
    window.savePicturesAs(file);
  }

  void close() throws TimeoutException {
    window.close();
    server.close();
  }
}
