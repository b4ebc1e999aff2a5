package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.NamedTasks;
import dev.kioto.instrument.aggregate.OperationSnapshot;
import dev.kioto.instrument.aggregate.ResourceSnapshot;
import dev.kioto.instrument.aggregate.Subscription;
import dev.kioto.instrument.aggregate.TaskSnapshot;
import dev.kioto.probe.Attribute;
import dev.kioto.probe.ResourceKind;
import dev.kioto.proto.console.v1.Operation;
import dev.kioto.proto.console.v1.Resource;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.StateAttribute;
import io.grpc.stub.StreamObserver;

/// All resources and operations with who holds what and who waits for it, then those that changed. An operation comes after its
/// resource.
final class ResourcesFeed extends Feed<ResourcesUpdate> {
  // As of the other stream.
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final int BATCH_CHANGES = 2048;

  private final Subscription subscription;
  private final WireClock clock;
  private boolean snapshotSent;
  private long dropped;

  // Of the message that is being made.
  private ResourcesUpdate.Builder update = ResourcesUpdate.newBuilder();
  private int bytes;

  ResourcesFeed(StreamObserver<ResourcesUpdate> observer, Publisher publisher, Subscription subscription,
      WireClock clock) {
    super(observer, publisher);
    this.subscription = subscription;
    this.clock = clock;
  }

  /// A paused client still gets the snapshot that it asked for.
  @Override
  boolean isDue() {
    return !isPaused() || !snapshotSent;
  }

  @Override
  boolean push() {
    var batch = subscription.next(BATCH_CHANGES);
    dropped += batch.lost().resources() + batch.lost().operations();
    for (var change : batch.resources()) {
      sendIfFull(batch.atNanos());
      var resource = resource(change.of());
      update.addResources(resource);
      bytes += resource.getSerializedSize();
    }
    for (var change : batch.operations()) {
      sendIfFull(batch.atNanos());
      var operation = operation(change.of());
      update.addOperations(operation);
      bytes += operation.getSerializedSize();
    }
    send(batch.atNanos(), batch.more());
    if (!batch.more()) {
      snapshotSent = true;
    }
    return batch.more();
  }

  private void sendIfFull(long atNanos) {
    if (bytes >= MESSAGE_BYTES) {
      send(atNanos, true);
    }
  }

  private void send(long atNanos, boolean more) {
    send(update.setNow(clock.timestamp(atNanos)).setDroppedEvents(dropped).setMore(more).build());
    update = ResourcesUpdate.newBuilder();
    bytes = 0;
  }

  private Resource resource(ResourceSnapshot resource) {
    var totals = resource.totals();
    var message = Resource.newBuilder()
        .setId(resource.id())
        .setType(resource.type())
        .setKind(kind(resource.kind()))
        .setRuntimeId(resource.runtimeId())
        .setParentId(resource.parentId())
        .setCreatedAt(clock.timestamp(resource.createdAt()))
        .setWaitingThreads(resource.waitingThreads())
        .setOperations(totals.operations())
        .setWaits(totals.waits())
        .setWaitTime(WireClock.duration(totals.waitNanos()))
        .setLongestWait(WireClock.duration(totals.longestWaitNanos()));
    var frame = resource.location();
    if (frame != null) {
      message.setLocation(WireStacks.frame(frame));
    }
    if (resource.endedAt() != TaskSnapshot.ABSENT) {
      message.setEndedAt(clock.timestamp(resource.endedAt()));
    }
    resource.attributes().forEach(attribute -> message.addAttributes(attribute(attribute)));
    NamedTasks owners = resource.owners();
    NamedTasks waiters = resource.waiters();
    return message
        .addAllOwners(owners.ids()).setOwnersLeftOut(owners.more())
        .addAllWaiters(waiters.ids()).setWaitersLeftOut(waiters.more())
        .build();
  }

  private static Resource.Kind kind(ResourceKind kind) {
    return switch (kind) {
      case SYNC -> Resource.Kind.SYNC;
      case TIMER -> Resource.Kind.TIMER;
      case IO -> Resource.Kind.IO;
    };
  }

  private Operation operation(OperationSnapshot operation) {
    var message = Operation.newBuilder()
        .setId(operation.id())
        .setResourceId(operation.resourceId())
        .setTaskId(operation.taskId())
        .setSource(operation.source())
        .setCreatedAt(clock.timestamp(operation.createdAt()))
        .setPolls(operation.polls())
        .setIsWaiting(operation.isWaiting())
        .setIsReady(operation.isReady());
    if (operation.endedAt() != TaskSnapshot.ABSENT) {
      message.setEndedAt(clock.timestamp(operation.endedAt()));
    }
    if (operation.lastPoll() != TaskSnapshot.ABSENT) {
      message.setLastPoll(clock.timestamp(operation.lastPoll()));
    }
    operation.attributes().forEach(attribute -> message.addAttributes(attribute(attribute)));
    return message.build();
  }

  private static StateAttribute attribute(Attribute attribute) {
    var message = StateAttribute.newBuilder().setName(attribute.name()).setUnit(attribute.unit());
    switch (attribute.value()) {
      case Long number -> message.setNumber(number);
      case Boolean flag -> message.setFlag(flag);
      default -> message.setText(attribute.value().toString());
    }
    return message.build();
  }

  @Override
  void close() {
    super.close();
    subscription.close();
  }
}
