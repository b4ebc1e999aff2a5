package dev.kioto.bench;

import java.util.List;
import java.util.Locale;

/// How closely a program is watched.
enum Watch {
  /// It has instrumentation on its class path, and does not ask for it.
  ABSENT("no console"),
  OFF("level off"),
  COUNTS("level counts"),
  TASKS("level tasks"),
  TRACE("level trace");

  private final String title;

  Watch(String title) {
    this.title = title;
  }

  /// What the rows call it.
  String title() {
    return title;
  }

  /// What a program is started with to be watched so, on a port that is free. Nothing lowers the level meanwhile.
  List<String> jvmArgs() {
    return this == ABSENT ? List.of() : List.of("-Dkioto.console=127.0.0.1:0",
        "-Dkioto.console.level=" + name().toLowerCase(Locale.ROOT), "-Dkioto.console.cpu-share-cap=0");
  }
}
