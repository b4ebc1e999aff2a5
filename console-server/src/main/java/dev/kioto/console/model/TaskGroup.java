package dev.kioto.console.model;

/// What tasks that have something in common come to. Sums are over all of its tasks, at one instant; one that is too large
/// is the largest number there is.
public final class TaskGroup {

  private final String key;
  private final int[] byState = new int[TaskState.values().length]; // by rank
  private long busyNanos;
  private long scheduledNanos;
  private long polls;
  private long wakes;
  private long selfWakes;

  TaskGroup(String key) {
    this.key = key;
  }

  void add(TaskRecord task, long asOf) {
    byState[task.state().rank()]++;
    busyNanos = sum(busyNanos, task.busyAt(asOf));
    scheduledNanos = sum(scheduledNanos, task.scheduledAt(asOf));
    polls = sum(polls, task.polls());
    wakes = sum(wakes, task.wakes());
    selfWakes = sum(selfWakes, task.selfWakes());
  }

  // A program may tell any number of polls.
  private static long sum(long a, long b) {
    long sum = a + Math.max(0, b);
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /// What its tasks have in common; empty when that is that they have no such thing.
  public String key() {
    return key;
  }

  /// How many tasks it has.
  public int tasks() {
    return byState[0] + byState[1] + byState[2] + byState[3];
  }

  /// How many of its tasks are in a state.
  public int tasks(TaskState state) {
    return byState[state.rank()];
  }

  /// The time of its tasks inside polls.
  public long busyNanos() {
    return busyNanos;
  }

  /// The time of its tasks from wakes to polls.
  public long scheduledNanos() {
    return scheduledNanos;
  }

  /// How often its tasks were polled.
  public long polls() {
    return polls;
  }

  /// How often its tasks were woken.
  public long wakes() {
    return wakes;
  }

  /// How often its tasks woke themselves.
  public long selfWakes() {
    return selfWakes;
  }
}
