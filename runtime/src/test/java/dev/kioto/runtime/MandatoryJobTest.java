package dev.kioto.runtime;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.task.JoinException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class MandatoryJobTest {

  @Test
  void shutdown_jobsWaitForTheOnlyThread_runsTheMandatoryOnesAlone() throws Exception {
    var runtime = Runtime.builder().workerThreads(1).maxBlockingThreads(1).build();
    var started = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    var ran = new AtomicInteger();
    runtime.spawnBlocking(() -> {
      started.countDown();
      return gate.await(30, SECONDS);
    });
    assertThat(started.await(10, SECONDS)).isTrue();
    var mandatory = runtime.task().mandatory().spawnBlocking(() -> ran.addAndGet(1));
    var dispensable = runtime.task().spawnBlocking(() -> ran.addAndGet(10));

    runtime.shutdownBackground();
    gate.countDown();

    assertThat(runtime.shutdownTimeout(Duration.ofSeconds(10))).isTrue();
    assertThat(mandatory.await()).isEqualTo(1);
    assertThatThrownBy(dispensable::await).isInstanceOfSatisfying(JoinException.class,
        e -> assertThat(e.isCancelled()).isTrue());
    assertThat(ran).hasValue(1);
  }
}
