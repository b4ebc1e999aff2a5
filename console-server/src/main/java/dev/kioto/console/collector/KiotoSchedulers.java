package dev.kioto.console.collector;

import dev.kioto.console.model.RuntimeState;
import dev.kioto.console.model.SchedulerModel;
import dev.kioto.console.model.WorkerState;
import dev.kioto.console.model.WorkerState.Activity;
import dev.kioto.proto.console.v1.HandedOverPoll;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.Setting;
import dev.kioto.proto.console.v1.Worker;
import dev.kioto.proto.console.v1.WorkersUpdate;
import java.util.List;
import java.util.function.Function;

/// Turns what Kioto's own protocol says of runtimes and workers into the model's news; lists are cut.
final class KiotoSchedulers {

  private static final int MOST_WORKERS = 4096;
  private static final int MOST_RUNTIMES = 1024;
  private static final int MOST_SETTINGS = 256; // a runtime
  private static final int MOST_POLLS = 1024; // beside a worker

  private final Texts texts;
  private final Oddities oddities;

  KiotoSchedulers(Oddities oddities) {
    this.texts = new Texts(oddities);
    this.oddities = oddities;
  }

  SchedulerModel.Workers decode(WorkersUpdate update) {
    return new SchedulerModel.Workers(Instants.nanos(update.getNow()),
        some(update.getWorkersList(), MOST_WORKERS, this::worker));
  }

  SchedulerModel.Runtimes decode(RuntimesUpdate update) {
    return new SchedulerModel.Runtimes(Instants.nanos(update.getNow()),
        some(update.getRuntimesList(), MOST_RUNTIMES, this::runtime));
  }

  private <W, M> List<M> some(List<W> told, int most, Function<W, M> decoder) {
    if (told.size() > most) oddities.leftOut.add(told.size() - most);
    return told.stream().limit(most).map(decoder).toList();
  }

  private WorkerState worker(Worker wire) {
    return new WorkerState(wire.getRuntimeId(), texts.label(wire.getRuntimeName()), Instants.count(wire.getIndex()),
        texts.label(wire.getThreadName()), activity(wire.getState()), wire.getCurrentTask(),
        Instants.nanosOrAbsent(wire.hasPollStarted(), wire.getPollStarted()), Instants.count(wire.getPolls()),
        Instants.nanos(wire.getBusyTime()), Instants.count(wire.getParks()), Instants.count(wire.getStolenTasks()),
        Instants.count(wire.getStealOperations()), Instants.count(wire.getOverflows()),
        Instants.count(wire.getNoopWakeups()), Instants.count(wire.getLocalQueueDepth()),
        Instants.count(wire.getLocalSchedules()), Instants.count(wire.getBudgetForcedYields()),
        Instants.count(wire.getHandoffs()), Instants.count(wire.getPinnedParks()), wire.getPinned(),
        some(wire.getHandedOverPollsList(), MOST_POLLS, this::handedOver));
  }

  private static Activity activity(Worker.State wire) {
    return switch (wire) {
      case PARKED -> Activity.PARKED;
      case SEARCHING -> Activity.SEARCHING;
      case POLLING -> Activity.POLLING;
      case STUCK -> Activity.STUCK;
      case STOPPED -> Activity.STOPPED;
      case STATE_UNSPECIFIED, UNRECOGNIZED -> Activity.UNKNOWN;
    };
  }

  private WorkerState.HandedOverPoll handedOver(HandedOverPoll wire) {
    return new WorkerState.HandedOverPoll(wire.getTaskId(), texts.label(wire.getThreadName()),
        Instants.nanosOrAbsent(wire.hasStarted(), wire.getStarted()), wire.getStuck());
  }

  private RuntimeState runtime(dev.kioto.proto.console.v1.RuntimeState wire) {
    var driver = wire.getDriver();
    var pool = wire.getBlockingPool();
    return new RuntimeState(wire.getId(), texts.label(wire.getName()), texts.label(wire.getFlavor()),
        some(wire.getSettingsList(), MOST_SETTINGS, this::setting), Instants.count(wire.getAliveTasks()),
        Instants.count(wire.getSpawnedTasks()), Instants.count(wire.getGlobalQueueDepth()),
        Instants.count(wire.getRemoteSchedules()),
        new RuntimeState.Driver(Instants.count(driver.getTurns()), Instants.count(driver.getRegistered()),
            Instants.count(driver.getDeregistered()), Instants.count(driver.getReady())),
        new RuntimeState.BlockingPool(Instants.count(pool.getThreads()), Instants.count(pool.getIdleThreads()),
            Instants.count(pool.getMaxThreads()), Instants.count(pool.getQueueDepth())));
  }

  RuntimeState.Setting setting(Setting wire) {
    return new RuntimeState.Setting(texts.label(wire.getName()), texts.label(wire.getValue()),
        texts.cut(wire.getDescription()), wire.getCanChange(), wire.getIsChanged());
  }
}
