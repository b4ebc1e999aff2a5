package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.SettingView;
import dev.kioto.proto.console.v1.BlockingPoolState;
import dev.kioto.proto.console.v1.DriverState;
import dev.kioto.proto.console.v1.RuntimeState;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.Setting;
import io.grpc.stub.StreamObserver;
import java.util.Comparator;

/// All runtimes with their settings at every interval.
final class RuntimesFeed extends Feed<RuntimesUpdate> {
  private final Recorder recorder;
  private final WireClock clock;

  RuntimesFeed(StreamObserver<RuntimesUpdate> observer, Publisher publisher, Recorder recorder, WireClock clock) {
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
    var update = RuntimesUpdate.newBuilder();
    recorder.runtimes().stream()
        .sorted(Comparator.comparingLong(RuntimeView::id))
        .forEach(runtime -> update.addRuntimes(state(runtime)));
    send(update.setNow(clock.timestamp(recorder.clock().getAsLong())).build());
    return false;
  }

  private static RuntimeState state(RuntimeView runtime) {
    var message = RuntimeState.newBuilder()
        .setId(runtime.id())
        .setName(runtime.name())
        .setFlavor(runtime.flavor())
        .setAliveTasks(runtime.aliveTasks())
        .setSpawnedTasks(runtime.spawnedTasks())
        .setGlobalQueueDepth(runtime.globalQueueDepth())
        .setRemoteSchedules(runtime.remoteScheduleCount())
        .setDriver(driver(runtime))
        .setBlockingPool(blockingPool(runtime));
    runtime.settings().forEach(setting -> message.addSettings(setting(setting)));
    return message.build();
  }

  private static DriverState driver(RuntimeView runtime) {
    var driver = runtime.ioDriver();
    return DriverState.newBuilder()
        .setTurns(driver.turns())
        .setRegistered(driver.registered())
        .setDeregistered(driver.deregistered())
        .setReady(driver.ready())
        .build();
  }

  private static BlockingPoolState blockingPool(RuntimeView runtime) {
    var pool = runtime.blockingPool();
    return BlockingPoolState.newBuilder()
        .setThreads(pool.threadCount())
        .setIdleThreads(pool.idleCount())
        .setMaxThreads(pool.maxThreads())
        .setQueueDepth(pool.queueDepth())
        .build();
  }

  static Setting setting(SettingView setting) {
    return Setting.newBuilder()
        .setName(setting.name())
        .setValue(setting.value())
        .setDescription(setting.description())
        .setCanChange(setting.canChange())
        .setIsChanged(setting.isChanged())
        .build();
  }
}
