package dev.kioto.instrument.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.kioto.instrument.aggregate.Change;
import dev.kioto.instrument.aggregate.LostEvents;
import dev.kioto.instrument.aggregate.OperationSnapshot;
import dev.kioto.instrument.aggregate.PollOperation;
import dev.kioto.instrument.aggregate.ResourceSnapshot;
import dev.kioto.instrument.aggregate.Subscription;
import dev.kioto.instrument.aggregate.TaskSnapshot;
import dev.kioto.proto.tokio.asyncops.AsyncOpUpdate;
import dev.kioto.proto.tokio.common.RegisterMetadata;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.resources.ResourceUpdate;
import io.grpc.stub.StreamObserver;

/// All tasks, resources and operations, then those that changed, in messages that no client refuses for their size. Each message
/// stands alone: what it names for the first time comes with its totals, and after its metadata.
final class UpdatesFeed extends Feed<Update> {
  // A client's limit is 4 MiB by default. The last entity may exceed this by its own size, which is a few KiB at most.
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final int BATCH_CHANGES = 4096;

  private final Subscription subscription;
  private final WireResources wire;
  private final WireClock clock;
  private boolean describedMetadata;
  private boolean snapshotSent;

  // Of the message that is being made.
  private final TaskWriter tasks;
  private ResourceUpdate.Builder resources = ResourceUpdate.newBuilder();
  private AsyncOpUpdate.Builder operations = AsyncOpUpdate.newBuilder();
  private int bytes; // of `resources` and `operations`

  UpdatesFeed(StreamObserver<Update> observer, Publisher publisher, Subscription subscription,
      WireClock clock) {
    super(observer, publisher);
    this.subscription = subscription;
    tasks = new TaskWriter(clock);
    wire = new WireResources(clock);
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
    var now = clock.timestamp(batch.atNanos());
    addDropped(batch.lost());
    batch.tasks().forEach(change -> addTask(change, now));
    batch.resources().forEach(change -> addResource(change, now));
    batch.operations().forEach(change -> addOperation(change, now));
    batch.polls().forEach(poll -> addPoll(poll, now));
    send(message(now));
    if (!batch.more()) {
      snapshotSent = true;
    }
    return batch.more();
  }

  private void addDropped(LostEvents lost) {
    tasks.addDropped(lost.tasks());
    resources.setDroppedEvents(lost.resources());
    operations.setDroppedEvents(lost.operations());
  }

  private void addTask(Change<TaskSnapshot> change, Timestamp now) {
    sendIfFull(now);
    tasks.add(change);
  }

  private void addResource(Change<ResourceSnapshot> change, Timestamp now) {
    sendIfFull(now);
    var stats = wire.stats(change.of());
    resources.putStatsUpdate(change.of().id(), stats);
    bytes += stats.getSerializedSize();
    if (change.isNew()) {
      var resource = WireResources.resource(change.of());
      resources.addNewResources(resource);
      bytes += resource.getSerializedSize();
    }
  }

  private void addOperation(Change<OperationSnapshot> change, Timestamp now) {
    sendIfFull(now);
    var stats = wire.stats(change.of());
    operations.putStatsUpdate(change.of().id(), stats);
    bytes += stats.getSerializedSize();
    if (change.isNew()) {
      var operation = WireResources.operation(change.of());
      operations.addNewAsyncOps(operation);
      bytes += operation.getSerializedSize();
    }
  }

  private void addPoll(PollOperation poll, Timestamp now) {
    sendIfFull(now);
    var message = WireResources.poll(poll);
    resources.addNewPollOps(message);
    bytes += message.getSerializedSize();
  }

  private void sendIfFull(Timestamp now) {
    if (tasks.size() + bytes >= MESSAGE_BYTES) {
      send(message(now));
    }
  }

  private Update message(Timestamp now) {
    var message = Update.newBuilder()
        .setNow(now)
        .setResourceUpdate(resources)
        .setAsyncOpUpdate(operations)
        .setUnknownFields(serialized(Update.TASK_UPDATE_FIELD_NUMBER, tasks.take()));
    resources = ResourceUpdate.newBuilder();
    operations = AsyncOpUpdate.newBuilder();
    bytes = 0;
    if (!describedMetadata) {
      describedMetadata = true;
      message.setNewMetadata(RegisterMetadata.newBuilder()
          .mergeFrom(WireTasks.metadata())
          .mergeFrom(WireResources.metadata()));
    }
    return message.build();
  }

  // A field that this side does not read is written as it is: whoever reads the message finds the one that it knows.
  private static UnknownFieldSet serialized(int field, ByteString message) {
    return UnknownFieldSet.newBuilder()
        .addField(field, UnknownFieldSet.Field.newBuilder().addLengthDelimited(message).build())
        .build();
  }

  @Override
  void close() {
    super.close();
    subscription.close();
  }
}
