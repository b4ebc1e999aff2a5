package dev.kioto.console.web;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.RuntimeInfo;
import dev.kioto.console.api.RuntimeList;
import dev.kioto.console.api.Setting;
import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.model.RuntimeState;
import dev.kioto.console.model.WorkerState;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/// The runtimes of a target and their workers.
final class SchedulerResource {

  private final TargetResource targets;

  SchedulerResource(TargetResource targets) {
    this.targets = targets;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/runtimes", "Shows the runtimes of a target with their settings.")
            .with(TargetResource.TARGET, Paging.LIMIT, Paging.CURSOR, TargetResource.RUN, TargetResource.AS_OF)
            .answering(200, "The runtimes, by id", RuntimeList.class)
            .refusing(400, 404, 501)
            .handledBy(this::runtimes),
        Route.get("/api/v1/targets/{id}/workers", "Shows the workers of every runtime of a target.")
            .with(TargetResource.TARGET, Paging.LIMIT, Paging.CURSOR, Tables.FORMAT, TargetResource.RUN,
                TargetResource.AS_OF)
            .answering(200, "The workers, by runtime and index", WorkerList.class)
            .refusing(400, 404, 501, 502)
            .handledBy(this::workers));
  }

  private void runtimes(Context request) {
    var run = targets.runAsOf(request);
    try {
      run.require(Capability.RUNTIMES, "its runtimes");
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
    var told = run.model().schedulers().runtimes();
    var slice = Paging.slice(request, told.all());
    Replies.json(request, new RuntimeList(slice.rows().stream().map(SchedulerResource::runtime).toList(), slice.next(),
        TaskMapping.instant(told.asOf())));
  }

  private void workers(Context request) throws IOException {
    try {
      var run = targets.runAsOf(request);
      var told = run.replacedAt() == null && !TargetResource.isPast(request) ? targets.find(request).workers()
          : run.model().schedulers().workers();
      if (Tables.wanted(request)) {
        Tables.send(request, "workers", Worker.class, told.all().stream().map(SchedulerResource::worker).toList());
        return;
      }
      var slice = Paging.slice(request, told.all());
      Replies.json(request, new WorkerList(slice.rows().stream().map(SchedulerResource::worker).toList(), slice.next(),
          TaskMapping.instant(told.asOf())));
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }

  static RuntimeInfo runtime(RuntimeState of) {
    var driver = of.driver();
    var pool = of.blockingPool();
    return new RuntimeInfo(RunMapping.id(of.id()), of.name(), of.flavor(),
        of.settings().stream().map(SchedulerResource::setting).toList(), of.aliveTasks(), of.spawnedTasks(),
        of.globalQueueDepth(), of.remoteSchedules(),
        new RuntimeInfo.Driver(driver.turns(), driver.registered(), driver.deregistered(), driver.ready()),
        new RuntimeInfo.BlockingPool(pool.threads(), pool.idleThreads(), pool.maxThreads(), pool.queueDepth()));
  }

  static Setting setting(RuntimeState.Setting of) {
    return new Setting(of.name(), of.value(), of.description(), of.canChange(), of.changed());
  }

  static Worker worker(WorkerState of) {
    return new Worker(RunMapping.id(of.runtimeId()), of.runtimeName(), of.index(), of.threadName(), state(of),
        RunMapping.idOrNull(of.currentTask()), TaskMapping.instantOrNull(of.pollStartedAt()), of.polls(),
        of.busyNanos(), of.parks(), of.stolenTasks(), of.stealOperations(), of.overflows(), of.noopWakeups(),
        of.localQueueDepth(), of.localSchedules(), of.budgetForcedYields(), of.handoffs(), of.pinnedParks(),
        of.pinned(), of.handedOverPolls().stream().map(SchedulerResource::handedOver).toList());
  }

  private static Worker.State state(WorkerState of) {
    return switch (of.activity()) {
      case PARKED -> Worker.State.PARKED;
      case SEARCHING -> Worker.State.SEARCHING;
      case POLLING -> Worker.State.POLLING;
      case STUCK -> Worker.State.STUCK;
      case STOPPED -> Worker.State.STOPPED;
      case UNKNOWN -> Worker.State.UNKNOWN;
    };
  }

  private static Worker.HandedOverPoll handedOver(WorkerState.HandedOverPoll of) {
    return new Worker.HandedOverPoll(RunMapping.id(of.taskId()), of.threadName(),
        TaskMapping.instantOrNull(of.startedAt()), of.stuck());
  }
}
