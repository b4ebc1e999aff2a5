package dev.kioto.console.ui;

import javafx.application.Application;

/// Starts the window. Not an `Application` itself, since the toolkit refuses such a main class on the class path.
public final class Launcher {
  private Launcher() {}

  /// Starts the window and returns when it is closed. Exits with status 2 when an argument is not understood.
  public static void main(String[] args) {
    switch (Options.parse(args)) {
      case Options.Help(var text) -> System.out.println(text);
      case Options.Wrong(var message) -> {
        System.err.println(message);
        System.exit(2);
      }
      case Options.Start _ -> Application.launch(ConsoleApplication.class, args);
    }
  }
}
