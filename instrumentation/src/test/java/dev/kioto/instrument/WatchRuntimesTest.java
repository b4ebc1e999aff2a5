package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.probe.SettingView;
import dev.kioto.proto.console.v1.RuntimeState;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.Setting;
import dev.kioto.proto.console.v1.WatchRuntimesRequest;
import dev.kioto.runtime.Runtime;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Runtimes and their settings, as a console sees them.
@Timeout(60)
final class WatchRuntimesTest {
  private final TestConsole test = new TestConsole();
  private final Client client = test.client();
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    test.close();
  }

  private Iterator<RuntimesUpdate> watch() {
    return client.console().watchRuntimes(WatchRuntimesRequest.getDefaultInstance());
  }

  private static SettingView view(Setting setting) {
    return new SettingView(setting.getName(), setting.getValue(), setting.getDescription(), setting.getCanChange(),
        setting.getIsChanged());
  }

  @Test
  void runtimesOfEveryFlavor_areShownById_withTheirSettings() {
    var builder = Runtime.builder().enableAll().probe(test.console.probe()).name("one").eventInterval(9);
    try (var first = builder.workerThreads(2).build();
        var second = builder.name("two").currentThread().build();
        var third = builder.name("three").buildLocal()) {
      var update = watch().next();

      assertThat(update.hasNow()).isTrue();
      assertThat(update.getRuntimesList()).extracting(RuntimeState::getName).containsExactly("one", "two", "three");
      assertThat(update.getRuntimesList()).extracting(RuntimeState::getFlavor).containsExactly("multi-thread",
          "current-thread", "local");
      assertThat(update.getRuntimesList()).extracting(RuntimeState::getId).containsExactly(first.handle().id(),
          second.handle().id(), third.handle().id());
      assertThat(update.getRuntimes(0).getSettingsList()).extracting(WatchRuntimesTest::view)
          .containsExactlyElementsOf(first.settings());
      assertThat(update.getRuntimes(2).getSettingsList()).filteredOn(Setting::getIsChanged)
          .extracting(Setting::getName).contains("name", "event-interval", "enable-time", "enable-io");
    }
  }

  @Test
  void runtimeThatHasStopped_isShownNoMore() {
    var runtime = Runtime.builder().probe(test.console.probe()).workerThreads(1).build();
    var updates = watch();
    assertThat(updates.next().getRuntimesCount()).isOne();

    runtime.close();

    await().until(() -> updates.next().getRuntimesCount() == 0);
  }

  @Test
  void counts_areThoseOfTheRuntime() {
    try (var runtime = Runtime.builder().enableAll().probe(test.console.probe()).workerThreads(1).maxBlockingThreads(1)
        .threadKeepAlive(Duration.ofHours(1)).build()) {
      var running = new CountDownLatch(1);
      var finished = runtime.spawn(Futures.ready(1));
      runtime.spawn(Futures.pending());
      runtime.spawnBlocking(() -> {
        running.countDown();
        release.await();
        return 0;
      });
      await().until(() -> running.getCount() == 0 && finished.isFinished());
      var queued = runtime.spawnBlocking(() -> 1);

      var updates = watch();
      await().untilAsserted(() -> {
        var state = updates.next().getRuntimes(0);
        assertThat(state.getAliveTasks()).isOne();
        assertThat(state.getSpawnedTasks()).isEqualTo(2);
        assertThat(state.getRemoteSchedules()).isEqualTo(2);
        assertThat(state.getGlobalQueueDepth()).isZero();
        var pool = state.getBlockingPool();
        assertThat(pool.getMaxThreads()).isOne();
        assertThat(pool.getThreads()).isOne();
        assertThat(pool.getIdleThreads()).isZero();
        assertThat(pool.getQueueDepth()).isOne();
      });

      release.countDown();
      await().until(queued::isFinished);
      await().until(() -> updates.next().getRuntimes(0).getBlockingPool().getIdleThreads() == 1);
    }
  }
}
