package dev.kioto.console.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One task as the collector last heard of it.
///
/// Read it only where the model hands it out (in a filter, an order or a row mapper), and keep no reference to it: the
/// model writes to it between those calls.
public final class TaskRecord {

  /// An instant that is not there.
  public static final long ABSENT = Long.MIN_VALUE;

  private static final String[] NO_FIELDS = {};

  // Everything here is guarded by the lock of the model that owns the record.
  private final long id;
  private long taskId;
  private String name = "";
  private int nameMark = TextMark.EMPTY;
  private String kind = "task";
  private String target = "";
  private @Nullable String location;
  private String[] fields = NO_FIELDS;
  private long parentId;

  private long createdAt;
  private long droppedAt = ABSENT;
  private long busyNanos;
  private long scheduledNanos;
  private long polls;
  private long wakes;
  private long selfWakes;
  private long wakerClones;
  private long wakerDrops;
  private long lastWake = ABSENT;
  private long lastPollStarted = ABSENT;
  private long lastPollEnded = ABSENT;
  private TaskState state = TaskState.IDLE;
  private List<TaskWarning> warnings = List.of();

  int slot; // place in the table's dense array, negative once it is forgotten; the table's alone
  int index; // small, and no other task's as long as this one is in the table; the table's alone
  int epoch; // the connection that told of the task last
  @Nullable SpawnSite site; // where it is counted; the sites' alone
  boolean awaitingExpiry; // in the queue of completed tasks

  TaskRecord(long id, long createdAt) {
    this.id = id;
    this.taskId = id;
    this.createdAt = createdAt;
  }

  void describe(TaskDescription description, Interner interner) {
    taskId = description.taskId();
    kind = interner.intern(description.kind());
    target = interner.intern(description.target());
    location = description.location() == null ? null : interner.intern(description.location());
    fields = interner.internAll(description.fields());
    parentId = description.parentId();
  }

  void name(String newName, int mark) {
    name = newName;
    nameMark = mark;
  }

  void update(TaskStats stats) {
    if (stats.createdAt() != ABSENT) createdAt = stats.createdAt();
    droppedAt = stats.droppedAt();
    busyNanos = stats.busyNanos();
    scheduledNanos = stats.scheduledNanos();
    polls = stats.polls();
    wakes = stats.wakes();
    selfWakes = stats.selfWakes();
    wakerClones = stats.wakerClones();
    wakerDrops = stats.wakerDrops();
    lastWake = stats.lastWake();
    lastPollStarted = stats.lastPollStarted();
    lastPollEnded = stats.lastPollEnded();
    state = deriveState();
  }

  void warn(List<TaskWarning> found) {
    warnings = found;
  }

  // ABSENT is the smallest long, so that what never happened is before everything.
  private TaskState deriveState() {
    if (droppedAt != ABSENT) return TaskState.COMPLETED;
    if (lastPollStarted > lastPollEnded) return TaskState.RUNNING;
    if (lastWake > lastPollStarted) return TaskState.SCHEDULED;
    return TaskState.IDLE;
  }

  /// Time inside polls that were over at the last update.
  public long busyNanos() {
    return busyNanos;
  }

  /// Time from a wake to the poll after it, as of the last update.
  public long scheduledNanos() {
    return scheduledNanos;
  }

  /// The wire id: unique in a run, unsigned.
  public long id() {
    return id;
  }

  /// The id that the program shows, unsigned; the wire id when it shows none.
  public long taskId() {
    return taskId;
  }

  /// The name that the program gave it; empty when it gave none.
  public String name() {
    return name;
  }

  /// What is known of its name without looking into it: a [TextMark].
  public int nameMark() {
    return nameMark;
  }

  /// What the program calls its kind: `task`, `direct`, `blocking`, ...
  public String kind() {
    return kind;
  }

  /// Whether the task is one that a waker wakes and that is polled again and again: not a blocking job and not the
  /// root of a `blockOn`.
  public boolean isAsync() {
    return !kind.equals("blocking") && !kind.equals("block_on");
  }

  /// The runtime or crate that it belongs to; may be empty.
  public String target() {
    return target;
  }

  /// Where it was spawned, or null.
  public @Nullable String location() {
    return location;
  }

  /// The wire id of the task that spawned it, which may have been forgotten; 0 when none did, or that is not known.
  public long parentId() {
    return parentId;
  }

  /// How many fields the program tells beside id, name and kind.
  public int fieldCount() {
    return fields.length / 2;
  }

  /// The name of a field, from 0 to [#fieldCount] less 1.
  public String fieldName(int index) {
    return fields[2 * index];
  }

  /// The value of a field, from 0 to [#fieldCount] less 1.
  public String fieldValue(int index) {
    return fields[2 * index + 1];
  }

  /// The value of a field, or null when the task has none of that name.
  public @Nullable String field(String wanted) {
    for (int i = 0; i < fields.length; i += 2) {
      if (Objects.equals(fields[i], wanted)) return fields[i + 1];
    }
    return null;
  }

  /// What was found to be wrong with it; most often nothing.
  public List<TaskWarning> warnings() {
    return warnings;
  }

  /// What it was doing at the last update.
  public TaskState state() {
    return state;
  }

  /// When it was created.
  public long createdAt() {
    return createdAt;
  }

  /// When it ended, or [#ABSENT].
  public long droppedAt() {
    return droppedAt;
  }

  /// How often it was polled.
  public long polls() {
    return polls;
  }

  /// How often it was woken.
  public long wakes() {
    return wakes;
  }

  /// How many of its wakes it caused itself.
  public long selfWakes() {
    return selfWakes;
  }

  /// How many wakers of it were made.
  public long wakerClones() {
    return wakerClones;
  }

  /// How many wakers of it were dropped.
  public long wakerDrops() {
    return wakerDrops;
  }

  /// Wakers that exist now. Not negative: a drop that was counted before its clone does not show.
  public long wakerCount() {
    return Math.max(0, wakerClones - wakerDrops);
  }

  /// When it was last woken, or [#ABSENT].
  public long lastWake() {
    return lastWake;
  }

  /// When its last poll started, or [#ABSENT].
  public long lastPollStarted() {
    return lastPollStarted;
  }

  /// When its last poll to have ended did so, or [#ABSENT].
  public long lastPollEnded() {
    return lastPollEnded;
  }

  /*
   * The four times add up by construction, whatever a program sends: busy is cut to the total, scheduled to what busy
   * leaves, and idle is the rest.
   */

  /// Its age at an instant, or at its end when that was before. Not negative.
  public long totalAt(long asOf) {
    long end = droppedAt == ABSENT ? asOf : Math.min(droppedAt, asOf);
    return Math.max(0, end - createdAt);
  }

  /// Time inside polls until an instant, the current poll included. At most the total.
  public long busyAt(long asOf) {
    long current = state == TaskState.RUNNING ? Math.max(0, asOf - lastPollStarted) : 0;
    return Math.min(totalAt(asOf), busyNanos + current);
  }

  /// Time from wakes to polls until an instant, the current wait included. At most what busy leaves of the total.
  public long scheduledAt(long asOf) {
    // Woken inside its last poll, the task waits since that poll ended.
    long since = Math.max(lastWake, lastPollEnded);
    long current = state == TaskState.SCHEDULED ? Math.max(0, asOf - since) : 0;
    return Math.min(totalAt(asOf) - busyAt(asOf), scheduledNanos + current);
  }

  /// The rest of the total. Not negative.
  public long idleAt(long asOf) {
    return totalAt(asOf) - busyAt(asOf) - scheduledAt(asOf);
  }
}
