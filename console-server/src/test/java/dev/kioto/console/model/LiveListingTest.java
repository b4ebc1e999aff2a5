package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.filter.FilterSyntaxException;
import dev.kioto.console.filter.Filters;
import dev.kioto.console.filter.SortSyntaxException;
import dev.kioto.console.filter.Sorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LiveListingTest {

  private static final long SECOND = 1_000_000_000L;
  private static final RowMapper<Long> ID = (task, _) -> task.id();
  private static final List<String> FILTERS = List.of("", "state:idle idle>30s", "busy<40s or not state:running",
      "warning:any", "not warning:never-yielded", "total>=50s total<90s", "name:a", "scheduled>5s", "polls>50",
      "idle=10s or idle!=20s", "state:completed");
  private static final List<String> ORDERS = List.of("-total", "total", "-idle", "idle", "busy", "-busy", "-scheduled",
      "name", "-name", "-polls", "id", "-state", "-created", "warning");

  /// Each look shows what a listing of its own would: whatever is told, lied, forgotten and told again, while time passes
  /// or goes back.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void rows_afterAnyChanges_areThoseOfAScan(long seed) throws Exception {
    var random = new Random(seed);
    for (int round = 0; round < 8; round++) {
      var program = new Program(random, 200 + random.nextInt(1500));
      var live = new ArrayList<Pair>();
      for (int i = 0; i < 12; i++) live.add(pair(program.model, random));
      for (int step = 0; step < 40; step++) {
        program.step();
        for (var pair : live) {
          if (random.nextInt(10) == 0) pair.move(random.nextInt(1000), 1 + random.nextInt(60));
          if (random.nextInt(3) > 0) pair.requireEqual("seed %d, round %d, step %d".formatted(seed, round, step));
        }
      }
      live.forEach(Pair::close);
    }
  }

  @Test
  void rows_whileFewTasksChange_areFoundWithoutAScan() throws Exception {
    var program = new Program(new Random(1), 20_000);
    var listings = new ArrayList<Pair>();
    for (var order : List.of("-total", "-idle", "busy", "name", "-polls")) {
      listings.add(new Pair(program.model, "idle>5s", order, 3000, 100));
    }
    for (int i = 0; i < 50; i++) {
      program.tell(20);
      program.pass(SECOND / 100);
      for (var pair : listings) pair.requireEqual("look " + i);
    }

    assertThat(listings).allSatisfy(pair -> assertThat(pair.live.scans()).as(pair.line).isLessThanOrEqualTo(8));
  }

  @Test
  void rows_whenOnlyTimePasses_comeAndGoWithIt() throws Exception {
    var model = new TargetModel(Retention.DEFAULT);
    model.apply(TargetModelTest.update(100 * SECOND, List.of(TargetModelTest.task(1, ""), TargetModelTest.task(2, "")),
        List.of(TargetModelTest.idle(1, 97 * SECOND), TargetModelTest.idle(2, 98 * SECOND))));
    try (var live = model.watch(listing("idle>5s", "id", 0, 10))) {
      assertThat(live.rows(ID).rows()).isEmpty();
      model.apply(TargetModelTest.update(103 * SECOND, List.of(), List.of()));
      assertThat(live.rows(ID).rows()).containsExactly(1L);
      model.apply(TargetModelTest.update(104 * SECOND, List.of(), List.of()));
      assertThat(live.rows(ID).rows()).containsExactly(1L, 2L);
      assertThat(live.scans()).isEqualTo(1);
    }
  }

  @Test
  void rows_whenOneTaskAloneChangesAgainAndAgain_showEachChange() throws Exception {
    var model = new TargetModel(Retention.DEFAULT);
    model.apply(TargetModelTest.update(100 * SECOND, List.of(TargetModelTest.task(1, "")),
        List.of(TargetModelTest.idle(1, 97 * SECOND))));
    try (var live = model.watch(listing("idle>5s", "id", 0, 10))) {
      for (int i = 1; i < 5; i++) {
        model.apply(TargetModelTest.update((100 + i) * SECOND, List.of(),
            List.of(TargetModelTest.idle(1, (i % 2 == 0 ? 100 : 90) * SECOND))));
        assertThat(live.rows(ID).rows()).as("look %d", i).hasSize(i % 2 == 0 ? 0 : 1);
      }
    }
  }

  @Test
  void move_withinTheBand_needsNoScan() throws Exception {
    var program = new Program(new Random(2), 5_000);
    try (var pair = new Pair(program.model, "", "-total", 1000, 50)) {
      pair.requireEqual("before");
      for (int offset = 1000; offset < 1200; offset += 40) {
        pair.move(offset, 50);
        pair.requireEqual("at " + offset);
      }
      assertThat(pair.live.scans()).isEqualTo(1);
      pair.move(4000, 50);
      pair.requireEqual("far");
      assertThat(pair.live.scans()).isEqualTo(2);
    }
  }

  @Test
  void rows_ofAClosedListing_areStillRight() throws Exception {
    var program = new Program(new Random(3), 500);
    var pair = new Pair(program.model, "", "name", 10, 50);
    pair.live.close();
    pair.live.close();
    for (int i = 0; i < 5; i++) {
      program.step();
      pair.requireEqual("closed");
    }
  }

  @Test
  void rows_ofMoreListingsThanAreKept_areStillRight() throws Exception {
    var program = new Program(new Random(4), 300);
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < 300; i++) pairs.add(new Pair(program.model, "", "name", i, 5));
    program.step();
    for (var pair : pairs) pair.requireEqual("one of many");
    pairs.forEach(Pair::close);
  }

  private static Pair pair(TargetModel model, Random random) throws FilterSyntaxException, SortSyntaxException {
    return new Pair(model, FILTERS.get(random.nextInt(FILTERS.size())), ORDERS.get(random.nextInt(ORDERS.size())),
        random.nextInt(4) * random.nextInt(400), 1 + random.nextInt(60));
  }

  private static TaskListing listing(String filter, String order, int offset, int limit)
      throws FilterSyntaxException, SortSyntaxException {
    return new TaskListing(Filters.parse(filter), Sorts.parse(order), null, offset, limit);
  }

  /// A live listing, and what it must be equal to.
  private static final class Pair implements AutoCloseable {

    final String line;
    final LiveListing live;
    private final TargetModel model;
    private TaskListing listing;

    Pair(TargetModel model, String filter, String order, int offset, int limit)
        throws FilterSyntaxException, SortSyntaxException {
      this.model = model;
      this.line = filter + " by " + order;
      this.listing = listing(filter, order, offset, limit);
      this.live = model.watch(listing);
    }

    void move(int offset, int limit) {
      listing = new TaskListing(listing.filter(), listing.order(), null, offset, limit);
      live.move(offset, limit);
    }

    void requireEqual(String when) {
      var expected = model.list(listing, ID);
      var rows = live.rows(ID);
      assertThat(rows.rows()).as("%s: %s", when, line).isEqualTo(expected.rows());
      assertThat(rows.matched()).as("%s: %s", when, line).isEqualTo(expected.matched());
      assertThat(rows.total()).isEqualTo(expected.total());
      assertThat(rows.asOf()).isEqualTo(expected.asOf());
    }

    @Override
    public void close() {
      live.close();
    }
  }

  /// A program whose tasks do anything.
  private static final class Program {

    final TargetModel model = new TargetModel(new Retention(Duration.ofSeconds(30), 400, 100_000));
    private final Random random;
    private final int tasks;
    private long now = 1_000 * SECOND;

    Program(Random random, int tasks) {
      this.random = random;
      this.tasks = tasks;
      var described = new ArrayList<TaskDescription>();
      var stats = new ArrayList<TaskStats>();
      for (int id = 1; id <= tasks; id++) {
        described.add(TargetModelTest.task(id, name()));
        stats.add(stats(id));
      }
      model.apply(TargetModelTest.update(now, described, stats));
    }

    void step() {
      switch (random.nextInt(8)) {
        case 0 -> pass(random.nextInt(20) * SECOND);
        case 1 -> tell(random.nextInt(tasks));
        case 2 -> now -= random.nextInt(10) * SECOND;
        case 3 -> model.beginSnapshot();
        default -> {}
      }
      pass(random.nextLong(2 * SECOND));
      tell(random.nextInt(1 + tasks / 20));
    }

    void pass(long nanos) {
      now += nanos;
    }

    void tell(int many) {
      var described = new ArrayList<TaskDescription>();
      var stats = new ArrayList<TaskStats>();
      for (int i = 0; i < many; i++) {
        long id = 1L + random.nextInt(tasks + tasks / 4);
        if (random.nextInt(3) == 0) described.add(TargetModelTest.task(id, name()));
        stats.add(stats(id));
      }
      model.apply(TargetModelTest.update(now, described, stats));
    }

    private String name() {
      return "ab".substring(0, random.nextInt(3)) + random.nextInt(30);
    }

    private TaskStats stats(long id) {
      long created = now - random.nextInt(100) * SECOND + (random.nextInt(20) == 0 ? 30 * SECOND : 0);
      long dropped = random.nextInt(8) == 0 ? now + (random.nextInt(20) - 15) * SECOND : TaskRecord.ABSENT;
      long polls = random.nextInt(3) == 0 ? 0 : random.nextInt(200);
      return new TaskStats(id, created, dropped, random.nextInt(60) * SECOND, random.nextInt(20) * SECOND, polls,
          100 + random.nextInt(100), random.nextInt(150), 3, 2 + random.nextInt(2), instant(), instant(), instant());
    }

    private long instant() {
      return random.nextInt(5) == 0 ? TaskRecord.ABSENT
          : now - random.nextInt(20) * SECOND + random.nextInt(3) * SECOND;
    }
  }
}
