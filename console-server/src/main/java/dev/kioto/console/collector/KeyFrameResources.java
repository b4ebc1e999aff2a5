package dev.kioto.console.collector;

import dev.kioto.console.model.OperationRecord;
import dev.kioto.console.model.ResourceModel;
import dev.kioto.console.model.ResourceRecord;
import dev.kioto.console.model.Selection;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.Operation;
import dev.kioto.proto.console.v1.Resource;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.StateAttribute;
import dev.kioto.proto.tokio.asyncops.AsyncOp;
import dev.kioto.proto.tokio.asyncops.AsyncOpUpdate;
import dev.kioto.proto.tokio.common.Attribute;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.common.Location;
import dev.kioto.proto.tokio.common.PollStats;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.resources.ResourceUpdate;
import java.util.ArrayList;
import java.util.List;

/// The resources and operations of a [KeyFrame].
final class KeyFrameResources {

  private static final int AT_A_TIME = 5_000;

  private KeyFrameResources() {}

  /// In Kioto's own protocol. The last message says that it is the last.
  static void tell(ResourceModel model, KeyFrame.Sink out) {
    var resources = model.resources(all(), (resource, _) -> resource(resource)).rows();
    var operations = model.operations(all(), (operation, _, _) -> operation(operation)).rows();
    var counts = model.counts();
    int resourcesTold = 0;
    int operationsTold = 0;
    boolean more;
    do {
      var update = ResourcesUpdate.newBuilder().setNow(Instants.timestamp(counts.asOf()))
          .setDroppedEvents(counts.droppedEvents());
      var someResources = part(resources, resourcesTold);
      resourcesTold += someResources.size();
      // An operation is told after what it is an operation on.
      var someOperations = resourcesTold < resources.size() ? List.<Operation>of() : part(operations, operationsTold);
      operationsTold += someOperations.size();
      more = resourcesTold < resources.size() || operationsTold < operations.size();
      out.tell(MessageKind.RESOURCES, update.addAllResources(someResources).addAllOperations(someOperations)
          .setMore(more).build());
    } while (more);
  }

  private static <T> List<T> part(List<T> all, int from) {
    return all.subList(from, Math.min(all.size(), from + AT_A_TIME));
  }

  private static <E> Selection<E> all() {
    return new Selection<>((_, _) -> true, (_, _) -> 0, false, null, Integer.MAX_VALUE);
  }

  private static Resource resource(ResourceRecord of) {
    var wire = Resource.newBuilder().setId(of.id()).setType(of.type()).setKind(switch (of.kind()) {
      case "sync" -> Resource.Kind.SYNC;
      case "timer" -> Resource.Kind.TIMER;
      case "io" -> Resource.Kind.IO;
      default -> Resource.Kind.KIND_UNSPECIFIED;
    }).setRuntimeId(of.runtimeId()).setParentId(of.parentId()).setCreatedAt(Instants.timestamp(of.createdAt()));
    if (of.location() != null) wire.setLocation(Frame.newBuilder().setFile(of.location()));
    if (of.isOver()) wire.setEndedAt(Instants.timestamp(of.endedAt()));
    for (int i = 0; i < of.ownerCount(); i++) wire.addOwners(of.owner(i));
    for (int i = 0; i < of.waiterCount(); i++) wire.addWaiters(of.waiter(i));
    attributes(of.attributes()).forEach(wire::addAttributes);
    return wire.setWaitingThreads(of.waitingThreads()).setOwnersLeftOut(of.ownersLeftOut())
        .setWaitersLeftOut(of.waitersLeftOut()).setOperations(of.operations()).setWaits(of.waits())
        .setWaitTime(Instants.duration(of.waitNanos())).setLongestWait(Instants.duration(of.longestWaitNanos()))
        .build();
  }

  private static Operation operation(OperationRecord of) {
    var wire = Operation.newBuilder().setId(of.id()).setResourceId(of.resourceId()).setTaskId(of.taskId())
        .setSource(of.source()).setCreatedAt(Instants.timestamp(of.createdAt())).setPolls(of.polls())
        .setIsWaiting(of.isWaiting()).setIsReady(of.isReady());
    if (of.isOver()) wire.setEndedAt(Instants.timestamp(of.endedAt()));
    if (of.lastPollAt() != TaskRecord.ABSENT) wire.setLastPoll(Instants.timestamp(of.lastPollAt()));
    attributes(of.attributes()).forEach(wire::addAttributes);
    return wire.build();
  }

  private static List<StateAttribute> attributes(List<String> told) {
    var attributes = new ArrayList<StateAttribute>();
    for (int i = 0; i + 2 < told.size(); i += 3) {
      attributes.add(StateAttribute.newBuilder().setName(told.get(i)).setText(told.get(i + 1)).setUnit(told.get(i + 2))
          .build());
    }
    return attributes;
  }

  /// In the tokio-console protocol.
  static Update ofTokio(ResourceModel model, long now) {
    var resources = ResourceUpdate.newBuilder();
    model.resources(all(), (resource, _) -> {
      resources.addNewResources(tokio(resource)).putStatsUpdate(resource.id(), tokioStats(resource));
      return resource.id();
    });
    var operations = AsyncOpUpdate.newBuilder();
    model.operations(all(), (operation, _, _) -> {
      operations.addNewAsyncOps(AsyncOp.newBuilder().setId(id(operation.id())).setSource(operation.source())
          .setParentAsyncOpId(id(operation.parentId())).setResourceId(id(operation.resourceId())))
          .putStatsUpdate(operation.id(), tokioStats(operation));
      return operation.id();
    });
    return Update.newBuilder().setNow(Instants.timestamp(now)).setResourceUpdate(resources)
        .setAsyncOpUpdate(operations).build();
  }

  private static Id id(long id) {
    return Id.newBuilder().setId(id).build();
  }

  private static dev.kioto.proto.tokio.resources.Resource tokio(ResourceRecord of) {
    var kind = dev.kioto.proto.tokio.resources.Resource.Kind.newBuilder();
    if (!of.kind().isEmpty()) kind.setOther(of.kind());
    var wire = dev.kioto.proto.tokio.resources.Resource.newBuilder().setId(id(of.id())).setConcreteType(of.type())
        .setKind(kind).setParentResourceId(id(of.parentId())).setIsInternal(of.isInternal());
    if (of.location() != null) wire.setLocation(Location.newBuilder().setFile(of.location()));
    return wire.build();
  }

  private static dev.kioto.proto.tokio.resources.Stats tokioStats(ResourceRecord of) {
    var stats = dev.kioto.proto.tokio.resources.Stats.newBuilder().setCreatedAt(Instants.timestamp(of.createdAt()))
        .addAllAttributes(tokioAttributes(of.attributes()));
    if (of.isOver()) stats.setDroppedAt(Instants.timestamp(of.endedAt()));
    return stats.build();
  }

  // It waits when it was polled and is not being polled: what is told of its polls says so.
  private static dev.kioto.proto.tokio.asyncops.Stats tokioStats(OperationRecord of) {
    var polls = PollStats.newBuilder().setPolls(of.polls());
    boolean wasPolled = of.lastPollAt() != TaskRecord.ABSENT;
    if (wasPolled) polls.setLastPollEnded(Instants.timestamp(of.lastPollAt()));
    long started = wasPolled ? of.lastPollAt() + (of.isWaiting() ? 0 : 1) : of.createdAt();
    if (wasPolled || !of.isWaiting()) polls.setLastPollStarted(Instants.timestamp(started));
    var stats = dev.kioto.proto.tokio.asyncops.Stats.newBuilder().setCreatedAt(Instants.timestamp(of.createdAt()))
        .setTaskId(id(of.taskId())).setPollStats(polls).addAllAttributes(tokioAttributes(of.attributes()));
    if (of.isOver()) stats.setDroppedAt(Instants.timestamp(of.endedAt()));
    return stats.build();
  }

  private static List<Attribute> tokioAttributes(List<String> told) {
    var attributes = new ArrayList<Attribute>();
    for (int i = 0; i + 2 < told.size(); i += 3) {
      attributes.add(Attribute.newBuilder().setField(KeyFrame.field(told.get(i), told.get(i + 1)))
          .setUnit(told.get(i + 2)).build());
    }
    return attributes;
  }
}
