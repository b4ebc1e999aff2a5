package dev.kioto.console.model;

/// A place in the code where tasks are spawned, and what became of those that the model knows. Guarded by the model's lock.
///
/// Totals are since the model first knew a task from there; they begin anew when it has forgotten all of them.
public final class SpawnSite {

  private final String location;
  private int known; // tasks in the table
  private int live;
  private long spawned;
  private long polls;

  SpawnSite(String location) {
    this.location = location;
  }

  void enter() {
    known++;
    live++;
    spawned++;
  }

  /// @return whether no task is known from there any more
  boolean leave(boolean wasLive) {
    if (wasLive) live--;
    return --known == 0;
  }

  void ended(boolean again) {
    live += again ? 1 : -1;
  }

  void polled(long more) {
    polls += more;
  }

  /// The place.
  public String location() {
    return location;
  }

  /// Tasks from there that have not ended.
  public int live() {
    return live;
  }

  /// Tasks from there, ended ones among them.
  public long spawned() {
    return spawned;
  }

  /// Polls of all of these together.
  public long polls() {
    return polls;
  }
}
