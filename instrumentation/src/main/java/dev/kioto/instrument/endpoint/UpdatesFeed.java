package dev.kioto.instrument.endpoint;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.kioto.instrument.aggregate.Batch;
import dev.kioto.instrument.aggregate.Subscription;
import dev.kioto.proto.tokio.asyncops.AsyncOpUpdate;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.resources.ResourceUpdate;
import io.grpc.stub.StreamObserver;

/// All tasks, then those that changed, in messages that no client refuses for their size. Each message stands alone: a
/// task that it names for the first time comes with its totals, and after its metadata.
final class UpdatesFeed extends Feed<Update> {
  // A client's limit is 4 MiB by default. The last task may exceed this by its own size, which is a few KiB at most.
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final int BATCH_TASKS = 2048;

  private final Subscription subscription;
  private final TaskWriter tasks;
  private final WireClock clock;
  private boolean describedMetadata;
  private boolean snapshotSent;

  UpdatesFeed(StreamObserver<Update> observer, Publisher publisher, Subscription subscription,
      WireClock clock) {
    super(observer, publisher);
    this.subscription = subscription;
    tasks = new TaskWriter(clock);
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
    tasks.addDropped(batch.lostEvents());
    for (var change : batch.tasks()) {
      if (tasks.size() >= MESSAGE_BYTES) {
        send(message(batch));
      }
      tasks.add(change);
    }
    send(message(batch));
    if (!batch.more()) {
      snapshotSent = true;
    }
    return batch.more();
  }

  private Update message(Batch batch) {
    var message = Update.newBuilder()
        .setNow(clock.timestamp(batch.atNanos()))
        .setResourceUpdate(ResourceUpdate.getDefaultInstance())
        .setAsyncOpUpdate(AsyncOpUpdate.getDefaultInstance())
        .setUnknownFields(serialized(Update.TASK_UPDATE_FIELD_NUMBER, tasks.take()));
    if (!describedMetadata) {
      describedMetadata = true;
      message.setNewMetadata(WireTasks.metadata());
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
