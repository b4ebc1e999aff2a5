package dev.kioto.console.testing;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.Operation;
import dev.kioto.proto.console.v1.Resource;
import dev.kioto.proto.console.v1.StateAttribute;
import dev.kioto.proto.tokio.asyncops.AsyncOp;
import dev.kioto.proto.tokio.common.Attribute;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.common.Location;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.common.RegisterMetadata;
import dev.kioto.proto.tokio.common.SpanId;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import dev.kioto.proto.tokio.tasks.TaskUpdate;
import java.util.List;

/// Makes wire messages. Instants are milliseconds since [#START].
public final class Wire {

  /// When every program of the tests began, in seconds since 1970.
  public static final long START = 1_800_000_000L;

  private static final long TASK_METADATA = 77;

  private Wire() {}

  public static Timestamp at(long millis) {
    return Timestamp.newBuilder().setSeconds(START + millis / 1000).setNanos((int) (millis % 1000) * 1_000_000).build();
  }

  public static Duration millis(long millis) {
    return Duration.newBuilder().setSeconds(millis / 1000).setNanos((int) (millis % 1000) * 1_000_000).build();
  }

  /// An update with the metadata of tasks, to be filled with tasks.
  public static UpdateBuilder update(long nowMillis) {
    return new UpdateBuilder(nowMillis);
  }

  /// A program with both capabilities.
  public static Description description(String runId) {
    return Description.newBuilder().setName("fake").setRunId(runId).setPid(42).setStartedAt(at(0)).setPlatform("JVM 25")
        .setVersion("0.1.0").addCapabilities(Description.Capability.TASK_STACKS)
        .addCapabilities(Description.Capability.WORKERS).build();
  }

  /// A program with some capabilities.
  public static Description description(String runId, Description.Capability... capabilities) {
    return description(runId).toBuilder().clearCapabilities().addAllCapabilities(List.of(capabilities)).build();
  }

  /// A lock that a task holds and others wait for.
  public static Resource.Builder mutex(long id, long owner, long... waiters) {
    var mutex = Resource.newBuilder().setId(id).setType("Mutex").setKind(Resource.Kind.SYNC).setRuntimeId(1)
        .setLocation(Frame.newBuilder().setFile("Lock.java").setLine(9)).setCreatedAt(at(0)).addOwners(owner)
        .addAttributes(StateAttribute.newBuilder().setName("locked").setFlag(true)).setOperations(12).setWaits(3)
        .setWaitTime(millis(30)).setLongestWait(millis(20));
    for (long waiter : waiters) mutex.addWaiters(waiter);
    return mutex;
  }

  /// An operation that waits since an instant.
  public static Operation.Builder waiting(long id, long resource, long task, long sinceMillis) {
    return Operation.newBuilder().setId(id).setResourceId(resource).setTaskId(task).setSource("Mutex::lock")
        .setCreatedAt(at(sinceMillis)).setPolls(1).setIsWaiting(true).setLastPoll(at(sinceMillis));
  }

  public static Field field(String name, String value) {
    return Field.newBuilder().setStrName(name).setStrVal(value).build();
  }

  /// Statistics of a task that was born at an instant and polled once, for 2 ms right away.
  public static Stats.Builder stats(long createdMillis) {
    return Stats.newBuilder().setCreatedAt(at(createdMillis)).setScheduledTime(millis(1)).setWakerClones(1)
        .setPollStats(PollStats.newBuilder().setPolls(1).setFirstPoll(at(createdMillis))
            .setLastPollStarted(at(createdMillis)).setLastPollEnded(at(createdMillis + 2)).setBusyTime(millis(2)));
  }

  /// Adds tasks and statistics to an update.
  public static final class UpdateBuilder {

    private final Update.Builder update;
    private final TaskUpdate.Builder tasks = TaskUpdate.newBuilder();

    private UpdateBuilder(long nowMillis) {
      update = Update.newBuilder().setNow(at(nowMillis));
    }

    public UpdateBuilder metadata() {
      var about = Metadata.newBuilder().setName("runtime.spawn").setTarget("kioto::task").addFieldNames("kind")
          .addFieldNames("task.name");
      update.setNewMetadata(RegisterMetadata.newBuilder().addMetadata(RegisterMetadata.NewMetadata.newBuilder()
          .setId(MetaId.newBuilder().setId(TASK_METADATA)).setMetadata(about)));
      return this;
    }

    /// A new task of kind `task` with its statistics.
    public UpdateBuilder task(long id, String name, Stats.Builder stats) {
      return described(id, name).stats(id, stats);
    }

    /// A new task without statistics.
    public UpdateBuilder described(long id, String name) {
      tasks.addNewTasks(Task.newBuilder().setId(Id.newBuilder().setId(id))
          .setMetadata(MetaId.newBuilder().setId(TASK_METADATA))
          .addFields(Field.newBuilder().setNameIdx(0).setStrVal("task"))
          .addFields(Field.newBuilder().setNameIdx(1).setStrVal(name))
          .addFields(Field.newBuilder().setStrName("task.id").setU64Val(id + 1000))
          .addFields(field("size.bytes", "64"))
          .setLocation(Location.newBuilder().setFile("Server.java").setLine(12).setColumn(5)));
      return this;
    }

    /// A new task that another one spawned.
    public UpdateBuilder child(long id, String name, long parent, Stats.Builder stats) {
      described(id, name).stats(id, stats);
      tasks.getNewTasksBuilder(tasks.getNewTasksCount() - 1).addParents(SpanId.newBuilder().setId(parent));
      return this;
    }

    /// A new resource of the tokio-console protocol, made by nothing that is told.
    public UpdateBuilder resource(long id, String type) {
      update.getResourceUpdateBuilder()
          .addNewResources(dev.kioto.proto.tokio.resources.Resource.newBuilder()
              .setId(Id.newBuilder().setId(id)).setConcreteType(type)
              .setKind(dev.kioto.proto.tokio.resources.Resource.Kind.newBuilder().setOther("Sync")))
          .putStatsUpdate(id, dev.kioto.proto.tokio.resources.Stats.newBuilder().setCreatedAt(at(0))
              .addAttributes(Attribute.newBuilder().setField(field("permits", "3")).setUnit("n")).build());
      return this;
    }

    /// An operation of the tokio-console protocol that a task polled once and that goes on.
    public UpdateBuilder operation(long id, long resource, long task) {
      update.getAsyncOpUpdateBuilder()
          .addNewAsyncOps(AsyncOp.newBuilder().setId(Id.newBuilder().setId(id)).setSource("Semaphore::acquire")
              .setResourceId(Id.newBuilder().setId(resource)))
          .putStatsUpdate(id, dev.kioto.proto.tokio.asyncops.Stats.newBuilder().setCreatedAt(at(0))
              .setTaskId(Id.newBuilder().setId(task)).setPollStats(PollStats.newBuilder().setPolls(1)
                  .setLastPollStarted(at(1)).setLastPollEnded(at(2)))
              .build());
      return this;
    }

    public UpdateBuilder stats(long id, Stats.Builder stats) {
      tasks.putStatsUpdate(id, stats.build());
      return this;
    }

    public UpdateBuilder dropped(long events) {
      tasks.setDroppedEvents(events);
      return this;
    }

    public Update build() {
      return update.setTaskUpdate(tasks).build();
    }
  }
}
