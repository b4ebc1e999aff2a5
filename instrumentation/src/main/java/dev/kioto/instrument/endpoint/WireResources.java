package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.OperationSnapshot;
import dev.kioto.instrument.aggregate.PollOperation;
import dev.kioto.instrument.aggregate.ResourceSnapshot;
import dev.kioto.instrument.aggregate.TaskSnapshot;
import dev.kioto.probe.ResourceKind;
import dev.kioto.proto.tokio.asyncops.AsyncOp;
import dev.kioto.proto.tokio.common.Attribute;
import dev.kioto.proto.tokio.common.Field;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.common.Location;
import dev.kioto.proto.tokio.common.MetaId;
import dev.kioto.proto.tokio.common.Metadata;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.common.RegisterMetadata;
import dev.kioto.proto.tokio.resources.PollOp;
import dev.kioto.proto.tokio.resources.Resource;
import dev.kioto.proto.tokio.resources.Stats;

/// Resources and operations in the words of the tokio-console protocol. Ids of metadata go on where those of [WireTasks] end.
final class WireResources {
  private static final MetaId OPERATION = MetaId.newBuilder().setId(8).build();
  private static final MetaId POLL = MetaId.newBuilder().setId(9).build();

  private final WireClock clock;

  WireResources(WireClock clock) {
    this.clock = clock;
  }

  /// The descriptions that resources, operations and polls refer to. They never change.
  static RegisterMetadata metadata() {
    var all = RegisterMetadata.newBuilder();
    for (ResourceKind kind : ResourceKind.values()) {
      all.addMetadata(described(metadataId(kind), "kioto.resource", target(kind)));
    }
    return all.addMetadata(described(OPERATION, "kioto.operation", "kioto::operation"))
        .addMetadata(described(POLL, "kioto.poll", "kioto::operation"))
        .build();
  }

  private static RegisterMetadata.NewMetadata described(MetaId id, String name, String target) {
    return RegisterMetadata.NewMetadata.newBuilder()
        .setId(id)
        .setMetadata(Metadata.newBuilder()
            .setName(name)
            .setTarget(target)
            .setKind(id.equals(POLL) ? Metadata.Kind.EVENT : Metadata.Kind.SPAN)
            .setLevel(Metadata.Level.TRACE))
        .build();
  }

  private static MetaId metadataId(ResourceKind kind) {
    long id = switch (kind) {
      case SYNC -> 5;
      case TIMER -> 6;
      case IO -> 7;
    };
    return MetaId.newBuilder().setId(id).build();
  }

  private static String target(ResourceKind kind) {
    return switch (kind) {
      case SYNC -> "kioto::sync";
      case TIMER -> "kioto::time";
      case IO -> "kioto::io";
    };
  }

  private static Resource.Kind kind(ResourceKind kind) {
    var wire = Resource.Kind.newBuilder();
    return switch (kind) {
      case TIMER -> wire.setKnown(Resource.Kind.Known.TIMER).build();
      case SYNC -> wire.setOther("Sync").build();
      case IO -> wire.setOther("IO").build();
    };
  }

  private static Id id(long id) {
    return Id.newBuilder().setId(id).build();
  }

  /// None is internal: what a resource is built of is not told of.
  static Resource resource(ResourceSnapshot resource) {
    var message = Resource.newBuilder()
        .setId(id(resource.id()))
        .setMetadata(metadataId(resource.kind()))
        .setConcreteType(resource.type())
        .setKind(kind(resource.kind()));
    if (resource.parentId() != 0) {
      message.setParentResourceId(id(resource.parentId()));
    }
    var frame = resource.location();
    if (frame != null) {
      message.setLocation(location(frame));
    }
    return message.build();
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

  Stats stats(ResourceSnapshot resource) {
    var stats = Stats.newBuilder().setCreatedAt(clock.timestamp(resource.createdAt()));
    if (resource.endedAt() != TaskSnapshot.ABSENT) {
      stats.setDroppedAt(clock.timestamp(resource.endedAt()));
    }
    var metadata = metadataId(resource.kind());
    resource.attributes().forEach(attribute -> stats.addAttributes(attribute(attribute, metadata)));
    return stats.build();
  }

  static AsyncOp operation(OperationSnapshot operation) {
    return AsyncOp.newBuilder()
        .setId(id(operation.id()))
        .setMetadata(OPERATION)
        .setSource(operation.source())
        .setResourceId(id(operation.resourceId()))
        .build();
  }

  dev.kioto.proto.tokio.asyncops.Stats stats(OperationSnapshot operation) {
    var polls = PollStats.newBuilder().setPolls(operation.polls()).setBusyTime(WireClock.duration(0));
    if (operation.lastPoll() != TaskSnapshot.ABSENT) {
      // How long its polls took is not known: they are within those of the task.
      polls.setFirstPoll(clock.timestamp(operation.firstPoll()))
          .setLastPollStarted(clock.timestamp(operation.lastPoll()))
          .setLastPollEnded(clock.timestamp(operation.lastPoll()));
    }
    var stats = dev.kioto.proto.tokio.asyncops.Stats.newBuilder()
        .setCreatedAt(clock.timestamp(operation.createdAt()))
        .setPollStats(polls);
    if (operation.endedAt() != TaskSnapshot.ABSENT) {
      stats.setDroppedAt(clock.timestamp(operation.endedAt()));
    }
    if (operation.taskId() != 0) {
      stats.setTaskId(id(operation.taskId()));
    }
    operation.attributes().forEach(attribute -> stats.addAttributes(attribute(attribute, OPERATION)));
    return stats.build();
  }

  static PollOp poll(PollOperation poll) {
    var message = PollOp.newBuilder()
        .setMetadata(POLL)
        .setResourceId(id(poll.resourceId()))
        .setName(poll.source())
        .setIsReady(poll.isReady());
    if (poll.operationId() != 0) {
      message.setAsyncOpId(id(poll.operationId()));
    }
    if (poll.taskId() != 0) {
      message.setTaskId(id(poll.taskId()));
    }
    return message.build();
  }

  private static Attribute attribute(dev.kioto.probe.Attribute attribute, MetaId metadata) {
    var field = Field.newBuilder().setStrName(attribute.name()).setMetadataId(metadata);
    switch (attribute.value()) {
      case Long number when number >= 0 -> field.setU64Val(number);
      case Long number -> field.setI64Val(number);
      case Boolean flag -> field.setBoolVal(flag);
      default -> field.setStrVal(attribute.value().toString());
    }
    var message = Attribute.newBuilder().setField(field);
    if (!attribute.unit().isEmpty()) {
      message.setUnit(attribute.unit());
    }
    return message.build();
  }
}
