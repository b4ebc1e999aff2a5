package dev.kioto.console.ui;

import dev.kioto.console.client.ClientAccess;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.ui.link.ConsoleLink;
import dev.kioto.console.ui.link.FxPulse;
import dev.kioto.console.ui.link.Pulse;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.settings.SettingsFile;
import dev.kioto.console.ui.window.ConsoleViewModel;
import dev.kioto.console.ui.window.ConsoleWindow;
import dev.kioto.console.web.ConsoleServer;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The application behind the window. Closing the window ends it.
public final class ConsoleApplication extends Application {
  private static final double WIDTH = 1480;
  private static final double HEIGHT = 900;

  // Set by init, which runs before start.
  private Options.Start options = new Options.Start(null, null, null, null);
  private @Nullable ConsoleClient client;
  private @Nullable ConsoleServer ownServer;
  private @Nullable ConsoleLink link;

  /// Starts a server when none is named. Not on the UI thread.
  @Override
  public void init() throws IOException {
    if (Options.parse(getParameters().getRaw().toArray(String[]::new)) instanceof Options.Start start) {
      options = start;
    }
    if (options.server() == null) {
      ownServer = ConsoleServer.builder().port(0).temporaryData().start();
    }
    client = ConsoleClient.of(server(), ClientAccess.of(options.tokenFile(), options.authorities()));
  }

  @Override
  public void start(Stage stage) {
    var file = SettingsFile.in(SettingsFile.home(System.getenv(), System.getProperties()));
    var loaded = file.load();
    var settings = loaded.settings();
    var message = Objects.requireNonNullElse(loaded.message(), "");
    if (!message.isEmpty()) {
      System.err.println(message);
    }
    var server = server();
    var newLink = new ConsoleLink(Objects.requireNonNull(client), new Pulse(new FxPulse()));
    link = newLink;
    var model = new ConsoleViewModel(newLink, server.getAuthority());
    var window = new ConsoleWindow(model, settings, message, WIDTH, HEIGHT);
    window.showFoldersBy(folder -> getHostServices().showDocument(folder.toUri().toString()));
    stage.setTitle("Kioto console");
    stage.setScene(window.scene());
    place(stage, settings.frame());
    model.targets().chosen().subscribe(target -> stage.setTitle(
        target == null ? "Kioto console" : target.name() + " – Kioto console"));
    stage.setOnHidden(_ -> {
      var trouble = file.save(window.settings(new DesktopSettings.Frame(stage.getX(), stage.getY(), stage.getWidth(),
          stage.getHeight(), stage.isMaximized())));
      if (trouble != null) {
        System.err.println(trouble);
      }
      Platform.exit();
    });
    stage.show();
    window.focus();
    newLink.start(model::accept);
    if (options.target() != null) {
      model.targets().attach(options.target());
    }
  }

  @Override
  public void stop() {
    if (link != null) {
      link.close();
    }
    if (ownServer != null) {
      ownServer.close();
    }
  }

  private URI server() {
    return ownServer != null ? ownServer.uri() : Objects.requireNonNull(options.server());
  }

  // A remembered place counts only while a screen is there.
  private static void place(Stage stage, DesktopSettings.@Nullable Frame frame) {
    stage.setMinWidth(960);
    stage.setMinHeight(560);
    if (frame == null || frame.width() < 200 || frame.height() < 200) {
      var screen = Screen.getPrimary().getVisualBounds();
      stage.setWidth(Math.min(WIDTH, screen.getWidth()));
      stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
    } else {
      stage.setWidth(frame.width());
      stage.setHeight(frame.height());
      if (!Screen.getScreensForRectangle(frame.x() + 40, frame.y() + 20, 40, 20).isEmpty()) {
        stage.setX(frame.x());
        stage.setY(frame.y());
      }
      stage.setMaximized(frame.maximized());
    }
  }
}
