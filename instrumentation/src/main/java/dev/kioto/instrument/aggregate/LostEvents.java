package dev.kioto.instrument.aggregate;

/// Events that are missing from the totals, by what they were about. All are 0 when all is well.
public record LostEvents(long tasks, long resources, long operations) {
  static final LostEvents NONE = new LostEvents(0, 0, 0);

  /// All of them.
  public long all() {
    return tasks + resources + operations;
  }

  LostEvents since(LostEvents earlier) {
    return new LostEvents(tasks - earlier.tasks, resources - earlier.resources, operations - earlier.operations);
  }
}
