package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Runtimes inside of runtimes: what may wait where, what is current, and what is refused.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class NestingTest {
  private final Runtime runtime;
  private final Runtime other;

  NestingTest(Setup setup) {
    runtime = setup.start(Runtime.builder().enableAll().name("outer"));
    other = setup.start(Runtime.builder().enableAll().name("other"));
  }

  @AfterEach
  void close() {
    runtime.close();
    other.close();
  }

  private <T> JoinHandle<T> inAPoll(Callable<T> code) {
    return runtime.spawn((Context _) -> {
      try {
        return Poll.ready(code.call());
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private <T> T inBlockOn(Callable<T> code) throws Exception {
    return runtime.<T, Exception>blockOn(code::call);
  }

  // --- blockOn ---

  @Test
  void blockOn_insideAFutureTask_isRefused() {
    for (var inner : new Runtime[] {runtime, other}) {
      assertThatThrownBy(inAPoll(() -> inner.blockOn(Futures.ready(1)))::await)
          .hasCauseInstanceOf(IllegalStateException.class).hasMessageContaining("blockOn")
          .hasMessageContaining("would block the worker");
      assertThatThrownBy(inAPoll(() -> inner.blockOn(() -> 1))::await).hasMessageContaining("would block the worker");
    }
    assertThat(runtime.spawn(Futures.ready("alive")).await()).isEqualTo("alive");
  }

  @Test
  void blockOn_insideADirectTask_suspendsTheTask() {
    int sum = runtime
        .spawn(() -> runtime.blockOn(Task.spawn(() -> 1)) + runtime.blockOn(() -> Task.spawn(() -> 2).await()))
        .await();

    assertThat(sum).isEqualTo(3);
  }

  @Test
  void blockOn_ofAnotherRuntimeInsideADirectTask_waitsForItsTasks() {
    assertThat(runtime.spawn(() -> other.blockOn(other.spawn(() -> Handle.current().name()))).await())
        .isEqualTo("other");
  }

  @Test
  void blockOn_insideTheCodeOfABlockOn_nests() {
    var name = runtime.blockOn(() -> {
      var inner = other.blockOn(() -> Handle.current().name() + Task.spawn(() -> Handle.current().name()).await());
      return inner + Handle.current().name();
    });

    assertThat(name).isEqualTo("otherotherouter");
  }

  @Test
  void blockOn_insideABlockingJob_waits() {
    assertThat(runtime.spawnBlocking(() -> runtime.blockOn(Task.spawn(() -> "done"))).await()).isEqualTo("done");
  }

  @Test
  void blockOn_byTwoThreads_bothAreDriven() throws InterruptedException {
    var thread = new Thread(() -> runtime.blockOn(Time.sleep(Duration.ofMillis(5))));
    thread.start();
    runtime.blockOn(() -> {
      Time.sleep(Duration.ofMillis(5)).await();
      return runtime.spawn(() -> 1).await();
    });
    thread.join();
  }

  @Test
  void blockOn_codeThatThrows_throwsItAsItIs() {
    var failure = new java.io.IOException("odd");

    assertThatThrownBy(() -> runtime.blockOn(() -> {
      throw failure;
    })).isSameAs(failure);
    assertThat(Handle.tryCurrent()).isEmpty();
    assertThat(runtime.blockOn(() -> "and goes on")).isEqualTo("and goes on");
  }

  // --- building ---

  @Test
  void runtime_builtInsideBlockOn_runsOutsideOfIt() {
    var inner = runtime.blockOn(() -> Runtime.builder().enableAll().workerThreads(1).build());

    assertThat(inner.blockOn(inner.spawn(() -> "done"))).isEqualTo("done");
    inner.close();
  }

  @Test
  void runtime_builtAndClosedInsideADirectTask_works() {
    assertThat(runtime.spawn(() -> {
      try (var inner = Runtime.builder().enableAll().workerThreads(1).build()) {
        return inner.spawn(() -> "done").await();
      }
    }).await()).isEqualTo("done");
  }

  // --- closing ---

  @Test
  void close_fromInside_isRefusedAndNothingIsShutDown() throws Exception {
    Callable<Boolean> closing = () -> {
      assertThatIllegalStateException().isThrownBy(runtime::close).withMessageContaining("from inside it")
          .withMessageContaining("'outer'");
      assertThatIllegalStateException().isThrownBy(() -> runtime.shutdownTimeout(Duration.ZERO))
          .withMessageContaining("from inside it");
      return true;
    };

    assertThat(runtime.spawn(closing).await()).isTrue();
    assertThat(inAPoll(closing).await()).isTrue();
    assertThat(runtime.spawnBlocking(closing).await()).isTrue();
    assertThat(inBlockOn(closing)).isTrue();
    try (var _ = runtime.handle().enter()) {
      assertThat(closing.call()).isTrue();
    }
    assertThat(runtime.spawn(() -> "alive").await()).isEqualTo("alive");
  }

  @Test
  void close_ofAnotherRuntimeInsideAFutureTask_isRefused() {
    assertThat(inAPoll(() -> {
      assertThatIllegalStateException().isThrownBy(other::close).withMessageContaining("'other'")
          .withMessageContaining("would block the worker");
      other.shutdownBackground(); // which does not wait
      return true;
    }).await()).isTrue();
  }

  @Test
  void close_ofAnotherRuntimeInsideADirectTask_waits() {
    var task = other.spawn(Futures.pending());
    runtime.spawn(() -> other.close()).await();

    assertThat(task.isFinished()).isTrue();
  }

  // --- what is current ---

  @Test
  void handle_inEveryKindOfCode_isOfItsRuntime() throws Exception {
    Callable<String> name = () -> Handle.current().name() + Handle.tryCurrent().map(Handle::name).orElse("");

    assertThat(runtime.spawn(name).await()).isEqualTo("outerouter");
    assertThat(inAPoll(name).await()).isEqualTo("outerouter");
    assertThat(runtime.spawnBlocking(name).await()).isEqualTo("outerouter");
    assertThat(inBlockOn(name)).isEqualTo("outerouter");
    assertThat(runtime.blockOn((Context _) -> Poll.ready(Handle.current().name()))).isEqualTo("outer");
    assertThat(runtime.spawn(() -> {
      var inner = new String[1];
      Thread.startVirtualThread(() -> inner[0] = Handle.current().name()).join();
      return inner[0];
    }).await()).isEqualTo("outer");
  }

  @Test
  void handle_outside_saysWhatToDo() {
    assertThat(Handle.tryCurrent()).isEmpty();
    assertThatIllegalStateException().isThrownBy(Handle::current).withMessageContaining("belongs to no runtime");
    assertThatIllegalStateException().isThrownBy(() -> Task.spawn(() -> 1))
        .withMessageContaining("belongs to no runtime");
  }

  @Test
  void enter_nested_isLeftInTurn() {
    try (var _ = runtime.handle().enter()) {
      assertThat(Task.spawn(() -> Handle.current().name()).await()).isEqualTo("outer");
      try (var _ = other.handle().enter()) {
        assertThat(Task.spawn(() -> Handle.current().name()).await()).isEqualTo("other");
      }
      assertThat(Handle.current().name()).isEqualTo("outer");
      assertThat(runtime.blockOn(() -> Handle.current().name())).isEqualTo("outer");
    }
    assertThat(Handle.tryCurrent()).isEmpty();
  }

  @Test
  void enter_andSleep_usesTheTimersOfTheRuntime() {
    try (var _ = runtime.handle().enter()) {
      Time.sleep(Duration.ofMillis(1)).await();
    }
  }

  @Test
  void handle_givenToAThread_spawnsThere() throws InterruptedException {
    var handle = runtime.handle();
    var name = new String[1];
    var thread = new Thread(() -> name[0] = handle.spawn(() -> Handle.current().name()).await());
    thread.start();
    thread.join();

    assertThat(name[0]).isEqualTo("outer");
  }
}
