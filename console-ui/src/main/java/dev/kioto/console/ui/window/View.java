package dev.kioto.console.ui.window;

/// What the middle of the window shows of the chosen target.
public enum View {
  /// Figures over time, and the worst of what is wrong.
  OVERVIEW("Overview"),
  /// The table of tasks.
  TASKS("Tasks"),
  /// What is wrong.
  DIAGNOSES("Diagnoses"),
  /// What tasks wait for.
  RESOURCES("Resources"),
  /// Who polls them.
  WORKERS("Workers"),
  /// Who waits for, wakes and has spawned whom.
  GRAPHS("Graphs"),
  /// What settings change, by experiment: of the server, and not of a target.
  LAB("Lab");

  private final String title;

  View(String title) {
    this.title = title;
  }

  /// For people.
  public String title() {
    return title;
  }
}
