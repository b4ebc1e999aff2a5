package dev.kioto.console.scale;

import dev.kioto.console.filter.FilterSyntaxException;
import dev.kioto.console.filter.Filters;
import dev.kioto.console.filter.SortSyntaxException;
import dev.kioto.console.filter.Sorts;
import dev.kioto.console.filter.TaskLanguage;
import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskStats;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/// How long a model of a million tasks takes to take in an update, to list a window once, to look again at one that stays
/// open, and to make groups, and how much memory a task takes. Says nothing of the wire or of JSON. The time of the processor is what to compare on a machine that does other
/// things too. Run by hand:
///
/// ```
/// java -Xmx2g -cp console-server/target/test-classes:console-server/target/classes:console-server/target/lib/*
///     dev.kioto.console.scale.ListingBenchmark [TASKS [NAMES [lists]]]
/// ```
public final class ListingBenchmark {

  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 1_800_000_000L * SECOND;
  private static final int BATCH = 10_000;
  private static final int RUNS = 21;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final int tasks;
  private final int names; // how many different ones the tasks have
  private long now = NOW;
  private final SplittableRandom random = new SplittableRandom(1);
  private final TargetModel model = new TargetModel(new Retention(Duration.ofHours(1), 10_000_000, 10_000_000));

  private ListingBenchmark(int tasks, int names) {
    this.tasks = tasks;
    this.names = names;
  }

  public static void main(String[] args) throws Exception {
    int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    var benchmark = new ListingBenchmark(tasks, args.length > 1 ? Integer.parseInt(args[1]) : 5000);
    benchmark.ingest();
    benchmark.lists();
    if (args.length < 3) benchmark.windows();
  }

  private void ingest() {
    long before = usedBytes();
    fill();
    print("memory per task", (usedBytes() - before) / (double) tasks, "bytes");
    updates();
  }

  private void lists() throws FilterSyntaxException, SortSyntaxException {
    list("first window by age", "", "-total", 0);
    list("window in the middle by age", "", "-total", tasks / 2);
    list("last window by age", "", "-total", tasks - 100);
    list("first window by busy time", "", "-busy", 0);
    list("first window by name", "", "name", 0);
    list("window in the middle by name", "", "name", tasks / 2);
    list("filter by state", "state:running", "-total", 0);
    list("filter by state and time", "state:idle idle>5s", "-idle", 0);
    list("filter by part of a name", "conn-77", "-total", 0);
    list("filter by expression", "name~\"conn-.*9$\"", "-total", 0);
    list("filter by expression, by name", "name~\"^conn-[0-4]\"", "name", 0);
    list("filter by location", "location:java:7", "-total", 0);
    list("filter by a field of the tasks", "field.size.bytes>=64", "-total", 0);
    list("filter by warnings", "warning:any", "-total", 0);
    group("groups by spawn site", "location");
    group("groups by name", "name");
  }

  private void windows() throws FilterSyntaxException, SortSyntaxException {
    for (int changed : new int[] {0, 1_000, 100_000}) {
      watch("live by age", "", "-total", 0, changed);
      watch("live in the middle by age", "", "-total", tasks / 2, changed);
      watch("live by idle time, filtered", "state:idle idle>5s", "-idle", 0, changed);
      watch("live by polls", "", "-polls", 0, changed);
    }
  }

  private void group(String what, String by) throws FilterSyntaxException, SortSyntaxException {
    var key = TaskLanguage.TASKS.group(by);
    var filter = Filters.parse("");
    measure(what, () -> {}, () -> model.group(filter, key).groups().size());
  }

  /// A window that stays open while so many tasks change between two looks at it, a tenth of a second apart.
  private void watch(String what, String filter, String sort, int offset, int changed)
      throws FilterSyntaxException, SortSyntaxException {
    var listing = new TaskListing(Filters.parse(filter), Sorts.parse(sort), null, offset, 100);
    try (var live = model.watch(listing)) {
      live.rows((task, asOf) -> task.id() + task.totalAt(asOf));
      long scans = live.scans();
      measure("%s, %,d changed".formatted(what, changed), () -> {
        now += SECOND / 10;
        var stats = new ArrayList<TaskStats>(changed);
        for (int i = 0; i < changed; i++) stats.add(stats(1 + random.nextInt(tasks)));
        model.apply(new ModelUpdate(now, List.of(), stats, 0));
      }, () -> live.rows((task, asOf) -> task.id() + task.totalAt(asOf)).matched());
      System.out.printf(Locale.ROOT, "%-45s %d of %d looks%n", "  scanned", live.scans() - scans, RUNS + 5);
    }
  }

  private static void measure(String what, Runnable before, IntSupplier action) {
    var times = new long[RUNS];
    var processor = new long[RUNS];
    int result = 0;
    for (int run = -5; run < RUNS; run++) {
      before.run();
      long start = System.nanoTime();
      long startProcessor = THREADS.getCurrentThreadCpuTime();
      result = action.getAsInt();
      if (run < 0) continue;
      processor[run] = THREADS.getCurrentThreadCpuTime() - startProcessor;
      times[run] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    Arrays.sort(processor);
    System.out.printf(Locale.ROOT, "%-45s median %8.2f ms, of the processor %8.2f ms, %,9d%n", what,
        times[RUNS / 2] / 1e6, processor[RUNS / 2] / 1e6, result);
  }

  private void fill() {
    for (int first = 0; first < tasks; first += BATCH) {
      var described = new ArrayList<TaskDescription>(BATCH);
      var stats = new ArrayList<TaskStats>(BATCH);
      for (int i = first; i < Math.min(tasks, first + BATCH); i++) {
        described.add(new TaskDescription(i + 1, i + 1, "conn-" + i % names, i % 4 == 0 ? "direct" : "task", "server",
            "Server.java:" + i % 40, List.of("size.bytes", "64")));
        stats.add(stats(i + 1));
      }
      model.apply(new ModelUpdate(now, described, stats, 0));
    }
  }

  private TaskStats stats(long id) {
    long created = now - random.nextLong(3600 * SECOND);
    long lastPoll = now - random.nextLong(10 * SECOND);
    boolean running = random.nextInt(100) == 0;
    return new TaskStats(id, created, TaskRecord.ABSENT, random.nextLong(SECOND), random.nextLong(SECOND),
        random.nextLong(100_000), random.nextLong(100_000), random.nextLong(1000), 5, 4, lastPoll - 10, lastPoll,
        running ? TaskRecord.ABSENT : lastPoll + 1000);
  }

  private void updates() {
    var times = new long[RUNS];
    for (int run = 0; run < RUNS; run++) {
      var stats = new ArrayList<TaskStats>(BATCH);
      for (int i = 0; i < BATCH; i++) stats.add(stats(1 + random.nextInt(tasks)));
      var update = new ModelUpdate(now, List.of(), stats, 0);
      long start = System.nanoTime();
      model.apply(update);
      times[run] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    print("task updates taken in", BATCH / (times[RUNS / 2] / 1e9), "a second");
  }

  private void list(String what, String filter, String sort, int offset)
      throws FilterSyntaxException, SortSyntaxException {
    var listing = new TaskListing(Filters.parse(filter), Sorts.parse(sort), null, offset, 100);
    measure(what, () -> {}, () -> model.list(listing, (task, asOf) -> task.id() + task.totalAt(asOf)).matched());
  }

  private static void print(String what, double value, String unit) {
    System.out.printf(Locale.ROOT, "%-45s %,.0f %s%n", what, value, unit);
  }

  @SuppressWarnings("SystemGc") // nothing else gives a figure to compare
  private static long usedBytes() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
