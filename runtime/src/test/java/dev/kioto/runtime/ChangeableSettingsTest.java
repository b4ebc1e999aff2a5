package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.probe.SettingView;
import dev.kioto.task.JoinHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Which settings can change while a runtime runs, and what is refused.
@Timeout(60)
final class ChangeableSettingsTest {
  private Runtime runtime = Setup.ONE_WORKER.start();

  @AfterEach
  void close() {
    runtime.close();
  }

  private void start(Setup setup, RuntimeBuilder builder) {
    runtime.close();
    runtime = setup.start(builder.enableAll());
  }

  private SettingView setting(String name) {
    return runtime.settings().stream().filter(setting -> setting.name().equals(name)).findFirst().orElseThrow();
  }

  private static void join(JoinHandle<?> handle) {
    await().until(handle::isFinished);
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void settings_areThoseOfTheTable_andChangedOnesSaySo(Setup setup) {
    start(setup, Runtime.builder().name("shop").threadKeepAlive(Duration.ofMillis(1500)));

    assertThat(setting("thread-keep-alive"))
        .isEqualTo(
            new SettingView("thread-keep-alive", "1500ms", "How long an idle blocking thread stays.", true, true));
    assertThat(setting("name").value()).isEqualTo("shop");
    assertThat(setting("rng-seed").isChanged()).isFalse();
    assertThat(setting("enable-time")).satisfies(time -> {
      assertThat(time.value()).isEqualTo("on");
      assertThat(time.canChange()).isFalse();
    });
    assertThat(setting("lifo-slot").canChange()).isEqualTo(setup != Setup.CURRENT_THREAD);
  }

  @Test
  void name_thatWasNotGiven_isTheDefault() {
    assertThat(setting("name").value()).isEqualTo(runtime.handle().name());
    assertThat(setting("name").isChanged()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void everySettingThatCanChange_takesTheValueThatItHas(Setup setup) {
    start(setup, Runtime.builder());
    var before = runtime.settings();
    for (var setting : before) {
      if (setting.canChange()) {
        runtime.changeSetting(setting.name(), setting.value());
      }
    }
    assertThat(runtime.settings()).isEqualTo(before);
  }

  @Test
  void unknownSetting_isRefusedByThoseThatThereAre() {
    assertThatThrownBy(() -> runtime.changeSetting("event-intervall", "7")).isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("there is no setting 'event-intervall'").hasMessageContaining("event-interval,");
  }

  @Test
  void fixedSetting_isRefusedByHowToSetIt() {
    assertThatThrownBy(() -> runtime.changeSetting("worker-threads", "2")).isInstanceOf(IllegalStateException.class)
        .hasMessage("setting worker-threads is 1 for as long as the runtime lives: "
            + "set it before the runtime is built, by its builder or by -Dkioto.worker-threads");
  }

  @Test
  void settingOfWorkers_withoutAny_isRefused() {
    start(Setup.CURRENT_THREAD, Runtime.builder());
    assertThatThrownBy(() -> runtime.changeSetting("stuck-worker-timeout", "1s"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("setting stuck-worker-timeout is 0, which is of no meaning for a runtime without workers");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      value = {"event-interval | often | setting event-interval must be a whole number, but is 'often'",
          "event-interval | 0 | eventInterval must be from 1 to 2147483647, but is 0",
          "max-blocking-threads | -1 | maxBlockingThreads must be from 1 to 2147483647, but is -1",
          "thread-keep-alive | -1 | threadKeepAlive must not be negative, but is PT-1S"})
  void wrongValue_isRefused_andChangesNothing(String name, String value, String message) {
    var before = runtime.settings();
    assertThatThrownBy(() -> runtime.changeSetting(name, value)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(runtime.settings()).isEqualTo(before);
  }

  @Test
  void change_whereTheRuntimeHasShutDown_doesNoHarm() {
    runtime.close();
    for (var setting : runtime.settings()) {
      if (setting.canChange()) {
        runtime.changeSetting(setting.name(), setting.value());
      }
    }
    runtime.changeSetting("stuck-worker-timeout", "1ms");
    runtime.changeSetting("max-blocking-threads", "1000");
    assertThat(runtime.metrics().numBlockingThreads()).isZero();
  }

  @Test
  void changes_atTheSameTime_areAllMade() throws InterruptedException {
    var threads = new ArrayList<Thread>();
    for (var name : List.of("event-interval", "global-queue-interval", "max-blocking-threads",
        "max-io-events-per-tick")) {
      threads.add(Thread.startVirtualThread(() -> {
        for (int i = 1; i <= 500; i++) {
          runtime.changeSetting(name, String.valueOf(i));
        }
      }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(runtime.settings()).filteredOn(setting -> setting.value().equals("500")).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(Setup.class)
  void change_fromInsideATask_isMade(Setup setup) {
    start(setup, Runtime.builder());
    join(runtime.spawn(() -> runtime.changeSetting("event-interval", "7")));
    Future<Integer> future = _ -> {
      runtime.changeSetting("global-queue-interval", "8");
      return Poll.ready(0);
    };
    join(runtime.spawn(future));
    assertThat(setting("event-interval").value()).isEqualTo("7");
    assertThat(setting("global-queue-interval").value()).isEqualTo("8");
  }
}
