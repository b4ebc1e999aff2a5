package dev.kioto.console.model;

import dev.kioto.console.model.RowOrder.Motion;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a model's tasks that is looked at again and again: what a window shows. Each look costs what changed since
/// the one before, not what the model has.
///
/// Safe for use by several threads, one at a time. Close it, so that the model no longer keeps changes for it.
public final class LiveListing implements AutoCloseable {

  /*
   * The model writes down which tasks changed (ChangeLog) and does nothing else for listings: what they cost, their
   * readers pay. Of each task the listing keeps one byte, where it stands:
   *
   *   NONE      the filter does not let it through
   *   BEFORE    before the band     +-- offset ---+-- limit --+
   *   INSIDE    in the band         |   slack |  rows shown |  slack
   *   AFTER     after the band     lower          band          upper
   *
   * and how many stand in each. The band is what is shown and some rows more on both sides. It lies between two
   * boundaries, which are keys, not rows: a task is compared with these two, and with nothing else. A look goes through
   * the changes, finds each task's new place and corrects the counts. As long as the rows shown are inside the band, it
   * then sorts the band alone. When they are not, because as many tasks as the slack has rows came or went before them,
   * or when more has changed than the log holds, all tasks are scanned and a new band is made.
   *
   * What changes with the time alone:
   *
   *   - Keys that grow. All that grow do so at one speed, and keep their order among each other. The boundary grows too
   *     when the row that it was made of did. Only what grows passes what does not: for each task the instant at which
   *     it may pass a boundary is known beforehand.
   *   - Filters. They say when their answer may change (RowFilter.mayChangeAt).
   *
   * The earlier of both goes into a queue, from which a look takes what is due. Keys that jump are not kept up to date:
   * such listings scan. So does a listing whose clock went back, once.
   *
   * The band's array is a bag: tasks that left the band stay there, and those that came back are there twice, until the
   * next look puts it in order. Places are by the task's index, which no other task has as long as the model knows it;
   * the log names a forgotten task before another one that got its index.
   */
  private static final byte NONE = 0;
  private static final byte BEFORE = 1;
  private static final byte INSIDE = 2;
  private static final byte AFTER = 3;
  private static final byte SEEN = 4; // INSIDE, while the band is put in order

  private final TargetModel model;
  private final RowFilter<TaskRecord> filter;
  private final RowOrder<TaskRecord> order;
  private final boolean keepable;

  private final Object lock = new Object(); // taken with the model's lock held, never the other way round

  // All guarded by lock.
  private int offset;
  private int limit;
  private boolean closed;
  private boolean fresh; // what follows is right, but for the changes since
  private byte[] places = {};
  private final int[] counts = new int[SEEN]; // by place; of NONE it says nothing
  private @Nullable TaskRecord[] band = {};
  private int bandSize;
  private @Nullable Boundary lower; // stands in the band; null when nothing is before it
  private @Nullable Boundary upper; // stands in the band; null when nothing is after it
  private final TimeQueue due = new TimeQueue();
  private long changesSeen;
  private int turnsSeen;
  private long scans;

  LiveListing(TargetModel model, TaskListing listing) {
    this.model = model;
    this.filter = listing.filter();
    this.order = listing.order();
    this.offset = listing.offset();
    this.limit = listing.limit();
    this.keepable = !(order instanceof RowOrder.ByNumber<TaskRecord> number && number.motion() == Motion.JUMPS);
  }

  /// What a look sees of the model: between two updates, and as long as its lock is held.
  ///
  /// @param turns how often the program's clock went back
  /// @param mayKeep whether there is room to keep places of so many tasks
  record View(TaskTable table, ChangeLog changes, long asOf, int turns, boolean mayKeep, Patience patience) {
  }

  /// The rows as they are now.
  ///
  /// @throws CostlyListingException if the filter takes too long
  public <R> TaskRows<R> rows(RowMapper<R> mapper) {
    return model.look(this, mapper);
  }

  /// Shows another part from now on.
  public void move(int newOffset, int newLimit) {
    synchronized (lock) {
      offset = newOffset;
      limit = newLimit;
    }
  }

  /// How often all tasks had to be scanned.
  public long scans() {
    synchronized (lock) {
      return scans;
    }
  }

  /// The rows of a look.
  ///
  /// @param matched how many tasks the filter lets through
  record Look(List<TaskRecord> rows, int matched) {
  }

  /// Called with the model's lock held.
  Look look(View view) {
    synchronized (lock) {
      return lookAlone(view);
    }
  }

  private Look lookAlone(View view) {
    if (!keepable || closed || !view.mayKeep()) return scanAlone(view);
    try {
      boolean known = fresh && changesSeen >= view.changes().begin() && turnsSeen == view.turns();
      fresh = false; // unless all goes well
      if (!known || !isWorthwhile(view)) {
        scan(view);
      } else {
        catchUp(view);
        if (!hasWindow()) scan(view);
      }
      fresh = true;
      var rows = shown(view.asOf());
      return new Look(rows, matched());
    } finally {
      changesSeen = view.changes().end();
      turnsSeen = view.turns();
    }
  }

  private boolean isWorthwhile(View view) {
    return view.changes().end() - changesSeen <= view.table().size() / 2 + 64;
  }

  private int matched() {
    return counts[BEFORE] + counts[INSIDE] + counts[AFTER];
  }

  /// Whether the rows to show are in the band, and the band is not much larger than it has to be.
  private boolean hasWindow() {
    int from = Math.min(offset, matched());
    int to = (int) Math.min(matched(), (long) from + limit);
    boolean inside = from >= counts[BEFORE] && to <= counts[BEFORE] + counts[INSIDE];
    return inside && counts[INSIDE] <= 4 * (limit + 2 * slack(matched()));
  }

  /// How many rows the band has on each side of what is shown: so many may come before a scan is due. Too many make each
  /// look dear, too few the scans frequent.
  private static int slack(int matched) {
    return Math.clamp(matched / 128, 256, 8192);
  }

  private void catchUp(View view) {
    ensureIndex(view.table().indices());
    int seen = 0;
    for (long i = changesSeen; i < view.changes().end(); i++) {
      view.patience().require(seen++, view.table().size());
      settle(view.changes().at(i), view.asOf());
    }
    for (var task = due.poll(view.asOf()); task != null; task = due.poll(view.asOf())) {
      view.patience().require(seen++, view.table().size());
      settle(task, view.asOf());
    }
  }

  private void ensureIndex(int indices) {
    if (indices > places.length) places = Arrays.copyOf(places, Math.max(indices, places.length + places.length / 2));
  }

  /// Finds a task's place now.
  private void settle(TaskRecord task, long asOf) {
    byte was = places[task.index];
    byte is = task.slot < 0 ? NONE : place(task, asOf);
    if (was != is) {
      counts[was]--;
      counts[is]++;
      places[task.index] = is;
      if (is == INSIDE) addToBand(task);
    }
    if (task.slot < 0) {
      due.forget(task);
    } else {
      queue(task, asOf);
    }
  }

  private byte place(TaskRecord task, long asOf) {
    if (!filter.matches(task, asOf)) return NONE;
    if (lower != null && lower.compare(task, asOf) < 0) return BEFORE;
    return upper != null && upper.compare(task, asOf) > 0 ? AFTER : INSIDE;
  }

  private void queue(TaskRecord task, long asOf) {
    long instant = filter.mayChangeAt(task, asOf);
    if (lower != null) instant = Math.min(instant, lower.mayPassAt(task, asOf));
    if (upper != null) instant = Math.min(instant, upper.mayPassAt(task, asOf));
    due.add(task, Math.max(instant, asOf + 1));
  }

  private void addToBand(TaskRecord task) {
    if (bandSize == band.length) band = Arrays.copyOf(band, Math.max(64, 2 * bandSize));
    band[bandSize++] = task;
  }

  /// Takes from the band what is no longer in it, and sorts out the rows to show.
  private List<TaskRecord> shown(long asOf) {
    var selection = new RowSelection(order, asOf);
    int kept = 0;
    for (int i = 0; i < bandSize; i++) {
      var task = band[i];
      if (task == null || task.slot < 0 || places[task.index] != INSIDE) continue;
      places[task.index] = SEEN;
      band[kept++] = task;
      selection.add(task);
    }
    for (int i = 0; i < kept; i++) {
      var task = band[i];
      if (task != null) places[task.index] = INSIDE;
    }
    Arrays.fill(band, kept, bandSize, null);
    bandSize = kept;
    assert kept == counts[INSIDE] : kept + " of " + counts[INSIDE] + " in the band";
    long from = (long) Math.min(offset, matched()) - counts[BEFORE];
    return selection.range((int) from, (int) Math.min(Integer.MAX_VALUE, from + limit));
  }

  /// Looks at every task and makes a new band around the rows to show.
  private void scan(View view) {
    scans++;
    var selection = select(view, Integer.MAX_VALUE);
    int matched = selection.size();
    int slack = slack(matched);
    int from = Math.max(0, Math.min(offset, matched) - slack);
    int to = (int) Math.min(matched, (long) Math.min(offset, matched) + limit + slack);
    selection.split(from, to);
    Arrays.fill(places, NONE);
    if (places.length < view.table().indices()) places = new byte[view.table().indices()];
    Arrays.fill(counts, 0);
    Arrays.fill(band, null);
    bandSize = 0;
    for (int i = 0; i < matched; i++) {
      byte place = i < from ? BEFORE : i < to ? INSIDE : AFTER;
      var task = selection.at(i);
      places[task.index] = place;
      counts[place]++;
      if (place == INSIDE) addToBand(task);
    }
    lower = from == 0 ? null : Boundary.of(order, selection.least(from, to), view.asOf());
    upper = to == matched ? null : Boundary.of(order, selection.greatest(from, to), view.asOf());
    due.clear();
    for (int i = 0; i < view.table().size(); i++) queue(view.table().at(i), view.asOf());
  }

  private RowSelection select(View view, int wanted) {
    var selection = new RowSelection(order, view.asOf(), wanted);
    for (int i = 0; i < view.table().size(); i++) {
      view.patience().require(i, view.table().size());
      var task = view.table().at(i);
      if (filter.matches(task, view.asOf())) selection.add(task);
    }
    return selection;
  }

  /// Looks at every task and keeps nothing.
  private Look scanAlone(View view) {
    scans++;
    fresh = false;
    places = new byte[0];
    int end = (int) Math.min(Integer.MAX_VALUE, (long) offset + limit);
    var selection = select(view, end);
    return new Look(selection.range(offset, end), selection.size());
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (closed) return;
      closed = true;
    }
    model.closed();
  }
}
