package dev.kioto.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One operation as the collector last heard of it.
///
/// Read it only where the model hands it out, and keep no reference to it: the model writes to it between those calls.
public final class OperationRecord {

  private static final String[] NOTHING = {};

  // Everything here is guarded by the lock of the model that owns the record.
  private final long id;
  private long resourceId;
  private long parentId;
  private String source = "";
  private long taskId;
  private long createdAt;
  private long endedAt = TaskRecord.ABSENT;
  private long polls;
  private boolean waiting;
  private boolean hasWaited;
  private boolean ready;
  private long lastPollAt = TaskRecord.ABSENT;
  private String[] attributes = NOTHING;

  int epoch; // the connection that told of it last
  boolean inQueue; // of its resource; the queue's alone

  OperationRecord(long id, long createdAt) {
    this.id = id;
    this.createdAt = createdAt;
  }

  void describe(OperationDescription description, Interner interner) {
    resourceId = description.resourceId();
    parentId = description.parentId();
    source = interner.intern(description.source());
  }

  void update(OperationStats stats, Interner interner) {
    taskId = stats.taskId();
    if (stats.createdAt() != TaskRecord.ABSENT) createdAt = stats.createdAt();
    endedAt = stats.endedAt();
    polls = stats.polls();
    waiting = stats.waiting() && endedAt == TaskRecord.ABSENT;
    hasWaited |= waiting || polls > 1;
    ready = stats.ready();
    lastPollAt = stats.lastPollAt();
    attributes = stats.attributes().isEmpty() ? NOTHING : interner.internAll(stats.attributes());
  }

  /// It is forgotten while it waits.
  void forget() {
    waiting = false;
  }

  /// Its id: unique in a run, unsigned.
  public long id() {
    return id;
  }

  /// The resource that it uses; 0 when unknown. It may have been forgotten.
  public long resourceId() {
    return resourceId;
  }

  /// The operation that it is a part of; 0 when it stands alone or that is not known.
  public long parentId() {
    return parentId;
  }

  /// The method: `Mutex::lock`; empty when it was not described.
  public String source() {
    return source;
  }

  /// The task that polled it last; 0 when none did. It may have been forgotten.
  public long taskId() {
    return taskId;
  }

  /// When it started.
  public long createdAt() {
    return createdAt;
  }

  /// When it ended, or [TaskRecord#ABSENT].
  public long endedAt() {
    return endedAt;
  }

  /// Whether it has ended.
  public boolean isOver() {
    return endedAt != TaskRecord.ABSENT;
  }

  /// How often it was polled.
  public long polls() {
    return polls;
  }

  /// Whether it goes on, was polled and was not ready.
  public boolean isWaiting() {
    return waiting;
  }

  /// Whether it was seen to wait, or was polled more than once.
  public boolean hasWaited() {
    return hasWaited;
  }

  /// Whether it has ended and gave its value; false also when the program does not tell.
  public boolean isReady() {
    return ready;
  }

  /// When its last poll ended, or [TaskRecord#ABSENT].
  public long lastPollAt() {
    return lastPollAt;
  }

  /// As of a resource.
  public List<String> attributes() {
    return List.of(attributes);
  }

  /// The value of a part of its state, or null when it has none of that name.
  public @Nullable String attribute(String name) {
    for (int i = 0; i < attributes.length; i += 3) {
      if (attributes[i].equals(name)) return attributes[i + 1];
    }
    return null;
  }

  /// From its start to an instant, or to its end when that was before. Not negative.
  public long totalAt(long asOf) {
    long end = isOver() ? Math.min(endedAt, asOf) : asOf;
    return Math.max(0, end - createdAt);
  }
}
