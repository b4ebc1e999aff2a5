package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recording;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.recording.RecordingHeader;
import dev.kioto.console.recording.RecordingWriter;
import dev.kioto.console.recording.RecordingWriter.Part;

import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.RowOrder;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.tokio.instrument.Update;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RecordingTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long START = Wire.START * SECOND;

  private final Collector collector = new Collector(CollectorSettings.DEFAULT);

  @TempDir
  private Path folder = Path.of("");

  @AfterEach
  void closeCollector() {
    collector.close();
  }

  @Test
  void recording_ofAProgram_replaysToTheSameTables() throws Exception {
    var path = folder.resolve("run.kiorec");
    List<String> live;
    try (var program = FakeTarget.kioto(describedWithRecorder(), snapshot())) {
      program.setRecorder(RecorderState.newBuilder().setRecordedEvents(1234).build());
      var target = collector.attach(program.address()).target();
      try (var recording = target.record(path)) {
        await().untilAsserted(() -> assertThat(program.watchers()).isEqualTo(2));
        await().untilAsserted(() -> assertThat(recording.progress().messages()).isEqualTo(3));
        program.send(Wire.update(2000).task(3, "late", Wire.stats(1500)).dropped(2).build());
        program.send(Wire.update(3000).stats(1, Wire.stats(0).setDroppedAt(Wire.at(2500))).build());
        await().untilAsserted(() -> assertThat(recording.progress().messages()).isEqualTo(5));
        await().untilAsserted(() -> assertThat(target.model().counts().completed()).isEqualTo(1));
      }
      live = table(target);
      assertThat(live).hasSize(3);
    }

    var replayed = collector.attach("file:" + path).target();
    await().untilAsserted(() -> assertThat(replayed.playback()).matches(playback -> playback.ended()));
    assertThat(table(replayed)).isEqualTo(live);
    var shown = replayed.snapshot();
    assertThat(shown.runId()).isEqualTo("run-1");
    assertThat(shown.droppedEvents()).isEqualTo(2);
    assertThat(shown.recorder()).matches(recorder -> recorder.recordedEvents() == 1234);
    assertThat(shown.state()).isEqualTo(TargetState.CONNECTED);
    assertThat(shown.capabilities()).containsExactly(Capability.RECORDER);
    assertThatExceptionOfType(TargetException.class).isThrownBy(() -> replayed.stack(1))
        .withMessageContaining("is a recording");
    assertThatExceptionOfType(TargetException.class).isThrownBy(() -> replayed.record(folder.resolve("again")))
        .withMessageContaining("a recording already");
  }

  @Test
  void recording_overARestart_hasBothRuns() throws Exception {
    var path = folder.resolve("restart.kiorec");
    int port;
    LiveRecording recording;
    try (var program = FakeTarget.kioto(withUpdatesAlone("run-1"), snapshot())) {
      port = program.port();
      recording = collector.attach(program.address()).target().record(path);
      await().untilAsserted(() -> assertThat(recording.progress().messages()).isGreaterThanOrEqualTo(2));
    }
    long before = recording.progress().messages();
    try (var _ = FakeTarget.kiotoAt(port, withUpdatesAlone("run-2"),
        Wire.update(9000).metadata().task(7, "new", Wire.stats(8000)).build())) {
      await().untilAsserted(() -> assertThat(recording.progress().messages()).isGreaterThanOrEqualTo(before + 2));
    }
    recording.close();

    var replayed = collector.attach("file:" + path).target();
    replayed.play(null, 1000.0, null);
    await().untilAsserted(() -> assertThat(replayed.snapshot().runId()).isEqualTo("run-2"));
    await().untilAsserted(() -> assertThat(table(replayed)).hasSize(1).first().asString().contains("new"));
    replayed.play(Instant.ofEpochSecond(0), null, true);
    await().untilAsserted(() -> assertThat(replayed.snapshot().runId()).isEqualTo("run-1"));
  }

  @Test
  void recording_whoseClockWentBack_playsToItsEnd() throws Exception {
    var path = folder.resolve("back.kiorec");
    var header = new RecordingHeader("a", "a", "0.1", Instant.ofEpochSecond(Wire.START));
    try (var writer = RecordingWriter.create(path, header, RecordingWriter.Limits.STANDARD)) {
      append(writer, MessageKind.CONNECTED, START, Description.getDefaultInstance());
      append(writer, MessageKind.UPDATE, START + SECOND / 10, snapshot());
      append(writer, MessageKind.CONNECTED, START - 3600 * SECOND, Description.getDefaultInstance());
      append(writer, MessageKind.UPDATE, START - 3600 * SECOND, snapshot());
    }

    var target = collector.attach("file:" + path).target();
    await().untilAsserted(() -> assertThat(target.playback()).matches(playback -> playback.ended()));
    target.play(Instant.ofEpochSecond(Wire.START), null, null);
    assertThat(target.playback()).matches(playback -> playback.problem() == null);
  }

  private static void append(RecordingWriter writer, MessageKind kind, long at, MessageLite message)
      throws IOException {
    writer.append(kind.number(), at, message.toByteArray(),
        kind == MessageKind.CONNECTED ? Part.CONNECTION : Part.NEWS);
  }

  @Test
  void recordings_amongFilesOfOtherNames_areListedToTheLast() throws Exception {
    for (var name : List.of("a", "b", "not an id", "c with blanks")) {
      var header = new RecordingHeader("a", "a", "0.1", Instant.ofEpochSecond(Wire.START));
      RecordingWriter.create(folder.resolve(name + ".kiorec"), header, RecordingWriter.Limits.STANDARD).close();
    }
    try (var recordings = new Recordings(folder)) {
      assertThat(recordings.list(null, 2)).extracting(Recording::id).containsExactly("b", "a");
    }
  }

  @Test
  void recording_whoseTargetIsTakenOff_ends() throws Exception {
    try (var program = FakeTarget.tokio(snapshot())) {
      var target = collector.attach(program.address()).target();
      var recording = target.record(folder.resolve("off.kiorec"));
      await().untilAsserted(() -> assertThat(recording.progress().messages()).isEqualTo(2));
      collector.detach(target.id());

      assertThat(recording.end().get(10, TimeUnit.SECONDS)).isNull();
    }
  }

  @Test
  void player_ofALongRecording_goesWhereItIsTold() throws Exception {
    var target = collector.attach("file:" + longRecording(folder.resolve("long.kiorec"), 3600)).target();
    target.play(null, null, true);
    assertThat(target.playback()).matches(playback -> playback.paused() && !playback.ended());

    target.play(at(1800), null, null);
    await().untilAsserted(() -> assertThat(target.model().asOf()).isEqualTo(START + 1800 * SECOND));
    assertThat(target.playback()).matches(playback -> playback.position().equals(at(1800)));

    target.play(at(60), null, null);
    await().untilAsserted(() -> assertThat(target.model().asOf()).isEqualTo(START + 60 * SECOND));
    assertThat(table(target)).hasSize(61);

    target.play(at(1_000_000), null, false);
    await().untilAsserted(() -> assertThat(target.playback()).matches(playback -> playback.ended()));
    assertThat(target.model().asOf()).isEqualTo(START + 3599 * SECOND);

    target.play(at(0), 1000.0, null);
    await().untilAsserted(() -> assertThat(target.playback()).matches(playback -> playback.ended()));
    assertThat(target.model().asOf()).isEqualTo(START + 3599 * SECOND);
  }

  @Test
  void player_atASpeed_takesAsLong() throws Exception {
    var target = collector.attach("file:" + longRecording(folder.resolve("speed.kiorec"), 11)).target();
    long begun = System.nanoTime();
    target.play(at(0), 10.0, null);
    await().untilAsserted(() -> assertThat(target.playback()).matches(playback -> playback.ended()));

    assertThat(System.nanoTime() - begun).isBetween(SECOND, 20 * SECOND);
  }

  @Test
  void file_thatIsNoRecording_isRefused() throws Exception {
    var path = Files.writeString(folder.resolve("text"), "no recording, whatever its name says");

    assertThatExceptionOfType(TargetException.class).isThrownBy(() -> collector.attach("file:" + path))
        .withMessageContaining("is not a recording of Kioto");
    assertThatExceptionOfType(TargetException.class).isThrownBy(() -> collector.attach("file:/no/such/file"))
        .withMessageContaining("There is no file");
    assertThatIllegalArgumentException().isThrownBy(() -> collector.attach("file:relative"))
        .withMessageContaining("absolute path");
    assertThat(collector.targets()).isEmpty();
  }

  @Test
  void player_ofADamagedBlock_saysSoAndShowsWhatIsBefore() throws Exception {
    var path = longRecording(folder.resolve("damaged.kiorec"), 600);
    var bytes = Files.readAllBytes(path);
    bytes[bytes.length / 2] ^= 1;
    Files.write(path, bytes);

    var target = collector.attach("file:" + path).target();
    target.play(at(599), null, null);
    await().untilAsserted(() -> assertThat(target.playback())
        .matches(playback -> String.valueOf(playback.problem()).contains("does not match its checksum")));
    assertThat(target.playback()).matches(playback -> playback.ended());
    assertThat(target.model().asOf()).isBetween(START + 100 * SECOND, START + 400 * SECOND);
  }

  @Test
  void player_whoseMessagesCannotBeTaken_saysSoAtTheTarget() throws Exception {
    var target = collector.attach("file:" + longRecording(folder.resolve("odd.kiorec"), 600)).target();
    var isOdd = new AtomicBoolean(true);
    try (var _ = target.onChange(() -> {
      if (isOdd.get()) throw new IllegalStateException("as a message would have it");
    })) {
      await().untilAsserted(() -> assertThat(target.playback())
          .matches(playback -> String.valueOf(playback.problem()).contains("as a message would have it")));
      assertThat(target.snapshot().error()).contains("as a message would have it");
      isOdd.set(false);
      target.play(at(60), null, true);
      await().untilAsserted(() -> assertThat(target.model().asOf()).isEqualTo(START + 60 * SECOND));
      assertThat(target.snapshot().error()).isNull();
    }
  }

  @Test
  void recordings_ofAFolder_areListedStoppedAndDeleted() throws Exception {
    try (var recordings = new Recordings(folder.resolve("recordings")); var program = FakeTarget.tokio(snapshot())) {
      var target = collector.attach(program.address()).target();
      var first = recordings.start(target);
      var second = recordings.start(target);
      assertThat(first.state()).isEqualTo(Recording.State.RECORDING);
      await().untilAsserted(() -> assertThat(recordings.find(second.id())).matches(one -> one.messages() == 2));

      assertThat(recordings.stop(second.id()))
          .matches(one -> one.state() == Recording.State.FINISHED && one.messages() == 2);
      assertThat(recordings.list(null, 10)).extracting(Recording::id).containsExactly(second.id(), first.id());
      assertThat(recordings.list(second.id(), 10)).extracting(Recording::state)
          .containsExactly(Recording.State.RECORDING);
      assertThat(recordings.delete(first.id())).isTrue();
      assertThat(recordings.delete(first.id())).isFalse();
      assertThat(recordings.stop("../../etc/passwd")).isNull();
      assertThat(collector.attach(second.address()).target().address()).isEqualTo(second.address());
    }
  }

  private static Description describedWithRecorder() {
    return Wire.description("run-1").toBuilder().addCapabilities(Description.Capability.RECORDER)
        .clearCapabilities().addCapabilities(Description.Capability.RECORDER).build();
  }

  // So that each message of a connection is known beforehand.
  private static Description withUpdatesAlone(String run) {
    return Wire.description(run).toBuilder().clearCapabilities().build();
  }

  private static Update snapshot() {
    return Wire.update(1000).metadata().task(1, "one", Wire.stats(0)).task(2, "two", Wire.stats(500)).build();
  }

  /// A task more each second; a connection that begins anew each ten minutes.
  private static Path longRecording(Path path, int seconds) throws IOException {
    var header = new RecordingHeader("here", "long", "test", Instant.ofEpochSecond(Wire.START));
    try (var writer = RecordingWriter.create(path, header, new RecordingWriter.Limits(4096, SECOND))) {
      for (int second = 0; second < seconds; second++) {
        long at = START + second * SECOND;
        if (second % 600 == 0) {
          writer.append(MessageKind.CONNECTED.number(), at, Wire.description("run-1").toByteArray(), Part.CONNECTION);
        }
        var update = Wire.update(second * 1000L);
        if (second % 600 == 0) {
          update.metadata();
          for (int task = 1; task <= second; task++) update.task(task, "task", Wire.stats(0));
        }
        writer.append(MessageKind.UPDATE.number(), at,
            update.task(second + 1, "task-" + second, Wire.stats(0)).build().toByteArray(), Part.NEWS);
      }
    }
    return path;
  }

  private static Instant at(long seconds) {
    return Instant.ofEpochSecond(Wire.START + seconds);
  }

  private static List<String> table(WatchedTarget target) {
    var listing = new TaskListing(RowFilter.all(),
        new RowOrder.ByNumber<TaskRecord>((task, _) -> task.id(), RowOrder.Motion.STILL, false), null, 0,
        10_000);
    return target.model().list(listing, (task, asOf) -> task.id() + " " + task.name() + " " + task.state() + " "
        + task.kind() + " " + task.location() + " " + task.field("size.bytes") + " " + task.totalAt(asOf) + " "
        + task.busyAt(asOf) + " " + task.scheduledAt(asOf) + " " + task.polls()).rows();
  }
}
