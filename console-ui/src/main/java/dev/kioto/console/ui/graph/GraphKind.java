package dev.kioto.console.ui.graph;

/// What the arrows of a graph mean.
public enum GraphKind {
  /// A task waits for a resource, which others hold.
  WAITS("Waits"),
  /// A task, or something outside, wakes a task.
  WAKES("Wakes"),
  /// A task has spawned another.
  TREE("Task tree");

  private final String title;

  GraphKind(String title) {
    this.title = title;
  }

  /// For people.
  public String title() {
    return title;
  }
}
