package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
final class JoinHandleTest {
  private final Runtime runtime;

  JoinHandleTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private static void assertCollected(WeakReference<?> reference) {
    await().until(() -> {
      System.gc();
      return reference.get() == null;
    });
  }

  private static WeakReference<Thread> interruptedJoiner(JoinHandle<?> handle) throws InterruptedException {
    var joiner = new Thread(() -> {
      try {
        handle.await();
      } catch (CancelledException _) {
        // as intended
      }
    });
    joiner.start();
    joiner.interrupt();
    joiner.join();
    return new WeakReference<>(joiner);
  }

  @Test
  void await_givenUp_leavesNothingWithTheTask() throws InterruptedException {
    var handle = runtime.spawn(Futures.pending());

    assertCollected(interruptedJoiner(handle));
    assertThat(handle.isFinished()).isFalse();
  }

  @Test
  void await_givenUpBesideOthers_leavesTheOthersWaiting() throws InterruptedException {
    var gate = new CountDownLatch(1);
    var handle = runtime.spawn(() -> gate.await());
    var joiners = new ArrayList<JoinHandle<?>>();
    for (int i = 0; i < 3; i++) {
      joiners.add(runtime.spawn(() -> handle.await()));
      interruptedJoiner(handle);
      joiners.add(runtime.spawn(handle));
    }
    gate.countDown();

    joiners.forEach(JoinHandle::await);
  }

  @Test
  void poll_byATaskThatHasEnded_leavesNothingOnceAnotherPolls() {
    JoinHandle<?> handle = runtime.spawn(Futures.pending());
    var result = new WeakReference<>(resultOfATaskThatPolls(handle));
    resultOfATaskThatPolls(handle);

    assertCollected(result);
  }

  private Object resultOfATaskThatPolls(JoinHandle<?> handle) {
    return runtime.spawn(cx -> {
      handle.poll(cx);
      return Poll.ready(new Object());
    }).await();
  }

  @Test
  void await_byManyOfAllKinds_givesAllTheSameResult() {
    var gate = new CountDownLatch(1);
    var value = new Object();
    var handle = runtime.spawn(() -> {
      gate.await();
      return value;
    });
    var joiners = new ArrayList<JoinHandle<Object>>();
    for (int i = 0; i < 100; i++) {
      joiners.add(runtime.spawn(handle));
      joiners.add(runtime.spawn(() -> handle.await()));
      if (i < 10) {
        joiners.add(runtime.spawnBlocking(() -> handle.await()));
      }
    }
    gate.countDown();

    assertThat(joiners).allSatisfy(joiner -> assertThat(joiner.await()).isSameAs(value));
    assertThat(handle.await()).isSameAs(value);
  }

  @Test
  void await_ofAFailureByTwo_givesEachItsOwnStackAndTheStackOfTheTask() {
    var handle = runtime.spawn(JoinHandleTest::throwsDeepInside);
    var first = catchThrowableOfType(JoinException.class, handle::await);
    var second = catchThrowableOfType(JoinException.class, () -> awaitsElsewhere(handle));

    assertThat(methodsOf(first.failure())).contains("throwsDeepInside");
    assertThat(second.failure()).isSameAs(first.failure());
    assertThat(methodsOf(first)).contains("await_ofAFailureByTwo_givesEachItsOwnStackAndTheStackOfTheTask")
        .doesNotContain("awaitsElsewhere");
    assertThat(methodsOf(second)).contains("awaitsElsewhere");
    assertThat(first.isFailed()).isTrue();
    assertThat(first.taskId()).isEqualTo(handle.id());
  }

  private static int throwsDeepInside() {
    throw new IllegalStateException("odd");
  }

  private static void awaitsElsewhere(JoinHandle<?> handle) {
    handle.await();
  }

  private static List<String> methodsOf(Throwable e) {
    return Arrays.stream(e.getStackTrace()).map(StackTraceElement::getMethodName).toList();
  }

  @Test
  void await_ofAnError_carriesIt() {
    var error = new StackOverflowError();
    var handle = runtime.spawn(() -> {
      throw error;
    });

    assertThat(catchThrowableOfType(JoinException.class, handle::await).failure()).isSameAs(error);
  }

  @Test
  void tryJoin_beforeAndAfterTheEnd_isPendingThenReadyAsOftenAsAsked() {
    var gate = new CountDownLatch(1);
    var handle = runtime.spawn(() -> gate.await());
    assertThat(handle.tryJoin().isReady()).isFalse();
    gate.countDown();
    handle.await();

    assertThat(handle.tryJoin().isReady()).isTrue();
    assertThat(handle.tryJoin().isReady()).isTrue();
  }

  @Test
  void tryJoin_ofAFailure_throwsIt() {
    var handle = runtime.spawn(Futures.failed(new IllegalStateException("odd")));
    assertThatThrownBy(handle::await).isInstanceOf(JoinException.class);

    assertThatThrownBy(handle::tryJoin).isInstanceOf(JoinException.class).hasMessageContaining("odd");
  }

  @Test
  void handle_letGo_letsTheTaskRunToItsEnd() throws InterruptedException {
    var ended = new CountDownLatch(1);
    runtime.spawn(() -> {
      Task.yieldNow().await();
      ended.countDown();
    });

    ended.await();
  }

  @Test
  void id_insideATaskAndOutside_isThatOfItsHandleOrNone() {
    var handle = runtime.spawn(() -> Task.tryId());

    assertThat(handle.await()).hasValue(handle.id());
    assertThat(Task.tryId()).isEmpty();
    assertThatIllegalStateException().isThrownBy(Task::id).withMessageContaining("is in no task");
  }
}
