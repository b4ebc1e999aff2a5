package dev.kioto.console.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The history of targets, on disk. Safe for use by any thread.
///
/// Writes wait in a bounded queue for one thread, which commits what has come about once a second: a kill loses that
/// second at most. While the disk is full or fails, what comes is dropped and counted, and it is tried again.
public final class HistoryStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);
  private static final long BATCH_NANOS = 1_000_000_000L;
  private static final int BATCH = 5_000; // writes in one commit
  private static final long RETRY_NANOS = 5_000_000_000L;
  private static final long UPKEEP_NANOS = 60_000_000_000L;

  private final DataFolder folder;
  private final StoreSettings settings;
  private final InstantSource clock;
  private final BlockingQueue<Write> queue;
  private final Thread thread;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong committed = new AtomicLong();

  // Written by the writing thread, and by the one that opens before it starts; read by any.
  private volatile @Nullable Database database;
  private volatile @Nullable String problem;
  private volatile long usedBytes;
  private volatile long minutesUntil = Long.MIN_VALUE;
  private volatile long hoursUntil = Long.MIN_VALUE;
  private volatile long longestCommitNanos;
  private volatile boolean closed; // written by who closes

  // Of the writing thread.
  private Rollup rollup;
  private Rows rows = new Rows();
  private long upkeepAt = System.nanoTime() + UPKEEP_NANOS; // when it is due; or when to open again

  /// What waits for the writing thread.
  private sealed interface Write {
    record Seconds(Sample sample) implements Write {
    }

    record Ended(EndedTask task) implements Write {
    }

    record Diagnosis(Raised raised) implements Write {
    }

    record Flush(CompletableFuture<Void> done, boolean keepsHouse) implements Write {
    }
  }

  private HistoryStore(DataFolder folder, StoreSettings settings, InstantSource clock, Database database)
      throws SQLException {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.queue = new ArrayBlockingQueue<>(settings.queue());
    this.rollup = new Rollup(settings);
    this.database = database;
    rows.resume(database.writer());
    rollup.resume(database.writer(), now());
    tellRollup();
    thread = Thread.ofPlatform().name("kioto-history").daemon().unstarted(this::write);
  }

  /// Opens the history of a folder, which stays the caller's.
  ///
  /// @throws StoreException if it cannot be opened; it is then left as it is
  public static HistoryStore open(DataFolder folder, StoreSettings settings) throws StoreException {
    return open(folder, settings, InstantSource.system());
  }

  static HistoryStore open(DataFolder folder, StoreSettings settings, InstantSource clock) throws StoreException {
    try {
      var database = Database.open(folder);
      try {
        var store = new HistoryStore(folder, settings, clock, database);
        store.thread.start();
        return store;
      } catch (SQLException e) {
        database.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException("The history in " + folder.path() + " cannot be opened: " + e.getMessage()
          + ". Name another folder with --data, or move this one away", e);
    } catch (LinkageError e) {
      throw new StoreException("The database of the history has no native library for this machine: start the server "
          + "with --no-data", e);
    }
  }

  /// Keeps a second of a target.
  public void put(Sample sample) {
    offer(new Write.Seconds(sample));
  }

  /// Keeps a task that has ended.
  public void put(EndedTask task) {
    offer(new Write.Ended(task));
  }

  /// Keeps a diagnosis, or what became of it.
  public void put(Raised raised) {
    offer(new Write.Diagnosis(raised));
  }

  private void offer(Write write) {
    if (closed || !queue.offer(write)) dropped.incrementAndGet();
  }

  /// Waits until what was put before is committed, or was dropped.
  public void flush() {
    await(false);
  }

  /// The same, and adds up and forgets what is due, which else happens once a minute.
  void keepHouse() {
    await(true);
  }

  private void await(boolean keepsHouse) {
    var done = new CompletableFuture<Void>();
    try {
      while (!queue.offer(new Write.Flush(done, keepsHouse), 100, TimeUnit.MILLISECONDS)) {
        if (!thread.isAlive()) return;
      }
      done.get(60, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("The history does not write", e);
    }
  }

  /// How the store is.
  ///
  /// @param problem why nothing is written now, as a sentence; null when all is well
  /// @param committed writes that are on disk, since the server started
  /// @param dropped writes that were lost: 0 when all is well
  /// @param usedBytes what the database has in use, as of a minute ago
  /// @param longestCommit of all commits since the server started
  public record Status(@Nullable String problem, long committed, long dropped, long usedBytes, Duration longestCommit) {
  }

  /// How the store is.
  public Status status() {
    return new Status(problem, committed.get(), dropped.get(), usedBytes, Duration.ofNanos(longestCommitNanos));
  }

  /// Reads what is kept.
  ///
  /// @throws StoreException if the database cannot be read now
  public HistoryReader reader() throws StoreException {
    var present = database;
    if (present == null) throw new StoreException(problem == null ? "The history is closed" : problem);
    return new HistoryReader(present, minutesUntil, hoursUntil);
  }

  /// How long what is kept.
  public StoreSettings settings() {
    return settings;
  }

  private void write() {
    var batch = new ArrayList<Write>();
    while (!closed || !queue.isEmpty()) {
      try {
        fill(batch);
        var present = usable();
        if (present != null) commit(present, batch);
        settle(batch, present != null);
      } catch (InterruptedException _) {
        return; // nobody else has the thread
      } catch (SQLException | RuntimeException e) {
        failed(e);
        settle(batch, false);
      }
      batch.clear();
    }
  }

  private void fill(List<Write> batch) throws InterruptedException {
    long end = System.nanoTime() + BATCH_NANOS;
    while (batch.size() < BATCH) {
      var next = queue.poll(closed ? 0 : end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) return;
      batch.add(next);
      if (next instanceof Write.Flush) return;
    }
  }

  /// The database, opened again when it had failed and it is time; else null.
  private @Nullable Database usable() throws SQLException {
    var present = database;
    if (present != null || System.nanoTime() - upkeepAt < 0) return present;
    var again = Database.open(folder);
    database = again;
    rows = new Rows();
    rows.resume(again.writer());
    rollup = new Rollup(settings);
    rollup.resume(again.writer(), now());
    return again;
  }

  private void commit(Database present, List<Write> batch) throws SQLException {
    boolean keepsHouse = System.nanoTime() - upkeepAt >= 0;
    for (var write : batch) keepsHouse |= write instanceof Write.Flush(_, boolean asked) && asked;
    if (batch.isEmpty() && !keepsHouse) return;
    long begun = System.nanoTime();
    var connection = present.writer();
    present.execute("BEGIN TRANSACTION");
    rows.append(connection, samples(batch), tasks(batch));
    for (var write : batch) {
      if (write instanceof Write.Diagnosis(Raised raised)) rows.put(connection, raised);
    }
    present.execute("COMMIT");
    longestCommitNanos = Math.max(longestCommitNanos, System.nanoTime() - begun);
    if (keepsHouse) keepHouse(present);
    if (problem != null) LOG.info("history is written again in {}", folder.path());
    problem = null;
  }

  private static List<Sample> samples(List<Write> batch) {
    return batch.stream().mapMulti((Write write, Consumer<Sample> out) -> {
      if (write instanceof Write.Seconds(Sample sample)) out.accept(sample);
    }).toList();
  }

  private static List<EndedTask> tasks(List<Write> batch) {
    return batch.stream().mapMulti((Write write, Consumer<EndedTask> out) -> {
      if (write instanceof Write.Ended(EndedTask task)) out.accept(task);
    }).toList();
  }

  private void keepHouse(Database present) throws SQLException {
    long now = now();
    present.execute("BEGIN TRANSACTION");
    rollup.run(present.writer(), now);
    rollup.expire(present.writer(), now);
    present.execute("COMMIT");
    tellRollup();
    if (present.usedBytes() > settings.mostBytes()) {
      present.execute("BEGIN TRANSACTION");
      Rollup.shrink(present.writer());
      present.execute("COMMIT");
    }
    present.execute("CHECKPOINT");
    usedBytes = present.usedBytes();
    upkeepAt = System.nanoTime() + UPKEEP_NANOS;
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private void tellRollup() {
    minutesUntil = rollup.minutesUntil();
    hoursUntil = rollup.hoursUntil();
  }

  private void failed(Exception failure) {
    var present = database;
    database = null;
    upkeepAt = System.nanoTime() + RETRY_NANOS;
    if (problem == null) LOG.warn("History is not written: {}", failure.getMessage());
    problem = "History is not written, because the disk is full or fails: " + firstLine(failure)
        + ". It is tried again every few seconds; what comes meanwhile is lost";
    try {
      if (present != null) present.close();
    } catch (SQLException e) {
      LOG.debug("A database that failed did not close", e);
    }
  }

  private static String firstLine(Exception failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }

  private void settle(List<Write> batch, boolean written) {
    long writes = batch.stream().filter(write -> !(write instanceof Write.Flush)).count();
    (written ? committed : dropped).addAndGet(writes);
    for (var write : batch) {
      if (write instanceof Write.Flush(CompletableFuture<Void> done, _)) done.complete(null); // last: the counts are there
    }
  }

  /// Commits what waits and closes the database.
  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(20));
      var present = database;
      database = null;
      if (present != null) present.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      LOG.warn("The history did not close", e);
    }
  }
}
