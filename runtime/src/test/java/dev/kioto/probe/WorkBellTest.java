package dev.kioto.probe;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.runtime.Setup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class WorkBellTest {
  private final WorkBell bell = new WorkBell();

  @Test
  void ring_withoutListeners_isForNobody() {
    assertThat(bell.ring()).isZero();
  }

  @Test
  void ring_unparksEachListenerOnce() {
    var here = Thread.currentThread();
    bell.listen(here);
    bell.listen(here);
    bell.listen(new Thread(() -> {}));
    assertThat(bell.hasListener(here)).isTrue();

    assertThat(bell.ring()).isEqualTo(2);
    assertThat(bell.hasListener(here)).isFalse();
    LockSupport.park(this); // has been unparked: returns at once
    assertThat(bell.ring()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void workerThatGoesToWork_wakesWhoRests(Setup setup) throws Exception {
    try (var runtime = setup.start()) {
      runtime.spawn(() -> {}).await();
      var rung = new CompletableFuture<Boolean>();
      var rests = new CompletableFuture<Boolean>();
      var watch = new Thread(() -> {
        WorkBell.ofProcess().listen(Thread.currentThread());
        rests.complete(true);
        while (WorkBell.ofProcess().hasListener(Thread.currentThread())) {
          LockSupport.park(this);
        }
        rung.complete(true);
      });
      watch.start();
      assertThat(rests.get(30, SECONDS)).isTrue();
      while (!rung.isDone()) {
        runtime.spawn(() -> {}).await(); // its workers may still have been awake for the one before
      }
    }
  }
}
