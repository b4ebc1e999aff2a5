package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Batch;
import dev.kioto.instrument.aggregate.Change;
import dev.kioto.instrument.aggregate.Subscription;
import dev.kioto.instrument.aggregate.TaskSnapshot;
import dev.kioto.proto.tokio.asyncops.AsyncOpUpdate;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.resources.ResourceUpdate;
import dev.kioto.proto.tokio.tasks.TaskUpdate;
import io.grpc.stub.StreamObserver;

/// All tasks, then those that changed, in messages that no client refuses for their size. Each message stands alone: a
/// task that it names for the first time comes with its totals, and after its metadata.
final class UpdatesFeed extends Feed<Update> {
  // A client's limit is 4 MiB by default. The last task may exceed this by its own size, which is a few KiB at most.
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final int BATCH_TASKS = 2048;

  private final Subscription subscription;
  private final WireTasks wire;
  private final WireClock clock;
  private boolean describedMetadata;
  private boolean snapshotSent;

  UpdatesFeed(StreamObserver<Update> observer, Publisher publisher, Subscription subscription, WireTasks wire,
      WireClock clock) {
    super(observer, publisher);
    this.subscription = subscription;
    this.wire = wire;
    this.clock = clock;
  }

  /// A paused client still gets the snapshot that it asked for.
  @Override
  boolean isDue() {
    return !isPaused() || !snapshotSent;
  }

  @Override
  boolean push() {
    var batch = subscription.next(BATCH_TASKS);
    var update = TaskUpdate.newBuilder().setDroppedEvents(batch.lostEvents());
    int bytes = 0;
    for (var change : batch.tasks()) {
      if (bytes >= MESSAGE_BYTES) {
        send(message(batch, update));
        update = TaskUpdate.newBuilder();
        bytes = 0;
      }
      bytes += add(update, change);
    }
    send(message(batch, update));
    if (!batch.more()) {
      snapshotSent = true;
    }
    return batch.more();
  }

  private int add(TaskUpdate.Builder update, Change<TaskSnapshot> change) {
    var info = change.of().info();
    var stats = wire.stats(change.of());
    update.putStatsUpdate(info.id(), stats);
    int bytes = stats.getSerializedSize();
    if (change.isNew()) {
      var task = WireTasks.task(info);
      update.addNewTasks(task);
      bytes += task.getSerializedSize();
    }
    return bytes;
  }

  private Update message(Batch batch, TaskUpdate.Builder tasks) {
    var message = Update.newBuilder()
        .setNow(clock.timestamp(batch.atNanos()))
        .setTaskUpdate(tasks)
        .setResourceUpdate(ResourceUpdate.getDefaultInstance())
        .setAsyncOpUpdate(AsyncOpUpdate.getDefaultInstance());
    if (!describedMetadata) {
      describedMetadata = true;
      message.setNewMetadata(WireTasks.metadata());
    }
    return message.build();
  }

  @Override
  void close() {
    super.close();
    subscription.close();
  }
}
