package dev.kioto.bench.collector;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.common.Location;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.common.RegisterMetadata;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import dev.kioto.proto.tokio.tasks.TaskUpdate;

/// One message of the tokio-console protocol, as it is filled. Not safe for use by several threads.
final class News {
  /// Tasks that one message tells of at most.
  static final int BATCH = 5_000;

  private static final long METADATA = 77;
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 1_800_000_000L * SECOND; // on the programs' clock
  private static final int NAMES = 5_000; // a guess: connections of a busy server
  private static final int SITES = 40;

  private final Update.Builder update = Update.newBuilder();
  private final TaskUpdate.Builder tasks = TaskUpdate.newBuilder();

  /// Tells what the program calls its tasks. In the first message.
  News metadata() {
    var about = Metadata.newBuilder().setName("runtime.spawn").setTarget("kioto::task").addFieldNames("kind")
        .addFieldNames("task.name");
    update.setNewMetadata(RegisterMetadata.newBuilder().addMetadata(RegisterMetadata.NewMetadata.newBuilder()
        .setId(MetaId.newBuilder().setId(METADATA)).setMetadata(about)));
    return this;
  }

  /// A new task, and that it was polled once.
  News born(long id) {
    tasks
        .addNewTasks(Task.newBuilder().setId(Id.newBuilder().setId(id)).setMetadata(MetaId.newBuilder().setId(METADATA))
            .addFields(Field.newBuilder().setNameIdx(0).setStrVal(id % 4 == 0 ? "direct" : "task"))
            .addFields(Field.newBuilder().setNameIdx(1).setStrVal("conn-" + id % NAMES))
            .addFields(Field.newBuilder().setStrName("size.bytes").setStrVal("64"))
            .setLocation(Location.newBuilder().setFile("Server.java").setLine((int) (id % SITES)).setColumn(5)));
    return polled(id, 1, id % 90_000);
  }

  /// How often a task was polled so far; each poll took a microsecond.
  ///
  /// @param atMillis when it was polled last, since the program began
  News polled(long id, long polls, long atMillis) {
    tasks.putStatsUpdate(id, stats(id, polls, atMillis).build());
    return this;
  }

  /// That a task has ended.
  News ended(long id, long polls, long atMillis) {
    tasks.putStatsUpdate(id, stats(id, polls, atMillis).setDroppedAt(instant(START + atMillis * 1_000_000)).build());
    return this;
  }

  private static Stats.Builder stats(long id, long polls, long atMillis) {
    long at = START + atMillis * 1_000_000;
    return Stats.newBuilder().setCreatedAt(instant(START + id % 90_000 * 1_000_000))
        .setScheduledTime(nanos(polls * 500))
        .setWakes(polls - 1).setLastWake(instant(at - 500)).setWakerClones(2).setWakerDrops(1)
        .setPollStats(
            PollStats.newBuilder().setPolls(polls).setFirstPoll(instant(START)).setLastPollStarted(instant(at))
                .setLastPollEnded(instant(at + 1_000)).setBusyTime(nanos(polls * 1_000)));
  }

  /// The message. Two of them one after the other are one message too, of which the second tells the time.
  ///
  /// @param nowMillis since the program began
  byte[] at(long nowMillis) {
    return update.setNow(instant(START + nowMillis * 1_000_000)).setTaskUpdate(tasks).build().toByteArray();
  }

  private static Timestamp instant(long nanos) {
    return Timestamp.newBuilder().setSeconds(nanos / SECOND).setNanos((int) (nanos % SECOND)).build();
  }

  private static Duration nanos(long nanos) {
    return Duration.newBuilder().setSeconds(nanos / SECOND).setNanos((int) (nanos % SECOND)).build();
  }
}
