package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.TaskInfo;
import dev.kioto.instrument.aggregate.TaskSnapshot;
import dev.kioto.probe.TaskKind;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.common.Location;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.common.RegisterMetadata;
import dev.kioto.proto.tokio.common.SpanId;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import java.util.List;

/// Tasks in the words of the tokio-console protocol.
final class WireTasks {
  // Positions in FIELD_NAMES.
  private static final int NAME = 0;
  private static final int ID = 1;
  private static final int KIND = 2;
  private static final int TYPE = 3;
  private static final int SPAWN_LOCATION = 4;
  private static final List<String> FIELD_NAMES = List.of("task.name", "task.id", "kind", "type", "spawn.location");

  private final WireClock clock;

  WireTasks(WireClock clock) {
    this.clock = clock;
  }

  /// The descriptions that tasks refer to: one for each kind. They never change.
  static RegisterMetadata metadata() {
    var all = RegisterMetadata.newBuilder();
    for (TaskKind kind : TaskKind.values()) {
      all.addMetadata(RegisterMetadata.NewMetadata.newBuilder()
          .setId(metadataId(kind))
          .setMetadata(Metadata.newBuilder()
              .setName("kioto.spawn")
              .setTarget(target(kind))
              .setKind(Metadata.Kind.SPAN)
              .setLevel(Metadata.Level.TRACE)
              .addAllFieldNames(FIELD_NAMES)));
    }
    return all.build();
  }

  private static MetaId metadataId(TaskKind kind) {
    long id = switch (kind) {
      case FUTURE -> 1;
      case DIRECT -> 2;
      case BLOCKING -> 3;
      case BLOCK_ON -> 4;
    };
    return MetaId.newBuilder().setId(id).build();
  }

  private static String target(TaskKind kind) {
    return switch (kind) {
      case FUTURE -> "kioto::task";
      case DIRECT -> "kioto::task::direct";
      case BLOCKING -> "kioto::task::blocking";
      case BLOCK_ON -> "kioto::runtime::block_on";
    };
  }

  /// The value of the field `kind`. Clients judge `blocking` and `block_on` less strictly: they are not asynchronous.
  private static String kindName(TaskKind kind) {
    return switch (kind) {
      case FUTURE -> "task";
      case DIRECT -> "direct";
      case BLOCKING -> "blocking";
      case BLOCK_ON -> "block_on";
    };
  }

  static Task task(TaskInfo info) {
    var metadata = metadataId(info.kind());
    var task = Task.newBuilder()
        .setId(Id.newBuilder().setId(info.id()))
        .setMetadata(metadata)
        .setKind(info.kind() == TaskKind.BLOCKING ? Task.Kind.BLOCKING : Task.Kind.SPAWN);
    String name = info.name();
    if (name != null) {
      task.addFields(field(metadata, NAME).setStrVal(name));
    }
    task.addFields(field(metadata, ID).setU64Val(info.id()));
    task.addFields(field(metadata, KIND).setStrVal(kindName(info.kind())));
    task.addFields(field(metadata, TYPE).setStrVal(withoutAddress(info.typeName())));
    if (info.parentId() != 0) {
      task.addParents(SpanId.newBuilder().setId(info.parentId()));
    }
    var frame = info.location();
    if (frame != null) {
      var location = location(frame);
      task.setLocation(location);
      task.addFields(field(metadata, SPAWN_LOCATION).setStrVal(text(location)));
    }
    return task.build();
  }

  /// The class of a lambda as `Main$$Lambda`: its number changes with each start of the program.
  static String withoutAddress(String typeName) {
    int slash = typeName.indexOf("$$Lambda/");
    return slash < 0 ? typeName : typeName.substring(0, slash + "$$Lambda".length());
  }

  private static Field.Builder field(MetaId metadata, int name) {
    return Field.newBuilder().setNameIdx(name).setMetadataId(metadata);
  }

  private static Location location(StackTraceElement frame) {
    var location = Location.newBuilder().setModulePath(frame.getClassName());
    String file = frame.getFileName();
    if (file != null) {
      location.setFile(file);
    }
    if (frame.getLineNumber() > 0) {
      location.setLine(frame.getLineNumber());
    }
    return location.build();
  }

  private static String text(Location location) {
    String file = location.hasFile() ? location.getFile() : location.getModulePath();
    return location.hasLine() ? file + ":" + location.getLine() : file;
  }

  Stats stats(TaskSnapshot task) {
    var polls = PollStats.newBuilder().setPolls(task.polls()).setBusyTime(WireClock.duration(task.busyNanos()));
    if (task.firstPoll() != TaskSnapshot.ABSENT) {
      polls.setFirstPoll(clock.timestamp(task.firstPoll()));
    }
    if (task.lastPollStarted() != TaskSnapshot.ABSENT) {
      polls.setLastPollStarted(clock.timestamp(task.lastPollStarted()));
    }
    if (task.lastPollEnded() != TaskSnapshot.ABSENT) {
      polls.setLastPollEnded(clock.timestamp(task.lastPollEnded()));
    }
    var stats = Stats.newBuilder()
        .setCreatedAt(clock.timestamp(task.createdAt()))
        .setWakes(task.wakes())
        .setSelfWakes(task.selfWakes())
        .setWakerClones(task.wakerClones())
        .setWakerDrops(task.wakerDrops())
        .setScheduledTime(WireClock.duration(task.scheduledNanos()))
        .setPollStats(polls);
    if (task.endedAt() != TaskSnapshot.ABSENT) {
      stats.setDroppedAt(clock.timestamp(task.endedAt()));
    }
    if (task.lastWake() != TaskSnapshot.ABSENT) {
      stats.setLastWake(clock.timestamp(task.lastWake()));
    }
    return stats.build();
  }
}
