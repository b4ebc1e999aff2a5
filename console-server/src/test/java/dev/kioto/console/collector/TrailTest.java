package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import dev.kioto.console.model.Retention;
import dev.kioto.console.recording.RecordingFile;
import dev.kioto.console.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class TrailTest {

  private static final long SECOND = 1_000_000_000L;

  @TempDir
  private Path folder = Path.of("");

  /// A target whose tape is written by hand.
  private static final class Told {
    final Trail.Tape tape;
    final Ingest known = new Ingest(Retention.DEFAULT);

    Told(Trail trail) {
      tape = trail.tape("here:1", "here");
    }

    void tell(MessageKind kind, long at, MessageLite message) {
      known.take(kind, message);
      tape.take(kind, at, message, known);
    }
  }

  private static int tasks(Trail trail, long at) throws IOException {
    try (var file = trail.at("here:1", at)) {
      return file == null ? -1 : Replay.to(file, at, Retention.DEFAULT).run().model().tasks().counts().total();
    }
  }

  @Test
  void trail_ofALongTime_isKnownAtEachMoment_inBoundedSpace() throws Exception {
    long start = Instants.nanos(Instant.now()) - 3000 * SECOND;
    var limits = new Trail.Limits(400_000, Duration.ofDays(1), 50_000, Duration.ofDays(1), 64_000_000);
    try (var trail = Trail.open(folder, limits)) {
      var told = new Told(trail);
      told.tell(MessageKind.CONNECTED, start, Wire.description("run-1"));
      for (int i = 1; i <= 1000; i++) {
        var update = Wire.update(i * 1000L);
        if (i == 1) update.metadata();
        update.task(i, "task-" + i, Wire.stats(i * 1000L));
        for (int task = 1; task <= i; task++) update.stats(task, Wire.stats(task * 1000L));
        told.tell(MessageKind.UPDATE, start + i * SECOND, update.build());
        // A look has written what waits: so pieces get large however slow the thread is that writes them.
        if (i % 100 == 0) assertThat(tasks(trail, start + i * SECOND)).isEqualTo(i);
      }
      long end = start + 1000 * SECOND;
      assertThat(tasks(trail, start - SECOND)).as("before the first").isEqualTo(-1);
      assertThat(tasks(trail, end - 5 * SECOND)).isEqualTo(995);
      assertThat(trail.status().lost()).isZero();
    }
    try (var trail = Trail.open(folder, limits)) {
      long end = start + 1000 * SECOND;
      assertThat(tasks(trail, end - 5 * SECOND + 1)).as("by another server").isEqualTo(995);
      assertThat(tasks(trail, end + 3600 * SECOND)).as("long after the last").isEqualTo(-1);
      var range = trail.range("here:1");
      assertThat(range).isNotNull();
      for (long at = Instants.nanos(range.from()); at < end; at += 50 * SECOND) {
        long whole = start + (at - start) / SECOND * SECOND;
        if (whole >= Instants.nanos(range.from())) {
          assertThat(tasks(trail, whole)).isEqualTo((int) ((whole - start) / SECOND));
        }
      }
      await().untilAsserted(() -> assertThat(trail.status().bytes()).isLessThan(600_000));
    }
    try (var files = Files.list(folder)) {
      assertThat(files.count()).isBetween(2L, 100L);
    }
  }

  @Test
  void trail_thatLosesMessages_countsThem_andBeginsAnewWithAllThatIsKnown() throws Exception {
    long start = Instants.nanos(Instant.now()) - 3000 * SECOND;
    try (var trail = Trail.open(folder, new Trail.Limits(1L << 30, Duration.ofDays(1), 1 << 24, Duration.ofDays(1),
        20_000))) {
      var told = new Told(trail);
      told.tell(MessageKind.CONNECTED, start, Wire.description("run-1"));
      told.tell(MessageKind.UPDATE, start + SECOND, Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).build());
      var large = Wire.update(2000);
      for (int id = 2; id <= 500; id++) large.task(id, "task", Wire.stats(0));
      told.tell(MessageKind.UPDATE, start + 2 * SECOND, large.build());
      assertThat(trail.status().lost()).isEqualTo(1);
      assertThat(tasks(trail, start + 2 * SECOND)).isEqualTo(1);
    }
  }

  @Test
  void piece_thatWasBegunAtAKill_isTakenAway_andOneOfAnotherVersionStays() throws Exception {
    var foreign = Files.write(folder.resolve("1-1.kiorec"), List.of("not of this version"));
    var header = new dev.kioto.console.recording.RecordingHeader("here:1", "here", "test", Instant.now());
    var begun = folder.resolve("2-2.kiorec");
    dev.kioto.console.recording.RecordingWriter.create(begun, header,
        dev.kioto.console.recording.RecordingWriter.Limits.STANDARD).close();
    try (var trail = Trail.open(folder, Trail.Limits.STANDARD)) {
      assertThat(trail.range("here:1")).isNull();
    }
    assertThat(begun).doesNotExist();
    assertThat(foreign).exists();
  }

  @Test
  void keyFrames_ofALongRecording_areFewerThanItsNews() throws Exception {
    var path = folder.resolve("copies");
    long start = Instants.nanos(Instant.now()) - 5000 * SECOND;
    var limits = new Trail.Limits(1L << 30, Duration.ofDays(1), 1L << 30, Duration.ofDays(1), 64_000_000);
    try (var trail = Trail.open(path, limits)) {
      var told = new Told(trail);
      told.tell(MessageKind.CONNECTED, start, Wire.description("run-1"));
      for (int i = 1; i <= 1500; i++) {
        var update = Wire.update(i * 1000L);
        if (i == 1) update.metadata();
        for (int task = 1; task <= 30; task++) {
          if (i == 1) update.described(task, "task-" + task);
          update.stats(task, Wire.stats(task));
        }
        told.tell(MessageKind.UPDATE, start + i * SECOND, update.build());
      }
      try (var file = trail.at("here:1", start + 1500 * SECOND)) {
        assertThat(file).isNotNull();
        assertThat(starts(file)).isBetween(3, 20);
        assertThat(Replay.start(file, start + 1490 * SECOND, Retention.DEFAULT)).isGreaterThan(file.blocks() / 2);
      }
    }
  }

  private static int starts(RecordingFile file) {
    int starts = 0;
    for (int i = 0; i < file.blocks(); i++) starts += file.isKey(i) ? 1 : 0;
    return starts;
  }
}
