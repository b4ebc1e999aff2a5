package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.probe.Probe;
import dev.kioto.probe.ThreadProbe;
import dev.kioto.task.Task;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A probe that breaks its promise not to throw: each worker goes on, each task ends, and it is said once.
@Timeout(60)
final class ThrowingProbeTest {
  private static final Class<?>[] KINDS = {Probe.class, ThreadProbe.class};

  private final Queue<Throwable> uncaught = new ConcurrentLinkedQueue<>();
  private Thread.UncaughtExceptionHandler before;

  @BeforeEach
  void listen() {
    before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((_, e) -> uncaught.add(e));
  }

  @AfterEach
  void stopListening() {
    Thread.setDefaultUncaughtExceptionHandler(before);
  }

  /// A probe and its only channel, which throws from the methods that are chosen.
  private static Probe throwing(Predicate<String> method) {
    return (Probe) Proxy.newProxyInstance(Probe.class.getClassLoader(), KINDS, (proxy, called, _) -> {
      if (method.test(called.getName())) {
        throw new IllegalArgumentException("thrown by " + called.getName());
      }
      return switch (called.getName()) {
        case "enabled", "tracesScheduler", "takesDetails" -> true;
        case "openThread", "shared" -> proxy;
        case "toString" -> "a probe";
        case "hashCode" -> 1;
        case "equals" -> false;
        default -> called.getReturnType() == long.class ? System.nanoTime() : null;
      };
    });
  }

  private static Stream<Arguments> cases() {
    return Stream.of(RuntimeFlavor.MULTI_THREAD, RuntimeFlavor.CURRENT_THREAD)
        .flatMap(flavor -> Stream
            .of("openThread", "shared", "runtimeStarted", "runtimeStopped", "taskSpawned", "pollStarted",
                "pollEnded", "taskWoken", "taskEnded", "tracesScheduler", "schedulerEvent", "close", "")
            .map(method -> Arguments.of(flavor, method)));
  }

  /// @param method the one that throws, or empty for all of them
  @ParameterizedTest
  @MethodSource("cases")
  void probe_thatThrows_stopsNoWorkerAndIsReportedOnce(RuntimeFlavor flavor, String method) throws Exception {
    var builder = Runtime.builder().enableAll().workerThreads(2)
        .probe(throwing(
            called -> method.isEmpty() ? !called.equals("enabled") && !isOfObject(called) : called.equals(method)));
    if (flavor == RuntimeFlavor.CURRENT_THREAD) {
      builder.currentThread();
    }
    var runtime = builder.build();

    for (int i = 0; i < 20; i++) {
      work(runtime);
    }
    var outside = Thread.ofPlatform().start(() -> runtime.blockOn(runtime.spawn(Futures.ready(0))));
    outside.join();

    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(20))).as("everything ended").isTrue();
    assertThat(uncaught).singleElement().satisfies(e -> assertThat(e.getMessage()).contains("threw from")
        .contains(method).contains("not reported"));
  }

  private static boolean isOfObject(String method) {
    return method.equals("toString") || method.equals("hashCode") || method.equals("equals");
  }

  private static void work(Runtime runtime) {
    runtime.blockOn(() -> {
      assertThat(Task.spawn(Futures.then(Task.yieldNow(), _ -> Futures.ready("future"))).await()).isEqualTo("future");
      assertThat(Task.spawn(() -> {
        Thread.sleep(1);
        return "direct";
      }).await()).isEqualTo("direct");
      assertThat(Task.spawnBlocking(() -> "blocking").await()).isEqualTo("blocking");
      Task.spawn(Futures.pending()).abort();
    });
  }

  @Test
  void probe_thatThrowsWhenAWorkerIsHandedOver_stopsNothing() {
    var runtime = Runtime.builder().workerThreads(1).stuckWorkerTimeout(Duration.ofMillis(10))
        .probe(throwing(called -> called.equals("workerHandedOff"))).build();
    for (int i = 0; i < 2; i++) { // the watch must have survived the first
      var release = new CountDownLatch(1);
      var stuck = runtime.spawn(_ -> {
        try {
          return Poll.ready(release.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      });
      runtime.spawn(Futures.ready(0)).await();
      release.countDown();
      assertThat(stuck.await()).isTrue();
    }
    runtime.close();

    assertThat(uncaught).singleElement().satisfies(e -> assertThat(e).hasRootCauseMessage("thrown by workerHandedOff"));
  }

  @Test
  void probe_thatThrowsWhenATaskIsPinned_stopsNeitherTheLookingNorTheTask() {
    var runtime = Runtime.builder().workerThreads(1).pinnedParkInterval(Duration.ofMillis(1))
        .probe(throwing(called -> called.equals("taskPinned"))).build();
    for (int i = 1; i <= 2; i++) {
      int count = i;
      var release = new CountDownLatch(1);
      var pinned = runtime.spawn(() -> PinnedTest.pinned(() -> {
        try {
          assertThat(release.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }));
      await().dontCatchUncaughtExceptions()
          .until(() -> runtime.metrics().pinnedParkCount() == count && !uncaught.isEmpty());
      release.countDown();
      pinned.await();
    }
    runtime.close();

    assertThat(uncaught).singleElement().satisfies(e -> assertThat(e).hasRootCauseMessage("thrown by taskPinned"));
  }
}
