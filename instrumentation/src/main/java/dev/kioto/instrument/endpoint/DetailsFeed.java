package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.aggregate.TaskTimes;
import dev.kioto.proto.tokio.common.Id;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.stub.StreamObserver;

/// The distributions of one task at every interval. Ends when the task is forgotten.
final class DetailsFeed extends Feed<TaskDetails> {
  private final long taskId;
  private final Aggregator aggregator;
  private final WireClock clock;
  private final WireHistogram histograms;
  private boolean sent;

  /// @param histograms used by the publisher thread alone
  DetailsFeed(StreamObserver<TaskDetails> observer, Publisher publisher, long taskId, Aggregator aggregator,
      WireClock clock, WireHistogram histograms) {
    super(observer, publisher);
    this.taskId = taskId;
    this.aggregator = aggregator;
    this.clock = clock;
    this.histograms = histograms;
  }

  @Override
  boolean isDue() {
    return !isPaused() || !sent;
  }

  @Override
  boolean push() {
    var times = aggregator.times(taskId);
    if (times == null) {
      complete();
    } else {
      send(message(times));
      sent = true;
    }
    return false;
  }

  private TaskDetails message(TaskTimes times) {
    var message = TaskDetails.newBuilder()
        .setTaskId(Id.newBuilder().setId(taskId))
        .setNow(clock.timestamp(times.atNanos()));
    var polls = times.polls();
    if (polls != null) {
      message.setHistogram(histograms.encode(polls));
    }
    var scheduled = times.scheduled();
    if (scheduled != null) {
      message.setScheduledTimesHistogram(histograms.encode(scheduled));
    }
    return message.build();
  }
}
