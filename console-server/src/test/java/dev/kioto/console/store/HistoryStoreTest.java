package dev.kioto.console.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kioto.console.store.HistoryReader.Place;
import dev.kioto.console.store.HistoryReader.TaskQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class HistoryStoreTest {

  private static final String TARGET = "127.0.0.1:6669";
  private static final long SECOND = 1_000_000_000L;
  private final long now = Instant.now().getEpochSecond();

  @TempDir
  private Path folder = Path.of("");

  @Test
  void folder_thatIsMade_isForItsOwnerAlone() throws IOException {
    var made = folder.resolve("data");
    try (var _ = DataFolder.open(made)) {
      assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void recentSeries_whenTheClockGoesBackFar_goOn() {
    var recent = new RecentSeries();
    recent.put(new Sample(TARGET, now, Map.of(SeriesName.POLLS, 1.0)));
    recent.put(new Sample(TARGET, now - 3600, Map.of(SeriesName.POLLS, 2.0)));
    recent.put(new Sample(TARGET, now - 3599, Map.of(SeriesName.POLLS, 3.0)));

    assertThat(recent.read(TARGET, SeriesName.POLLS, now - 3700, now - 3598, 1)).extracting(Point::mean)
        .containsExactly(2.0, 3.0);
  }

  @Test
  void series_thatWerePut_areReadAgainAfterAnotherStart() throws IOException {
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, StoreSettings.STANDARD)) {
      for (int second = 0; second < 100; second++) put(store, TARGET, now - 100 + second, second);
      put(store, "other", now - 50, 7);
      store.flush();
      assertThat(store.status()).matches(status -> status.committed() == 101 && status.dropped() == 0);
      assertThat(read(store, now - 100, now, 1)).hasSize(100);
    }
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, StoreSettings.STANDARD)) {
      assertThat(read(store, now - 100, now, 1)).hasSize(100).last()
          .isEqualTo(new Point(now - 1, 99, 99, 99, 1));
      var wide = read(store, now - 100, now, 1000);
      assertThat(wide.stream().mapToLong(Point::count).sum()).isEqualTo(100);
      assertThat(wide.stream().mapToDouble(Point::max).max()).hasValue(99);
      assertThat(store.reader().series("other", SeriesName.POLLS, 0, now, 1, 10)).hasSize(1);
      assertThat(store.reader().series("nobody", SeriesName.POLLS, 0, now, 1, 10)).isEmpty();
      assertThat(read(store, now - 100, now, 1, 3)).hasSize(3);
    }
  }

  @Test
  void series_afterTheClockWasAheadForAWhile_areAddedUpToTheSame() throws IOException {
    var clock = new AtomicLong(now);
    long start = now / 3600 * 3600 - 7200;
    try (var data = DataFolder.open(folder);
        var store = HistoryStore.open(data, StoreSettings.STANDARD, () -> Instant.ofEpochSecond(clock.get()))) {
      putAll(store, start, now);
      store.keepHouse();
      clock.set(now + 3 * 86_400); // as by a wrong time server
      put(store, TARGET, clock.get(), 5);
      store.keepHouse();
      clock.set(now + 4 * 3600); // and right again, some hours later
      putAll(store, now, clock.get());
      store.keepHouse();
      store.flush();

      assertThat(read(store, start, clock.get(), 1, 100_000)).as("nothing was forgotten")
          .hasSize((int) (clock.get() - start));
      for (long step : new long[] {60, 3600}) {
        assertThat(read(store, start, clock.get(), step, 100_000).stream().mapToLong(Point::count).sum())
            .as("added up to %s s", step).isEqualTo(clock.get() - start);
      }
    }
    try (var data = DataFolder.open(folder);
        var store = HistoryStore.open(data, StoreSettings.STANDARD, () -> Instant.ofEpochSecond(clock.get()))) {
      assertThat(read(store, start, clock.get(), 3600, 100_000).stream().mapToLong(Point::count).sum())
          .as("after another start").isEqualTo(clock.get() - start);
    }
  }

  @Test
  void series_ofMinutesAndHours_areAddedUpAndSayTheSameAsTheSeconds() throws IOException {
    long start = (now - 3 * 3600) / 3600 * 3600;
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, StoreSettings.STANDARD)) {
      for (long at = start; at < start + 7200; at += 2) put(store, TARGET, at, (double) (at % 100));
      store.flush();
      var before = List.of(read(store, start, now, 60), read(store, start, now, 3600));
      store.keepHouse();
      var after = List.of(read(store, start, now, 60), read(store, start, now, 3600));
      assertThat(after).isEqualTo(before);
      assertThat(after.getLast()).hasSize(2).first().isEqualTo(new Point(start, mean(start), 0, 98, 1800));
      put(store, TARGET, now - 1, 5);
      store.keepHouse();
      store.keepHouse();
      assertThat(read(store, start, now, 3600).stream().mapToLong(Point::count).sum()).isEqualTo(3601);
    }
  }

  private static double mean(long start) {
    double sum = 0;
    for (long at = start; at < start + 3600; at += 2) sum += at % 100;
    return sum / 1800;
  }

  @Test
  void store_ofWhatIsOld_forgetsItAndKeepsWhatWasAddedUp() throws IOException {
    var settings = new StoreSettings(Duration.ofMinutes(10), Duration.ofDays(14), Duration.ofDays(365),
        Duration.ofHours(1), 1L << 40, 1000);
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, settings)) {
      for (long at = now - 3000; at < now; at += 10) put(store, TARGET, at, 1);
      store.put(task(1, "old", now - 7200));
      store.put(task(2, "young", now - 60));
      store.keepHouse();
      assertThat(read(store, now - 3000, now - 700, 1)).isEmpty();
      assertThat(read(store, (now - 3000) / 60 * 60, now, 60).stream().mapToLong(Point::count).sum()).isEqualTo(300);
      assertThat(tasks(store, "", null, null, 10)).extracting(EndedTask::name).containsExactly("young");
    }
  }

  @Test
  void store_thatIsLargerThanItMayBe_forgetsTheOldest() throws IOException {
    var settings = new StoreSettings(Duration.ofDays(365), Duration.ofDays(365), Duration.ofDays(365),
        Duration.ofDays(365), 1, 100_000);
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, settings)) {
      for (int i = 0; i < 1000; i++) store.put(task(i, "task-" + i, now - 1000 + i));
      store.keepHouse();
      var left = tasks(store, "", null, null, 1000);
      assertThat(left).hasSizeBetween(700, 850);
      assertThat(left.getFirst().name()).isEqualTo("task-999");
      assertThat(store.status().usedBytes()).isPositive();
    }
  }

  @Test
  void tasks_areFoundByTimeNameAndInstant_partByPart() throws IOException {
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, StoreSettings.STANDARD)) {
      for (int i = 1; i <= 20; i++) store.put(task(i, i % 2 == 0 ? "Even" : "odd", now - 100 + i));
      store.flush();
      assertThat(tasks(store, "eve", null, null, 100)).hasSize(10);
      var first = tasks(store, "", null, null, 12);
      var last = first.getLast();
      var rest = tasks(store, "", null, new Place(last.droppedAt(), last.id()), 12);
      assertThat(first).hasSize(12);
      assertThat(rest).hasSize(8);
      assertThat(rest.getFirst().id()).isEqualTo(last.id() - 1);
      // Each lived for ten seconds.
      assertThat(tasks(store, "", (now - 95) * SECOND, null, 100)).extracting(EndedTask::id)
          .containsExactly(15L, 14L, 13L, 12L, 11L, 10L, 9L, 8L, 7L, 6L);
      assertThat(first.getFirst()).isEqualTo(task(20, "Even", now - 80));
    }
  }

  @Test
  void diagnoses_areRaisedAndCleared() throws IOException {
    var raised = new Raised(TARGET, "run", "17", "stuck", "critical", now * SECOND, null, "It waits", "{}");
    var cleared = new Raised(TARGET, "run", "17", "stuck", "critical", now * SECOND, (now + 5) * SECOND, "It waited",
        "{}");
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, StoreSettings.STANDARD)) {
      store.put(raised);
      store.flush();
      assertThat(store.reader().diagnoses(TARGET, now * SECOND, Long.MAX_VALUE, 10)).containsExactly(raised);
      store.put(cleared);
      store.flush();
      assertThat(store.reader().diagnoses(TARGET, now * SECOND, Long.MAX_VALUE, 10)).containsExactly(cleared);
      assertThat(store.reader().diagnoses(TARGET, (now + 6) * SECOND, Long.MAX_VALUE, 10)).isEmpty();
    }
  }

  @Test
  void folder_ofAnotherServer_isRefused() throws IOException {
    try (var _ = DataFolder.open(folder)) {
      assertThatExceptionOfType(StoreException.class).isThrownBy(() -> DataFolder.open(folder))
          .withMessageContaining("Another Kioto server").withMessageContaining(folder.toString());
    }
    DataFolder.open(folder).close();
  }

  @Test
  void folder_ofANewerVersion_isRefusedAndLeftAsItIs() throws IOException {
    DataFolder.open(folder).close();
    Files.writeString(folder.resolve("version"), "9\n");
    var left = Files.writeString(folder.resolve("tmp").resolve("theirs"), "x");

    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> DataFolder.open(folder))
        .withMessageContaining("version 9").withMessageContaining("keeps version 1");
    assertThat(left).exists();
    assertThat(folder.resolve("version")).hasContent("9");
  }

  @Test
  void database_thatIsNone_isRefused() throws IOException {
    try (var data = DataFolder.open(folder)) {
      var file = Files.writeString(folder.resolve("history.duckdb"),
          "not a database, but a text of some length ".repeat(500));
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> HistoryStore.open(data, StoreSettings.STANDARD))
          .withMessageContaining("cannot be opened");
      assertThat(file).content().startsWith("not a database");
    }
  }

  @Test
  void queue_thatIsFull_dropsAndCounts() throws IOException {
    var settings = new StoreSettings(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1),
        1L << 40, 5);
    try (var data = DataFolder.open(folder); var store = HistoryStore.open(data, settings)) {
      for (int i = 0; i < 100_000; i++) put(store, TARGET, now, i);
      store.flush();
      var status = store.status();
      assertThat(status.dropped()).isPositive();
      assertThat(status.committed() + status.dropped()).isEqualTo(100_000);
    }
  }

  @Test
  void recent_seriesInMemory_areReadInSteps() {
    var recent = new RecentSeries();
    for (int second = 0; second < 2000; second++) {
      if (second % 10 != 3) recent.put(new Sample(TARGET, 10_000 + second, Map.of(SeriesName.POLLS, (double) second)));
    }
    assertThat(recent.read(TARGET, SeriesName.POLLS, 0, 20_000, 1)).hasSize(RecentSeries.SECONDS * 9 / 10);
    assertThat(recent.read(TARGET, SeriesName.POLLS, 11_990, 12_000, 10))
        .containsExactly(new Point(11_990, (1990 * 9 + 42) / 9.0, 1990, 1999, 9));
    assertThat(recent.read(TARGET, SeriesName.WAKES, 0, 20_000, 1)).isEmpty();
    recent.forget(TARGET);
    assertThat(recent.read(TARGET, SeriesName.POLLS, 0, 20_000, 1)).isEmpty();
  }

  private static void put(HistoryStore store, String target, long at, double value) {
    store.put(new Sample(target, at, Map.of(SeriesName.POLLS, value)));
  }

  private static void putAll(HistoryStore store, long from, long to) {
    for (long at = from; at < to; at++) {
      put(store, TARGET, at, 1);
      if (at % 5000 == 0) store.flush(); // more at once would be dropped
    }
  }

  private static List<Point> read(HistoryStore store, long from, long to, long step) throws IOException {
    return read(store, from, to, step, 100_000);
  }

  private static List<Point> read(HistoryStore store, long from, long to, long step, int limit) throws IOException {
    return store.reader().series(TARGET, SeriesName.POLLS, from, to, step, limit);
  }

  private EndedTask task(long id, String name, long endSeconds) {
    return new EndedTask(TARGET, "run", id, id + 100, name, "task", id % 3 == 0 ? null : "Main.java:3",
        (endSeconds - 10) * SECOND, endSeconds * SECOND, 5, 6, 7, 8, 9);
  }

  private static List<EndedTask> tasks(HistoryStore store, String name, @Nullable Long livedAt,
      @Nullable Place before, int limit) throws IOException {
    return store.reader().tasks(new TaskQuery(TARGET, 0, Long.MAX_VALUE, livedAt, name, before), limit);
  }
}
