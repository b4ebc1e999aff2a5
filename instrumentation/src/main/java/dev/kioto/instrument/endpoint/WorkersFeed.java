package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.WorkerView;
import dev.kioto.proto.console.v1.HandedOverPoll;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;

/// All workers of all runtimes at every interval.
final class WorkersFeed extends Feed<WorkersUpdate> {
  private final Recorder recorder;
  private final WireClock clock;

  WorkersFeed(StreamObserver<WorkersUpdate> observer, Publisher publisher, Recorder recorder, WireClock clock) {
    super(observer, publisher);
    this.recorder = recorder;
    this.clock = clock;
  }

  @Override
  boolean isDue() {
    return !isPaused();
  }

  @Override
  boolean push() {
    var update = WorkersUpdate.newBuilder();
    recorder.runtimes().stream()
        .sorted(Comparator.comparingLong(RuntimeView::id))
        .forEach(runtime -> runtime.workers().forEach(worker -> update.addWorkers(worker(runtime, worker))));
    send(update.setNow(clock.timestamp(recorder.clock().getAsLong())).build());
    return false;
  }

  private Worker worker(RuntimeView runtime, WorkerView worker) {
    long task = worker.currentTaskId();
    long started = worker.pollStartedNanos();
    var message = Worker.newBuilder()
        .setRuntimeId(runtime.id())
        .setRuntimeName(runtime.name())
        .setIndex(worker.index())
        .setThreadName(worker.threadName())
        .setState(state(worker.state()))
        .setCurrentTask(task)
        .setPolls(worker.pollCount())
        .setBusyTime(WireClock.duration(worker.busyNanos()))
        .setParks(worker.parkCount())
        .setStolenTasks(worker.stealCount())
        .setStealOperations(worker.stealOperations())
        .setOverflows(worker.overflowCount())
        .setNoopWakeups(worker.noopCount())
        .setLocalQueueDepth(worker.localQueueDepth())
        .setLocalSchedules(worker.localScheduleCount())
        .setBudgetForcedYields(worker.budgetForcedYieldCount())
        .setHandoffs(worker.handoffCount())
        .setPinnedParks(worker.pinnedParkCount())
        .setPinned(worker.isPinned());
    worker.handedOverPolls().forEach(poll -> message.addHandedOverPolls(handedOver(poll)));
    if (task != 0 && started != 0) {
      message.setPollStarted(clock.timestamp(started));
    }
    return message.build();
  }

  private HandedOverPoll handedOver(WorkerView.HandedOverPoll poll) {
    var message = HandedOverPoll.newBuilder()
        .setTaskId(poll.taskId())
        .setThreadName(poll.threadName())
        .setStuck(poll.stuck());
    if (poll.startedNanos() != 0) {
      message.setStarted(clock.timestamp(poll.startedNanos()));
    }
    return message.build();
  }

  private static Worker.State state(WorkerView.State state) {
    return switch (state) {
      case PARKED -> Worker.State.PARKED;
      case SEARCHING -> Worker.State.SEARCHING;
      case POLLING -> Worker.State.POLLING;
      case STUCK -> Worker.State.STUCK;
      case STOPPED -> Worker.State.STOPPED;
    };
  }
}
