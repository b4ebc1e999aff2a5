package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.kioto.console.testing.Wire;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import dev.kioto.proto.tokio.tasks.TaskUpdate;
import org.junit.jupiter.api.Test;

final class UpdateDecoderTest {

  private final UpdateDecoder decoder = new UpdateDecoder(new Oddities());

  @Test
  void field_byIndex_isNamedByTheMetadataThatCameBefore() {
    decoder.decode(Wire.update(0).metadata().build());

    var task = decoder.decode(Wire.update(1).described(1, "later").build()).described().getFirst();

    assertThat(task.name()).isEqualTo("later");
    assertThat(task.kind()).isEqualTo("task");
    assertThat(task.target()).isEqualTo("kioto::task");
  }

  @Test
  void fields_ofEachType_becomeText() {
    var task = describe(Task.newBuilder().setId(id(5))
        .addFields(Field.newBuilder().setStrName("a").setDebugVal("dbg"))
        .addFields(Field.newBuilder().setStrName("b").setU64Val(-1))
        .addFields(Field.newBuilder().setStrName("c").setI64Val(-1))
        .addFields(Field.newBuilder().setStrName("d").setBoolVal(true))
        .addFields(Field.newBuilder().setStrName("e")));

    assertThat(task.fields()).containsExactly("a", "dbg", "b", "18446744073709551615", "c", "-1", "d", "true", "e", "");
  }

  @Test
  void task_thatLies_isStillATask() {
    var task = describe(Task.newBuilder().setId(id(5)).setMetadata(MetaId.newBuilder().setId(404))
        .addFields(Field.newBuilder().setNameIdx(99).setStrVal("nameless"))
        .addFields(Field.newBuilder().setStrName("task.id").setStrVal("not a number"))
        .addFields(Wire.field("task.name", "n".repeat(100_000)))
        .addFields(Wire.field("spawn.location", "main.rs:1:2")));

    assertThat(task.taskId()).isEqualTo(5);
    assertThat(task.target()).isEmpty();
    assertThat(task.name()).hasSize(1024);
    assertThat(task.location()).isEqualTo("main.rs:1:2");
    assertThat(task.fields()).isEmpty();
  }

  @Test
  void fields_beyondTheMost_areLeftOut() {
    var task = Task.newBuilder().setId(id(5));
    for (int i = 0; i < 1000; i++) task.addFields(Wire.field("f" + i, "v"));

    assertThat(describe(task).fields()).hasSize(128);
  }

  @Test
  void id0_isPassedOver() {
    var update = decoder.decode(Wire.update(0).described(0, "x").stats(0, Wire.stats(0)).build());

    assertThat(update.described()).isEmpty();
    assertThat(update.stats()).isEmpty();
  }

  @Test
  void times_beyondReason_areCut() {
    var stats = Stats.newBuilder()
        .setCreatedAt(Timestamp.newBuilder().setSeconds(-5).setNanos(-1))
        .setLastWake(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
        .setScheduledTime(Duration.newBuilder().setSeconds(Long.MIN_VALUE).setNanos(-1))
        .setPollStats(PollStats.newBuilder().setBusyTime(Duration.newBuilder().setSeconds(Long.MAX_VALUE)));

    var decoded = decoder.decode(Wire.update(0).stats(1, stats).build()).stats().getFirst();

    assertThat(decoded.createdAt()).isZero();
    assertThat(decoded.scheduledNanos()).isZero();
    assertThat(decoded.lastWake()).isPositive();
    assertThat(decoded.busyNanos()).isPositive();
    assertThat(decoded.lastWake() + decoded.busyNanos()).as("no sum overflows").isPositive();
  }

  private dev.kioto.console.model.TaskDescription describe(Task.Builder task) {
    var update = Update.newBuilder().setTaskUpdate(TaskUpdate.newBuilder().addNewTasks(task)).build();
    return decoder.decode(update).described().getFirst();
  }

  private static Id id(long id) {
    return Id.newBuilder().setId(id).build();
  }
}
