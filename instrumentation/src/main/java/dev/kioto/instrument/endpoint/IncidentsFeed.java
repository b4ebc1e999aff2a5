package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.incident.IncidentKind;
import dev.kioto.instrument.incident.IncidentWatch;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.proto.console.v1.Incident;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import io.grpc.stub.StreamObserver;

/// The incidents that are kept, then those that changed, at every interval: a client learns by each message that the program is
/// watched, and how.
final class IncidentsFeed extends Feed<IncidentsUpdate> {
  private static final int MOST_FRAMES = 128; // of a stack

  private final IncidentWatch watch;
  private final WireStacks stacks;
  private final Recorder recorder;
  private final WireClock clock;
  private long version;

  IncidentsFeed(StreamObserver<IncidentsUpdate> observer, Publisher publisher, IncidentWatch watch, WireStacks stacks,
      Recorder recorder, WireClock clock) {
    super(observer, publisher);
    this.watch = watch;
    this.stacks = stacks;
    this.recorder = recorder;
    this.clock = clock;
  }

  @Override
  boolean isDue() {
    return !isPaused();
  }

  @Override
  boolean push() {
    var news = watch.book().since(version);
    version = news.version();
    var update = IncidentsUpdate.newBuilder()
        .setNow(clock.timestamp(recorder.clock().getAsLong()))
        .setDroppedIncidents(news.dropped())
        .setLongPoll(WireClock.duration(watch.longPollNanos()))
        .setPeriod(WireClock.duration(watch.periodNanos()))
        .setHeldUp(WireClock.duration(watch.heldUpNanos()));
    news.incidents().forEach(incident -> update.addIncidents(message(incident)));
    send(update.build());
    return false;
  }

  private Incident message(dev.kioto.instrument.incident.Incident of) {
    var message = Incident.newBuilder()
        .setId(of.id())
        .setKind(kind(of.kind()))
        .setRuntimeId(of.runtime())
        .setTaskId(of.task())
        .setAt(clock.timestamp(of.at()))
        .setLength(WireClock.duration(of.lengthNanos()))
        .setOngoing(of.ongoing())
        .setOwn(WireClock.duration(of.ownNanos()))
        .setStopped(WireClock.duration(of.stoppedNanos()))
        .setCount(of.count())
        .setCrowded(of.share())
        .addAllTasks(of.tasks())
        .setResourceId(of.resource())
        .setText(of.text());
    if (of.worker() != dev.kioto.instrument.incident.Incident.NO_WORKER) {
      message.setWorker(of.worker());
    }
    var sample = of.stack();
    if (sample != null) {
      var stack = stacks.message(of.task(), 0, sample, of.stackAt()).toBuilder();
      while (stack.getFramesCount() > MOST_FRAMES) {
        stack.removeFrames(stack.getFramesCount() - 1);
      }
      message.setStack(stack);
    }
    return message.build();
  }

  private static Incident.Kind kind(IncidentKind kind) {
    return switch (kind) {
      case LONG_POLL -> Incident.Kind.LONG_POLL;
      case LATE_TIMER -> Incident.Kind.LATE_TIMER;
      case DRIVER_STALL -> Incident.Kind.DRIVER_STALL;
      case PINNED -> Incident.Kind.PINNED;
      case FAILED_UNJOINED -> Incident.Kind.FAILED_UNJOINED;
      case CANCEL_STUCK -> Incident.Kind.CANCEL_STUCK;
      case BLOCK_IN_PLACE_WITH_LOCK -> Incident.Kind.BLOCK_IN_PLACE_WITH_LOCK;
      case BUDGET_EXHAUSTED -> Incident.Kind.BUDGET_EXHAUSTED;
    };
  }
}
