package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.TargetKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskStack.Kind;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskState;
import dev.kioto.console.model.TaskWarning;
import dev.kioto.console.model.WorkerState;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.Level;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.HandedOverPoll;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.tasks.DurationHistogram;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import java.io.IOException;
import org.junit.jupiter.api.Timeout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.CompletableFuture;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectorTest {

  private final Collector collector = new Collector(answeredWithin(Duration.ofSeconds(20)));

  @AfterEach
  void closeCollector() {
    collector.close();
  }

  @Test
  void listener_ofATarget_isToldOfWhatChangedAlone() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().task(1, "one", Wire.stats(0)).build())) {
      var target = collector.attach(program.address()).target();
      var told = new AtomicInteger();
      try (var _ = target.onChange(told::incrementAndGet)) {
        target.changed();
        assertThat(told).hasValue(0);
        target.model().warn(Map.of(1L, List.of(new TaskWarning("odd", "It is odd."))));
        target.changed();
        target.changed();
        assertThat(told).hasValue(1);
      }
    }
  }

  @Test
  void attach_toAKiotoProgram_knowsItAndItsTasks() throws Exception {
    try (var program = FakeTarget.kioto(Wire.description("run-1"),
        Wire.update(5000).metadata().task(1, "worker", Wire.stats(1000)).build())) {
      var attached = collector.attach(program.address());
      var target = attached.target().snapshot();

      assertThat(attached.isNew()).isTrue();
      assertThat(target.state()).isEqualTo(TargetState.CONNECTED);
      assertThat(target.kind()).isEqualTo(TargetKind.KIOTO);
      assertThat(target.name()).isEqualTo("fake");
      assertThat(target.runId()).isEqualTo("run-1");
      assertThat(target.pid()).isEqualTo(42);
      assertThat(target.capabilities()).containsExactly(Capability.TASK_STACKS, Capability.WORKERS);
      assertThat(target.error()).isNull();
      await().untilAsserted(() -> assertThat(attached.target().snapshot().tasks().idle()).isEqualTo(1));
      String shown = attached.target().model().find(1, (task, asOf) -> task.taskId() + " " + task.name() + " "
          + task.kind() + " " + task.target() + " " + task.location() + " " + task.field("size.bytes") + " "
          + task.totalAt(asOf) / 1_000_000);
      assertThat(shown).isEqualTo("1001 worker task kioto::task Server.java:12:5 64 4000");
    }
  }

  @Test
  void attach_toATokioProgram_isTold() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).build())) {
      var target = collector.attach(program.address()).target();

      assertThat(target.snapshot().kind()).isEqualTo(TargetKind.TOKIO);
      assertThat(target.snapshot().name()).isEqualTo(program.address());
      assertThatExceptionOfType(TargetException.class).isThrownBy(() -> target.stack(1))
          .withMessageContaining("tokio-console protocol")
          .satisfies(e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.UNSUPPORTED));
      assertThatExceptionOfType(TargetException.class).isThrownBy(target::workers)
          .satisfies(e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.UNSUPPORTED));
    }
  }

  @Test
  void attach_twiceToOneAddress_isOneTarget() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).build())) {
      var first = collector.attach(program.address());
      var second = collector.attach(program.address());

      assertThat(second.target()).isSameAs(first.target());
      assertThat(second.isNew()).isFalse();
      assertThat(collector.targets()).hasSize(1);
    }
  }

  @Test
  void updates_thatFollow_areTakenIn() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().task(1, "a", Wire.stats(0)).build())) {
      var target = collector.attach(program.address()).target();
      var heard = new AtomicInteger();
      try (var _ = target.onChange(heard::incrementAndGet)) {
        program.send(Wire.update(1000).task(2, "b", Wire.stats(500)).dropped(3).build());
        program.send(Wire.update(2000).stats(1, Wire.stats(0).setDroppedAt(Wire.at(1500))).dropped(4).build());

        await().untilAsserted(() -> assertThat(target.snapshot().tasks().completed()).isEqualTo(1));
        await().untilAsserted(() -> assertThat(heard).hasValue(2));
      }
      assertThat(target.snapshot().tasks().total()).isEqualTo(2);
      assertThat(target.snapshot().droppedEvents()).isEqualTo(7);
      TaskState state = target.model().find(1, (task, _) -> task.state());
      assertThat(state).isEqualTo(TaskState.COMPLETED);
    }
  }

  @Test
  void recorder_ofAProgramThatTells_isPartOfTheTarget() throws Exception {
    var snapshot = Wire.update(0).metadata().task(1, "a", Wire.stats(0)).build();
    var about = Wire.description("run-1").toBuilder().addCapabilities(Description.Capability.RECORDER).build();
    try (var program = FakeTarget.kioto(about, snapshot)) {
      program.setRecorder(RecorderState.newBuilder().setLevel(Level.COUNTS).setWantedLevel(Level.TASKS)
          .setLoweredBecause("too busy").setTimesLowered(2).setDroppedEvents(3).setRecordedEvents(5)
          .setEventsPerSecond(7.5).setCpuShare(0.5).setCpuShareCap(0.25).setMemoryBytes(11).setHeldTasks(13)
          .setClients(1).build());
      var target = collector.attach(program.address()).target();

      await().untilAsserted(() -> assertThat(target.snapshot().recorder()).isEqualTo(new Recorder(Recorder.Level.COUNTS,
          Recorder.Level.TASKS, "too busy", 2, 3, 5, 7.5, 0.5, 0.25, 11, 13, 1)));
      assertThat(target.snapshot().capabilities()).contains(Capability.RECORDER);
    }
  }

  @Test
  void recorder_ofAProgramThatDoesNotTell_isAbsent() throws Exception {
    var snapshot = Wire.update(0).metadata().task(1, "a", Wire.stats(0)).build();
    var about = Wire.description("run-1").toBuilder().addCapabilities(Description.Capability.RECORDER).build();
    try (var program = FakeTarget.kioto(about, snapshot)) { // it says that it can, and refuses
      var target = collector.attach(program.address()).target();
      assertThat(target.snapshot().recorder()).isNull();
      assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED);
    }
  }

  @Test
  void program_thatComesBackInTheSameRun_keepsItsModel() throws Exception {
    var snapshot = Wire.update(1000).metadata().task(1, "a", Wire.stats(0)).build();
    int port;
    WatchedTarget target;
    try (var program = FakeTarget.kioto(Wire.description("run-1"), snapshot)) {
      port = program.port();
      target = collector.attach(program.address()).target();
    }
    await().untilAsserted(() -> assertThat(target.snapshot().state()).isEqualTo(TargetState.DISCONNECTED));
    var model = target.model();
    assertThat(target.snapshot().error()).isNotNull();
    assertThat(target.snapshot().tasks().total()).isEqualTo(1);
    try (var _ = FakeTarget.kiotoAt(port, Wire.description("run-1"), snapshot)) {
      await().untilAsserted(() -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED));
      assertThat(target.model()).isSameAs(model);
    }
  }

  @Test
  void program_thatWasRestarted_isANewRun() throws Exception {
    int port;
    WatchedTarget target;
    try (var program = FakeTarget.kioto(Wire.description("run-1"),
        Wire.update(1000).metadata().task(1, "old", Wire.stats(0)).build())) {
      port = program.port();
      target = collector.attach(program.address()).target();
    }
    try (var _ = FakeTarget.kiotoAt(port, Wire.description("run-2"),
        Wire.update(9000).metadata().task(1, "new", Wire.stats(8000)).build())) {
      await().untilAsserted(() -> assertThat(target.snapshot().runId()).isEqualTo("run-2"));
      await().untilAsserted(() -> {
        String name = target.model().find(1, (task, _) -> task.name());
        assertThat(name).isEqualTo("new");
      });
      assertThat(target.snapshot().tasks().total()).isEqualTo(1);
    }
  }

  @Test
  void tokioProgram_thatWasRestarted_isToldByTheBirthOfItsTasks() throws Exception {
    int port;
    WatchedTarget target;
    var before = Wire.update(1000).metadata().task(1, "old", Wire.stats(0)).task(2, "old", Wire.stats(1)).build();
    try (var program = FakeTarget.tokio(before)) {
      port = program.port();
      target = collector.attach(program.address()).target();
    }
    var firstRun = target.snapshot().runId();
    try (var _ = FakeTarget.tokioAt(port, before)) {
      await().untilAsserted(() -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED));
      assertThat(target.snapshot().runId()).as("only the connection was lost").isEqualTo(firstRun);
    }
    try (var _ = FakeTarget.tokioAt(port, Wire.update(9000).metadata().task(1, "new", Wire.stats(8000)).build())) {
      await().untilAsserted(() -> assertThat(target.snapshot().runId()).isNotEqualTo(firstRun));
      await().untilAsserted(() -> assertThat(target.snapshot().tasks().total()).isEqualTo(1));
    }
  }

  @Test
  void target_addedBeforeItsProgramIsUp_isTriedUntilItIs() throws Exception {
    int port = freePort();
    var target = collector.add("127.0.0.1:" + port);
    await().untilAsserted(() -> assertThat(target.snapshot().state()).isEqualTo(TargetState.DISCONNECTED));
    assertThat(target.snapshot().error()).startsWith("Nothing listens at 127.0.0.1:" + port);
    assertThat(target.snapshot().kind()).isEqualTo(TargetKind.UNKNOWN);

    try (var _ = FakeTarget.tokioAt(port, Wire.update(0).build())) {
      await().untilAsserted(() -> assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED));
    }
  }

  @Test
  void detach_endsTheWatch() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).build())) {
      var target = collector.attach(program.address()).target();
      assertThat(program.watchers()).isEqualTo(1);

      assertThat(collector.detach(target.id())).isTrue();

      await().untilAsserted(() -> assertThat(program.watchers()).isZero());
      assertThat(collector.targets()).isEmpty();
      assertThat(collector.detach(target.id())).isFalse();
    }
  }

  @Test
  void attach_whereNothingListens_isRefusedAndNotKept() throws Exception {
    var address = "127.0.0.1:" + freePort();

    assertThatExceptionOfType(TargetException.class).isThrownBy(() -> collector.attach(address))
        .withMessageContaining("Nothing listens at " + address);
    assertThat(collector.targets()).isEmpty();
  }

  @Test
  void attach_toAnUnknownHost_saysSo() {
    assertThatExceptionOfType(TargetException.class).isThrownBy(() -> collector.attach("no-such-host.invalid:6669"))
        .withMessageContaining("'no-such-host.invalid'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n",
      "\u0000\u0001\u0002\u0003garbage that goes on for a while", "", "hang up"})
  void attach_toWhatSpeaksSomethingElse_saysSo(String answer) throws Exception {
    try (var foreign = new ForeignServer(answer);
        var impatient = new Collector(answeredWithin(Duration.ofSeconds(1)))) {
      assertThatExceptionOfType(TargetException.class).isThrownBy(() -> impatient.attach(foreign.address()))
          .withMessageContaining("What listens at " + foreign.address())
          .satisfies(e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.UNREACHABLE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "localhost:", ":6669", "localhost:0", "localhost:65536", "localhost:99999999",
          "a b:1", "http://", "[::1:1", "localhost:6669/path"})
  void attach_toWhatIsNoAddress_saysWhatWouldBeRight(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> collector.attach(address))
        .withMessageContaining("'" + address + "'").withMessageContaining("HOST:PORT");
  }

  @Test
  void stack_ofAParkedTask_isPassedOn() throws Exception {
    try (var program = FakeTarget.kioto(Wire.description("run-1"), Wire.update(0).build())) {
      program.setStack(TaskStack.newBuilder().setTaskId(7).setAt(Wire.at(10)).setKind(TaskStack.Kind.PARKED)
          .setThreadState("WAITING").setExplanation("Parked on a lock.").setBlockedOn("Lock@1").setLastWokenBy(3)
          .addFrames(Frame.newBuilder().setClassName("a.B").setMethod("c").setFile("B.java").setLine(9))
          .build());
      var target = collector.attach(program.address()).target();

      var stack = target.stack(7);

      assertThat(stack.kind()).isEqualTo(Kind.PARKED);
      assertThat(stack.frames()).hasSize(1);
      assertThat(stack.frames().getFirst().line()).isEqualTo(9);
      assertThat(stack.frames().getFirst().module()).isNull();
      assertThat(stack.lastWokenBy()).isEqualTo("3");
      assertThatExceptionOfType(TargetException.class).isThrownBy(() -> target.stack(8))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.UNKNOWN_TASK));
    }
  }

  @Test
  void workers_areTheFirstMessageOfTheirStream() throws Exception {
    try (var program = FakeTarget.kioto(Wire.description("run-1"), Wire.update(0).build())) {
      program.setWorkers(WorkersUpdate.newBuilder().setNow(Wire.at(5)).addWorkers(Worker.newBuilder().setRuntimeId(1)
          .setThreadName("w-0").setState(Worker.State.POLLING).setCurrentTask(4).setPolls(10))
          .addWorkers(Worker.newBuilder().setRuntimeId(1).setIndex(1).setState(Worker.State.STUCK).setCurrentTask(5)
              .setLocalSchedules(6).setBudgetForcedYields(7).setHandoffs(8).setPinnedParks(3).setPinned(true)
              .addHandedOverPolls(HandedOverPoll.newBuilder().setTaskId(9).setThreadName("left").setStuck(true)))
          .build());

      var list = collector.attach(program.address()).target().workers();
      var workers = list.all();

      assertThat(workers).hasSize(2);
      assertThat(workers.getFirst().currentTask()).isEqualTo(4);
      assertThat(workers.getFirst().activity()).isEqualTo(WorkerState.Activity.POLLING);
      assertThat(workers.getFirst().handedOverPolls()).isEmpty();
      assertThat(workers.getFirst().pinned()).isFalse();
      assertThat(workers.getLast()).satisfies(worker -> {
        assertThat(worker.activity()).isEqualTo(WorkerState.Activity.STUCK);
        assertThat(worker.localSchedules()).isEqualTo(6);
        assertThat(worker.budgetForcedYields()).isEqualTo(7);
        assertThat(worker.handoffs()).isEqualTo(8);
        assertThat(worker.pinnedParks()).isEqualTo(3);
        assertThat(worker.pinned()).isTrue();
        assertThat(worker.handedOverPolls())
            .containsExactly(new WorkerState.HandedOverPoll(9, "left", TaskRecord.ABSENT, true));
      });
    }
  }

  @Test
  @Timeout(60)
  void attach_thatFails_leavesWhatAnotherHasAddedMeanwhile() throws Exception {
    var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    try {
      var address = "127.0.0.1:" + silent.getLocalPort();
      var failure = new CompletableFuture<Exception>();
      Thread.ofVirtual().start(() -> {
        try {
          var _ = collector.attach(address);
        } catch (TargetException | InterruptedException e) {
          failure.complete(e);
        }
      });
      WatchedTarget added;
      try (var _ = silent.accept()) {
        added = collector.add(address);
      }
      silent.close();

      assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(TargetException.class);
      assertThat(collector.targets()).containsExactly(added);
      assertThat(added.isDetached()).isFalse();
    } finally {
      silent.close();
    }
  }

  @Test
  void times_ofATask_areDecoded() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).build())) {
      program.setDetails(TaskDetails.newBuilder().setTaskId(Id.newBuilder().setId(1))
          .setLegacyHistogram(HistogramDecoderTest.encode(new Histogram(1_000_000_000L, 2), 1000, 2000, 2000))
          .setScheduledTimesHistogram(DurationHistogram.newBuilder().setHighOutliers(1).setHighestOutlier(99)
              .setRawHistogram(HistogramDecoderTest.encode(new Histogram(1_000_000_000L, 2), 5)))
          .build());
      program.setDetails(TaskDetails.newBuilder().setTaskId(Id.newBuilder().setId(2))
          .setLegacyHistogram(ByteString.copyFromUtf8("not a histogram")).build());
      var target = collector.attach(program.address()).target();

      var times = target.times(1);
      assertThat(times.polls()).isNotNull();
      assertThat(times.polls().count()).isEqualTo(3);
      assertThat(times.scheduled()).isNotNull();
      assertThat(times.scheduled().highestOutlierNanos()).isEqualTo(99);
      assertThat(target.times(2)).isEqualTo(TaskTimes.UNKNOWN);
      assertThat(target.times(3)).as("a task that the program does not know").isEqualTo(TaskTimes.UNKNOWN);
    }
  }

  @Test
  void snapshot_ofManyMegabytes_isTakenIn() throws Exception {
    var update = Wire.update(1000).metadata();
    var name = "x".repeat(200);
    for (int id = 1; id <= 60_000; id++) update.task(id, name, Wire.stats(id));
    var snapshot = update.build();
    assertThat(snapshot.getSerializedSize()).isGreaterThan(16 << 20);
    try (var program = FakeTarget.tokio(snapshot)) {
      var target = collector.attach(program.address()).target();

      await().untilAsserted(() -> assertThat(target.snapshot().tasks().total()).isEqualTo(60_000));
    }
  }

  private static CollectorSettings answeredWithin(Duration timeout) {
    return new CollectorSettings(timeout, Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ofMillis(100),
        Retention.DEFAULT);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Answers each connection with some bytes and then says nothing, or hangs up.
  private static final class ForeignServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());

    ForeignServer(String answer) throws IOException {
      Thread.ofVirtual().start(() -> serve(answer));
    }

    String address() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve(String answer) {
      while (!socket.isClosed()) {
        try {
          var connection = socket.accept();
          if (answer.equals("hang up")) {
            connection.close();
          } else {
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            connection.getOutputStream().flush();
          }
        } catch (IOException _) {
          return; // closed by the test
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
