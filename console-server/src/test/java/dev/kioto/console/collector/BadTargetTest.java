package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kioto.console.api.Intake;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.RawTarget;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.StateAttribute;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.DurationHistogram;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Programs that lie, and what that does to them and to others.
@Timeout(60)
final class BadTargetTest {

  private final Collector collector = new Collector(CollectorSettings.DEFAULT);

  @AfterEach
  void closeCollector() {
    collector.close();
  }

  private static void awaitCount(WatchedTarget target, ToLongFunction<Intake> count, long expected) {
    await().untilAsserted(() -> assertThat(count.applyAsLong(target.snapshot().intake())).isEqualTo(expected));
    assertThat(target.snapshot().state()).isEqualTo(TargetState.CONNECTED);
  }

  @Test
  void programThatTellsTheTruth_hasACleanIntake() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(1000).metadata().task(1, "a", Wire.stats(0)).build())) {
      assertThat(collector.attach(program.address()).target().snapshot().intake()).isEqualTo(Intake.CLEAN);
    }
  }

  @Test
  void clockThatGoesBack_isCounted_andTimesStayWhole() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(9000).metadata().task(1, "a", Wire.stats(5000)).build())) {
      var target = collector.attach(program.address()).target();
      program.send(Wire.update(1000).stats(1, Wire.stats(5000)).build());

      awaitCount(target, Intake::clockSteps, 1);
      await().untilAsserted(() -> {
        Long least = target.model().find(1,
            (task, asOf) -> LongStream
                .of(task.totalAt(asOf), task.busyAt(asOf), task.scheduledAt(asOf), task.idleAt(asOf))
                .min().orElseThrow());
        assertThat(least).isNotNegative();
      });
    }
  }

  @Test
  void idThatIsUsedAgain_isCounted() throws Exception {
    try (var program = FakeTarget.tokio(
        Wire.update(9000).metadata().task(1, "a", Wire.stats(0).setDroppedAt(Wire.at(10))).build())) {
      var target = collector.attach(program.address()).target();
      program.send(Wire.update(9100).task(1, "b", Wire.stats(9050)).build());

      awaitCount(target, Intake::reusedIds, 1);
      assertThat(target.snapshot().tasks().completed()).isZero();
    }
  }

  @Test
  void giganticTexts_areCut() throws Exception {
    var text = "x".repeat(1 << 20);
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().task(1, text, Wire.stats(0)).build())) {
      var target = collector.attach(program.address()).target();

      awaitCount(target, Intake::cutTexts, 1);
      String name = target.model().find(1, (task, _) -> task.name());
      assertThat(name).hasSize(1024);
    }
  }

  @Test
  void figuresBeforeTheirTask_areCountedAndLeftOut() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().stats(7, Wire.stats(0)).build())) {
      var target = collector.attach(program.address()).target();
      awaitCount(target, Intake::orphanStats, 1);

      program.send(Wire.update(100).task(7, "late", Wire.stats(0)).build());
      await().untilAsserted(() -> assertThat(target.snapshot().tasks().total()).isEqualTo(1));
    }
  }

  @Test
  void entriesWithoutAnId_areLeftOut() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().task(0, "nobody", Wire.stats(0)).build())) {
      var target = collector.attach(program.address()).target();

      awaitCount(target, Intake::leftOut, 2);
      assertThat(target.snapshot().tasks().total()).isZero();
    }
  }

  @Test
  void hugeLists_areCut() throws Exception {
    var lock = Wire.mutex(1, 1).addAllOwners(Collections.nCopies(50_000, 2L));
    for (int i = 0; i < 500; i++) lock.addAttributes(StateAttribute.newBuilder().setName("a" + i).setNumber(i));
    try (var program = FakeTarget.kioto(Wire.description("run-1", Capability.RESOURCES), Wire.update(0).build())) {
      program.setResources(ResourcesUpdate.newBuilder().setNow(Wire.at(0)).addResources(lock).build());
      var target = collector.attach(program.address()).target();

      await().untilAsserted(() -> {
        String shown = target.run().model().resources().find(1, (r, _) -> r.ownerCount() + " " + r.attributes().size());
        assertThat(shown).isEqualTo("1000 96");
      });
      assertThat(target.snapshot().intake().leftOut()).isGreaterThan(49_000);
    }
  }

  @Test
  void histogramsThatDoNotDecode_areCounted() throws Exception {
    try (var program = FakeTarget.tokio(Wire.update(0).metadata().task(1, "a", Wire.stats(0)).build())) {
      program.setDetails(TaskDetails.newBuilder().setTaskId(Id.newBuilder().setId(1))
          .setLegacyHistogram(ByteString.copyFromUtf8("rubbish"))
          .setScheduledTimesHistogram(DurationHistogram.newBuilder().setRawHistogram(ByteString.copyFromUtf8("too")))
          .build());
      var target = collector.attach(program.address()).target();

      assertThat(target.times(1)).isEqualTo(TaskTimes.UNKNOWN);
      awaitCount(target, Intake::badHistograms, 2);
    }
  }

  @Test
  void textThatIsNoUtf8_endsTheConnectionWithAReason_andNobodyElses() throws Exception {
    var good = Wire.update(0).metadata().task(1, "ABCD", Wire.stats(0)).build();
    var bytes = new String(good.toByteArray(), StandardCharsets.ISO_8859_1).replace("ABCD", "\u00c3(\u00a0\u00a1")
        .getBytes(StandardCharsets.ISO_8859_1);
    try (var honest = FakeTarget.tokio(good); var liar = new RawTarget(bytes)) {
      var other = collector.attach(honest.address()).target();
      assertThatExceptionOfType(TargetException.class).isThrownBy(() -> collector.attach(liar.address()))
          .withMessageContaining("no message of its protocol").withMessageContaining("UTF-8");

      honest.send(Wire.update(100).task(2, "b", Wire.stats(50)).build());
      await().untilAsserted(() -> assertThat(other.snapshot().tasks().total()).isEqualTo(2));
      assertThat(other.snapshot().intake()).isEqualTo(Intake.CLEAN);
    }
  }

  @Test
  void bytesThatAreNoMessage_endTheConnectionWithAReason() throws Exception {
    try (var liar = new RawTarget(new byte[] {(byte) 0xff, (byte) 0xff, 7, 0, 1})) {
      assertThatExceptionOfType(TargetException.class).isThrownBy(() -> collector.attach(liar.address()))
          .withMessageContaining("no message of its protocol");
    }
  }

  @Test
  void emptyMessages_areTakenIn() throws Exception {
    try (var program = FakeTarget.tokio(Update.getDefaultInstance())) {
      assertThat(collector.attach(program.address()).target().snapshot().state()).isEqualTo(TargetState.CONNECTED);
    }
  }

  @Test
  void streamThatFails_isToldAsMissing_andTheRestGoesOn() throws Exception {
    try (var program = FakeTarget.kioto(Wire.description("run-1", Capability.RESOURCES), Wire.update(0).build())) {
      program.setResources(ResourcesUpdate.newBuilder().setNow(Wire.at(0)).addResources(Wire.mutex(1, 1)).build());
      var target = collector.attach(program.address()).target();
      await().untilAsserted(() -> assertThat(target.run().model().resources().counts().resources()).isEqualTo(1));
      program.failResources(Status.INTERNAL.withDescription("out of order"));

      awaitCount(target, Intake::failedStreams, 1);
      assertThat(target.snapshot().intake().missing()).singleElement().asString().contains("resources", "out of order");
      assertThat(target.run().model().resources().counts().resources()).as("what is known stays").isEqualTo(1);
    }
  }
}
