package dev.kioto.console.model;

import dev.kioto.console.model.RowOrder.TextKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The tasks of one run of one program.
///
/// One thread at a time applies updates; any number list and look up. A listing sees the model between two updates,
/// never amid one, and every number in it is of one instant: the program's clock at its last update.
public final class TargetModel {

  /*
   * One lock a model, many readers or one writer. A reader scans every task once: tens of milliseconds for a million,
   * during which an update waits in its socket, where the program's own client buffer absorbs it. Readers cannot starve
   * the writer: a waiting writer holds back readers that come after it. Immutable snapshots would spare the wait and
   * cost a copy of every changed task at every update, for readers that are few and short.
   */
  // Updates wait meanwhile. A plain filter over a million tasks takes a twentieth of that.
  private static final Duration LONGEST_LISTING = Duration.ofSeconds(2);
  private static final int MOST_LIVE_LISTINGS = 256;
  private static final long MOST_PLACES = 32L << 20; // bytes, of all live listings: 32 of a million tasks
  private static final long SETTLE_NANOS = 2_000_000_000L; // a snapshot in chunks is whole well before that
  private static final long LONGEST_SILENCE = 2_500_000_000L; // news come once a second unless the program was told otherwise

  private final Retention retention;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // All guarded by lock.
  private final TaskTable table = new TaskTable();
  private final Interner interner = new Interner();
  private final Names names = new Names(interner);
  private final ArrayDeque<TaskRecord> completed = new ArrayDeque<>(); // in the order of their ends, about
  private final int[] counts = new int[TaskState.values().length]; // by rank of the state
  private final ChangeLog changes = new ChangeLog();
  private final SpawnSites sites = new SpawnSites();
  private final Set<Long> warned = new HashSet<>(); // tasks that have warnings
  private long asOf;
  private long steadySince = TaskRecord.ABSENT;
  private long usualSilence;
  private int turns; // how often the clock went back
  private long version;
  private long droppedEvents;
  private long refusedTasks;
  private long orphanStats;
  private long reusedIds;
  private int epoch;
  private final TimeTally pollTimes = new TimeTally();
  private final TimeTally schedulingDelays = new TimeTally();
  private long wakes;
  private long selfWakes;
  private long snapshotBegan = TaskRecord.ABSENT; // when the snapshot that is being received began, or ABSENT

  private final Duration longestListing;

  /// An empty model.
  public TargetModel(Retention retention) {
    this(retention, LONGEST_LISTING);
  }

  TargetModel(Retention retention, Duration longestListing) {
    this.longestListing = longestListing;
    this.retention = retention;
  }

  /// What follows is told on a new connection to the same run, beginning with everything that the program still knows.
  /// Live tasks that it does not tell again within two seconds are forgotten.
  public void beginSnapshot() {
    lock.writeLock().lock();
    try {
      epoch++;
      snapshotBegan = TaskRecord.ABSENT;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Takes in what the program says. Anything it says is possible: what makes no sense is left out and counted.
  public void apply(ModelUpdate update) {
    lock.writeLock().lock();
    try {
      changes.beginUpdate();
      keepTime(update.now());
      droppedEvents += Math.max(0, update.droppedEvents());
      for (var description : update.described()) describe(description);
      for (var stats : update.stats()) update(stats);
      forgetUntold();
      expireCompleted();
      version++;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void keepTime(long now) {
    boolean isFirst = version == 0;
    boolean back = now < asOf;
    if (back) turns++;
    long silence = Math.max(0, now - asOf);
    boolean begins = epoch > 0 && snapshotBegan == TaskRecord.ABSENT;
    boolean isLong = silence > LONGEST_SILENCE && silence / 3 > usualSilence;
    if (!isFirst && (back || begins || isLong)) steadySince = now;
    if (!isFirst && silence > 0) usualSilence = silence;
    asOf = now;
  }

  private void describe(TaskDescription description) {
    var task = table.get(description.id());
    if (task == null) {
      if (table.size() >= retention.tasksAtMost()) {
        refusedTasks++;
        return;
      }
      task = new TaskRecord(description.id(), asOf);
      table.add(task);
      counts[task.state().rank()]++;
    }
    task.epoch = epoch;
    if (!task.name().equals(description.name())) names.name(task, description.name());
    task.describe(description, interner);
    sites.describe(task);
    changes.add(task, table.size());
  }

  private void update(TaskStats stats) {
    var task = table.get(stats.id());
    if (task == null) {
      orphanStats++;
      return;
    }
    boolean wasOver = task.state() == TaskState.COMPLETED;
    long pollsBefore = task.polls();
    counts[task.state().rank()]--;
    count(task, stats);
    task.update(stats);
    sites.update(task, wasOver, pollsBefore);
    if (wasOver && task.state() != TaskState.COMPLETED) reusedIds++;
    task.epoch = epoch;
    counts[task.state().rank()]++;
    changes.add(task, table.size());
    if (task.state() == TaskState.COMPLETED && !task.awaitingExpiry) {
      task.awaitingExpiry = true;
      completed.add(task);
    }
  }

  /// Adds what is new in the stats of a task. What goes back, as where an id is used again, adds nothing.
  private void count(TaskRecord before, TaskStats now) {
    long polls = now.polls() - before.polls();
    pollTimes.add(polls, now.busyNanos() - before.busyNanos());
    schedulingDelays.add(polls, now.scheduledNanos() - before.scheduledNanos());
    wakes += Math.max(0, now.wakes() - before.wakes());
    selfWakes += Math.max(0, now.selfWakes() - before.selfWakes());
  }

  private void forgetUntold() {
    if (epoch == 0) return;
    if (snapshotBegan == TaskRecord.ABSENT) snapshotBegan = asOf;
    if (snapshotBegan == Long.MAX_VALUE || asOf - snapshotBegan < SETTLE_NANOS) return;
    snapshotBegan = Long.MAX_VALUE; // done for this connection
    for (int i = table.size() - 1; i >= 0; i--) {
      var task = table.at(i);
      if (task.epoch != epoch && task.state() != TaskState.COMPLETED) forget(task);
    }
  }

  private void expireCompleted() {
    long oldest = asOf - retention.completedFor().toNanos();
    for (var task = completed.peek(); task != null; task = completed.peek()) {
      boolean ended = task.state() == TaskState.COMPLETED && task.slot >= 0;
      boolean kept = ended && task.droppedAt() >= oldest
          && counts[TaskState.COMPLETED.rank()] <= retention.completedAtMost();
      if (kept) return;
      completed.remove();
      task.awaitingExpiry = false;
      if (ended) forget(task);
    }
  }

  private void forget(TaskRecord task) {
    table.remove(task);
    names.forget(task);
    sites.forget(task);
    changes.add(task, table.size());
    counts[task.state().rank()]--;
  }

  /// Whether an update that begins a snapshot can be of the run that this model shows, for programs that do not tell
  /// their run: it tells a known task with the same birth, or the model knows none.
  public boolean continues(ModelUpdate first) {
    lock.readLock().lock();
    try {
      if (table.size() == 0) return true;
      for (var stats : first.stats()) {
        var task = table.get(stats.id());
        if (task != null && task.createdAt() == stats.createdAt()) return true;
      }
      return false;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Lists tasks.
  ///
  /// @throws CostlyListingException if the filter takes too long
  public <R> TaskRows<R> list(TaskListing listing, RowMapper<R> mapper) {
    lock.readLock().lock();
    try {
      var after = listing.after();
      int end = (int) Math.min(Integer.MAX_VALUE, (long) listing.offset() + listing.limit());
      var selection = new RowSelection(listing.order(), after == null ? asOf : after.asOf(), end);
      int matched = 0;
      var patience = new Patience(longestListing);
      for (int i = 0; i < table.size(); i++) {
        patience.require(i, table.size());
        var task = table.at(i);
        if (!listing.filter().matches(task, asOf)) continue;
        matched++;
        if (after == null || selection.isAfter(task, after)) selection.add(task);
      }
      var window = selection.range(listing.offset(), end);
      boolean more = end < selection.size() && !window.isEmpty();
      return new TaskRows<>(asOf, version, table.size(), matched, mapAll(window, mapper),
          more ? selection.positionOf(window.getLast()) : null);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Rows of some tasks, in no order: as long as the model does not change, each task is in one part of the table.
  ///
  /// @param from how many tasks the parts before have
  /// @param most how many rows
  public <R> List<R> part(int from, int most, RowMapper<R> mapper) {
    lock.readLock().lock();
    try {
      var rows = new ArrayList<R>();
      for (int i = from; i < Math.min(table.size(), from + most); i++) rows.add(mapper.row(table.at(i), asOf));
      return rows;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Whether all live tasks here were told on the present connection: else some may be gone.
  public boolean isSettled() {
    lock.readLock().lock();
    try {
      return epoch == 0 || snapshotBegan == Long.MAX_VALUE;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Puts tasks that have something in common into groups, 65,536 at most.
  ///
  /// @param by what tasks of a group have in common
  /// @throws CostlyListingException if the filter takes too long
  public TaskGroups group(RowFilter<TaskRecord> filter, TextKey<TaskRecord> by) {
    lock.readLock().lock();
    try {
      var patience = new Patience(longestListing);
      var groups = new Grouping(by, asOf);
      int matched = 0;
      for (int i = 0; i < table.size(); i++) {
        patience.require(i, table.size());
        var task = table.at(i);
        if (!filter.matches(task, asOf)) continue;
        matched++;
        groups.add(task);
      }
      return new TaskGroups(asOf, table.size(), matched, groups.groups(), groups.ungrouped());
    } finally {
      lock.readLock().unlock();
    }
  }

  /// A part of the list that is looked at again and again: see there. When there are too many of them already, it is a
  /// listing like any other each time.
  ///
  /// @param listing its place must be null: a part that begins after a row stays at that row's instant
  public LiveListing watch(TaskListing listing) {
    if (listing.after() != null) throw new IllegalArgumentException("a live listing begins at an offset, not at a row");
    changes.readers(1);
    return new LiveListing(this, listing);
  }

  /// Tasks for which conditions hold, looked for again and again: see there.
  ///
  /// @param most how many of each are named
  public TaskWatch watch(List<RowFilter<TaskRecord>> conditions, int most) {
    changes.readers(1);
    return new TaskWatch(this, conditions, most);
  }

  <R> List<TaskWatch.Held<R>> look(TaskWatch watch, List<TaskWatch.Maker<R>> makers) {
    lock.readLock().lock();
    try {
      return watch.look(table, changes, asOf, turns, makers);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Places where at least 32 tasks were spawned that have not ended.
  ///
  /// @param mapper is called with the model held still
  public <R> List<R> largeSites(Function<SpawnSite, R> mapper) {
    lock.readLock().lock();
    try {
      return sites.large().stream().map(mapper).toList();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Says what is wrong with tasks from now on: with those that are not named, nothing.
  ///
  /// @return whether that is news
  public boolean warn(Map<Long, List<TaskWarning>> found) {
    lock.writeLock().lock();
    try {
      changes.beginUpdate();
      boolean changed = false;
      for (long id : List.copyOf(warned)) {
        if (!found.containsKey(id)) changed |= warn(id, List.of());
      }
      for (var entry : found.entrySet()) changed |= warn(entry.getKey(), entry.getValue());
      if (changed) version++;
      return changed;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private boolean warn(long id, List<TaskWarning> found) {
    var task = table.get(id);
    if (task == null || found.isEmpty()) {
      warned.remove(id);
    } else {
      warned.add(id);
    }
    if (task == null || task.warnings().equals(found)) return false;
    task.warn(List.copyOf(found));
    changes.add(task, table.size());
    return true;
  }

  void closed() {
    changes.readers(-1);
  }

  <R> TaskRows<R> look(LiveListing listing, RowMapper<R> mapper) {
    lock.readLock().lock();
    try {
      int readers = changes.readers();
      boolean mayKeep = readers <= MOST_LIVE_LISTINGS && (long) readers * table.indices() <= MOST_PLACES;
      var view = new LiveListing.View(table, changes, asOf, turns, mayKeep, new Patience(longestListing));
      var look = listing.look(view);
      return new TaskRows<>(asOf, version, table.size(), look.matched(), mapAll(look.rows(), mapper), null);
    } finally {
      lock.readLock().unlock();
    }
  }

  private <R> List<R> mapAll(List<TaskRecord> tasks, RowMapper<R> mapper) {
    var rows = new ArrayList<R>(tasks.size());
    for (var task : tasks) rows.add(mapper.row(task, asOf));
    return rows;
  }

  /// One task as a row, or null when there is none of that id.
  public <R> @Nullable R find(long id, RowMapper<R> mapper) {
    lock.readLock().lock();
    try {
      var task = table.get(id);
      return task == null ? null : mapper.row(task, asOf);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How many tasks are in each state.
  public StateCounts counts() {
    lock.readLock().lock();
    try {
      return new StateCounts(counts[TaskState.RUNNING.rank()], counts[TaskState.SCHEDULED.rank()],
          counts[TaskState.IDLE.rank()], counts[TaskState.COMPLETED.rank()]);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Changes with every update and every change of warnings, and only then. Never goes down.
  public long version() {
    lock.readLock().lock();
    try {
      return version;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The program's clock at its last update; 0 before the first.
  public long asOf() {
    lock.readLock().lock();
    try {
      return asOf;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Since when the program tells its news without a gap, on its clock; [TaskRecord#ABSENT] as long as there was none. In a gap it
  /// may have been stopped, as by a debugger, or not been heard: how long something lasted is only sure from its end on.
  public long steadySince() {
    lock.readLock().lock();
    try {
      return steadySince;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How often the program's clock went back.
  public int turns() {
    lock.readLock().lock();
    try {
      return turns;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// What the tasks did in all.
  public TaskFlow flow() {
    lock.readLock().lock();
    try {
      return new TaskFlow(pollTimes.snapshot(), schedulingDelays.snapshot(), wakes, selfWakes);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// How long polls took, and tasks were runnable before them, since the run was first seen; counted as in [#flow].
  public TaskSpreads spreads() {
    lock.readLock().lock();
    try {
      return new TaskSpreads(pollTimes.spread(), schedulingDelays.spread());
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Events that are missing here: lost by the program, or refused because the model was full. 0 when all is well.
  public long lostEvents() {
    lock.readLock().lock();
    try {
      return droppedEvents + refusedTasks;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Statistics of tasks that the program never described. 0 when all is well, but for a program that forgets.
  public long orphanStats() {
    lock.readLock().lock();
    try {
      return orphanStats;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Ids of tasks that had ended and began again. 0 when all is well.
  public long reusedIds() {
    lock.readLock().lock();
    try {
      return reusedIds;
    } finally {
      lock.readLock().unlock();
    }
  }

  /// Tasks that the model had no room for. 0 when all is well.
  public long refusedTasks() {
    lock.readLock().lock();
    try {
      return refusedTasks;
    } finally {
      lock.readLock().unlock();
    }
  }
}
