package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetModelTest {

  private static final long SECOND = 1_000_000_000L;
  private static final RowOrder<TaskRecord> OLDEST = new RowOrder.ByNumber<>(TaskRecord::totalAt,
      RowOrder.Motion.GROWS, true);
  private static final RowMapper<Long> ID = (task, _) -> task.id();

  private final TargetModel model = new TargetModel(new Retention(Duration.ofSeconds(10), 3, 100));

  @Test
  void task_toldTwice_isOneTask() {
    model.apply(update(1 * SECOND, List.of(task(1, "a")), List.of(idle(1, SECOND))));
    model.apply(update(2 * SECOND, List.of(task(1, "b")), List.of(idle(1, SECOND))));

    assertThat(model.counts()).isEqualTo(new StateCounts(0, 0, 1, 0));
    String name = model.find(1, (task, _) -> task.name());
    assertThat(name).isEqualTo("b");
  }

  @Test
  void stats_ofATaskThatWasNeverDescribed_areCountedAndLeftOut() {
    model.apply(update(SECOND, List.of(), List.of(idle(9, SECOND))));

    assertThat(model.counts().total()).isZero();
    assertThat(model.orphanStats()).isEqualTo(1);
  }

  @Test
  void counts_afterEachChangeOfState_addUpToTheTotal() {
    model.apply(update(5 * SECOND, List.of(task(1, ""), task(2, ""), task(3, ""), task(4, "")),
        List.of(running(1, 4 * SECOND), scheduled(2, 4 * SECOND), idle(3, SECOND), completed(4, SECOND, 2 * SECOND))));
    assertThat(model.counts()).isEqualTo(new StateCounts(1, 1, 1, 1));

    model.apply(update(6 * SECOND, List.of(), List.of(idle(1, SECOND), running(2, 5 * SECOND))));
    assertThat(model.counts()).isEqualTo(new StateCounts(1, 0, 2, 1));
  }

  @Test
  void completedTask_pastItsTime_isForgotten() {
    model.apply(update(5 * SECOND, List.of(task(1, "")), List.of(completed(1, SECOND, 5 * SECOND))));
    model.apply(update(15 * SECOND, List.of(), List.of()));
    assertThat(model.counts().completed()).isEqualTo(1);

    model.apply(update(16 * SECOND, List.of(), List.of()));
    assertThat(model.counts().total()).isZero();
  }

  @Test
  void completedTasks_beyondTheirNumber_leaveOldestFirst() {
    for (int id = 1; id <= 5; id++) {
      model.apply(update(id * SECOND, List.of(task(id, "")), List.of(completed(id, 0, id * SECOND))));
    }

    assertThat(ids(RowFilter.all())).containsExactlyInAnyOrder(3L, 4L, 5L);
  }

  @Test
  void completedTask_thatLivesAgain_isKept() {
    model.apply(update(5 * SECOND, List.of(task(1, "")), List.of(completed(1, SECOND, 5 * SECOND))));
    model.apply(update(6 * SECOND, List.of(), List.of(idle(1, SECOND))));
    model.apply(update(60 * SECOND, List.of(), List.of()));

    assertThat(model.counts()).isEqualTo(new StateCounts(0, 0, 1, 0));
  }

  @Test
  void tasks_beyondTheMost_areRefusedAndCounted() {
    var many = new ArrayList<TaskDescription>();
    for (int id = 1; id <= 130; id++) many.add(task(id, ""));

    model.apply(update(SECOND, many, List.of()));

    assertThat(model.counts().total()).isEqualTo(100);
    assertThat(model.lostEvents()).isEqualTo(30);
  }

  @Test
  void droppedEvents_ofSeveralUpdates_areSummed() {
    model.apply(new ModelUpdate(1, List.of(), List.of(), 5));
    model.apply(new ModelUpdate(2, List.of(), List.of(), 7));

    assertThat(model.lostEvents()).isEqualTo(12);
  }

  @Test
  void reconnection_liveTaskThatIsNotToldAgain_isForgottenOnceTheSnapshotIsWhole() {
    model.apply(update(10 * SECOND, List.of(task(1, ""), task(2, ""), task(3, "")),
        List.of(idle(1, SECOND), idle(2, SECOND), completed(3, SECOND, 9 * SECOND))));

    model.beginSnapshot();
    model.apply(update(12 * SECOND, List.of(task(1, "")), List.of(idle(1, SECOND))));
    assertThat(model.counts().total()).as("the snapshot may come in chunks").isEqualTo(3);
    model.apply(update(14 * SECOND, List.of(), List.of()));

    assertThat(ids(RowFilter.all())).as("completed tasks stay for their time").containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void continues_onlyWhenAKnownTaskHasTheSameBirth() {
    assertThat(model.continues(update(SECOND, List.of(), List.of(idle(1, 7))))).isTrue();
    model.apply(update(SECOND, List.of(task(1, ""), task(2, "")), List.of(idle(1, 7), idle(2, 8))));

    assertThat(model.continues(update(2 * SECOND, List.of(), List.of(idle(1, 9), idle(2, 8))))).isTrue();
    assertThat(model.continues(update(2 * SECOND, List.of(), List.of(idle(1, 9), idle(3, 8))))).isFalse();
  }

  @Test
  void list_windowInTheMiddle_hasItsRowsInOrder() {
    var described = new ArrayList<TaskDescription>();
    var stats = new ArrayList<TaskStats>();
    for (int id = 1; id <= 20; id++) {
      described.add(task(id, ""));
      stats.add(idle(id, id * SECOND));
    }
    model.apply(update(30 * SECOND, described, stats));

    var rows = model.list(new TaskListing(RowFilter.all(), OLDEST, null, 5, 3), ID);

    assertThat(rows.rows()).containsExactly(6L, 7L, 8L);
    assertThat(rows.total()).isEqualTo(20);
    assertThat(rows.matched()).isEqualTo(20);
    assertThat(rows.asOf()).isEqualTo(30 * SECOND);
  }

  @Test
  void list_partAfterPartWhileTasksAge_repeatsNoneAndLeavesNoneOut() {
    var described = new ArrayList<TaskDescription>();
    var stats = new ArrayList<TaskStats>();
    for (int id = 1; id <= 50; id++) {
      described.add(task(id, ""));
      stats.add(idle(id, id * 1000L));
    }
    model.apply(update(SECOND, described, stats));
    var seen = new ArrayList<Long>();
    Position after = null;
    int parts = 0;
    do {
      var part = model.list(new TaskListing(RowFilter.all(), OLDEST, after, 0, 7), ID);
      seen.addAll(part.rows());
      after = part.next();
      long now = SECOND + ++parts * 5000L;
      model.apply(update(now, List.of(task(100 + parts, "")), List.of(idle(100 + parts, now))));
    } while (after != null);

    assertThat(seen).hasSize(50).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void list_withAFilterThatTakesTooLong_isGivenUp() {
    var hasty = new TargetModel(Retention.DEFAULT, Duration.ZERO);
    hasty.apply(update(SECOND, List.of(task(1, ""), task(2, "")), List.of()));

    assertThatExceptionOfType(CostlyListingException.class)
        .isThrownBy(() -> hasty.list(new TaskListing(RowFilter.all(), OLDEST, null, 0, 1), ID))
        .withMessageContaining("of 2 tasks");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void list_anyWindowOfAnyTasks_isThatOfAFullSort(long seed) {
    var random = new Random(seed);
    var big = new TargetModel(Retention.DEFAULT);
    var described = new ArrayList<TaskDescription>();
    var stats = new ArrayList<TaskStats>();
    int count = random.nextInt(1, 6000);
    for (int i = 0; i < count; i++) {
      long id = random.nextLong();
      if (id == 0) continue;
      described.add(task(id, name(random, (int) seed % 4)));
      stats.add(idle(id, random.nextInt(100)));
    }
    big.apply(update(SECOND, described, stats));
    boolean descending = random.nextBoolean();
    var byName = new RowOrder.ByText<TaskRecord>(TaskRecord::name, descending);
    var byBirth = new RowOrder.ByNumber<TaskRecord>((task, _) -> task.createdAt(), RowOrder.Motion.STILL, descending);
    boolean sortsByName = random.nextBoolean();
    var order = sortsByName ? byName : byBirth;
    Comparator<TaskRecord> comparator = sortsByName ? Comparator.comparing(TaskRecord::name)
        : Comparator.comparingLong(TaskRecord::createdAt);
    if (descending) comparator = comparator.reversed();
    comparator = comparator.thenComparing(TaskRecord::id, Long::compareUnsigned);
    var all = new ArrayList<>(
        big.list(new TaskListing(RowFilter.all(), order, null, 0, count), (task, _) -> task).rows());
    all.sort(comparator);
    int offset = random.nextInt(count + 10);
    int limit = random.nextInt(0, 200);

    var window = big.list(new TaskListing(RowFilter.all(), order, null, offset, limit), ID);

    int end = Math.min(all.size(), offset + limit);
    var expected = offset >= end ? List.<Long>of() : all.subList(offset, end).stream().map(TaskRecord::id).toList();
    assertThat(window.rows()).as("seed %d", seed).isEqualTo(expected);
  }

  /// Few names, many that begin alike, some that are the beginnings of others, and any characters.
  private static String name(Random random, int kind) {
    return switch (kind) {
      case 0 -> "n" + random.nextInt(50);
      case 1 -> "connection-" + random.nextInt(100_000);
      case 2 -> "aaaaaaaaaa".substring(random.nextInt(10)) + (random.nextBoolean() ? "" : "\0");
      default -> random.ints(random.nextInt(6), 0, 0x10000).mapToObj(Character::toString).collect(Collectors.joining());
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void table_anyAdditionsAndRemovals_holdsWhatAMapHolds(long seed) {
    var random = new Random(seed);
    var table = new TaskTable();
    var map = new HashMap<Long, TaskRecord>();
    for (int step = 0; step < 20_000; step++) {
      long id = random.nextInt(1, 3000) * (random.nextBoolean() ? 1L : 1L << 33);
      @Nullable TaskRecord known = map.get(id);
      assertThat(table.get(id)).isSameAs(known);
      if (known == null) {
        var added = new TaskRecord(id, 0);
        table.add(added);
        map.put(id, added);
      } else if (random.nextInt(3) > 0) {
        table.remove(known);
        map.remove(id);
      }
      assertThat(table.size()).isEqualTo(map.size());
    }
    for (int i = 0; i < table.size(); i++) assertThat(map).containsValue(table.at(i));
  }

  private List<Long> ids(RowFilter<TaskRecord> filter) {
    return model.list(new TaskListing(filter, OLDEST, null, 0, 1000), ID).rows();
  }

  static ModelUpdate update(long now, List<TaskDescription> described, List<TaskStats> stats) {
    return new ModelUpdate(now, described, stats, 0);
  }

  static TaskDescription task(long id, String name) {
    return new TaskDescription(id, id, name, "task", "kioto", "Server.java:1", List.of());
  }

  static TaskStats idle(long id, long created) {
    return new TaskStats(id, created, TaskRecord.ABSENT, 0, 0, 0, 0, 0, 0, 0, TaskRecord.ABSENT, TaskRecord.ABSENT,
        TaskRecord.ABSENT);
  }

  static TaskStats running(long id, long since) {
    return new TaskStats(id, 0, TaskRecord.ABSENT, 0, 0, 1, 0, 0, 0, 0, TaskRecord.ABSENT, since, TaskRecord.ABSENT);
  }

  static TaskStats scheduled(long id, long since) {
    return new TaskStats(id, 0, TaskRecord.ABSENT, 0, 0, 0, 1, 0, 0, 0, since, TaskRecord.ABSENT, TaskRecord.ABSENT);
  }

  static TaskStats completed(long id, long created, long dropped) {
    return new TaskStats(id, created, dropped, 0, 0, 1, 0, 0, 0, 0, TaskRecord.ABSENT, created, dropped);
  }
}
