package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SetOnceTest {

  @Test
  void get_notSet_isEmpty() {
    var once = new SetOnce<Integer>();

    assertThat(once.get()).isEmpty();
    assertThat(once.isSet()).isFalse();
  }

  @Test
  void set_first_isTheValue() {
    var once = new SetOnce<Integer>();

    assertThat(once.set(2)).isTrue();

    assertThat(once.get()).contains(2);
    assertThat(once.isSet()).isTrue();
  }

  @Test
  void set_again_isRefused() {
    var once = SetOnce.of("first");

    assertThat(once.set("second")).isFalse();
    assertThat(once.get()).contains("first");
  }

  @Test
  void set_null_isRefused() {
    var once = new SetOnce<String>();

    assertThatThrownBy(() -> setNull(once)).isInstanceOf(NullPointerException.class).hasMessageContaining("value");
    assertThat(once.isSet()).isFalse();
  }

  @SuppressWarnings("NullAway") // which code that is not checked can do
  private static void setNull(SetOnce<String> once) {
    once.set(null);
  }

  @Test
  void waitUntilSet_severalWait_allGetTheValue() {
    var once = new SetOnce<String>();
    var first = HandPolled.of(once.waitUntilSet());
    var second = HandPolled.of(once.waitUntilSet());
    assertThat(first.isReady()).isFalse();
    assertThat(second.isReady()).isFalse();

    once.set("value");

    assertThat(first.wakes()).isEqualTo(1);
    assertThat(first.value()).isEqualTo("value");
    assertThat(second.value()).isEqualTo("value");
  }

  @Test
  void waitUntilSet_setBefore_isReadyAtOnce() {
    assertThat(HandPolled.of(SetOnce.of(3).waitUntilSet()).value()).isEqualTo(3);
  }

  @Test
  void drop_whileWaiting_leavesTheOthersWaiting() {
    var once = new SetOnce<String>();
    var gone = HandPolled.of(once.waitUntilSet());
    var other = HandPolled.of(once.waitUntilSet());
    gone.poll();
    other.poll();

    gone.drop();
    once.set("value");

    assertThat(gone.wakes()).isZero();
    assertThat(other.value()).isEqualTo("value");
  }

  @Test
  void await_interrupted_losesNothing() throws Exception {
    var once = new SetOnce<String>();
    var refused = new AtomicReference<Throwable>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        once.waitUntilSet().await();
      } catch (CancelledException e) {
        refused.set(e);
      }
    });
    await().until(() -> thread.getState() == Thread.State.WAITING);

    thread.interrupt();
    thread.join();
    once.set("value");

    assertThat(refused.get()).isNotNull();
    assertThat(once.waitUntilSet().await()).isEqualTo("value");
  }

  @Test
  void waitUntilSet_threadsOfBothKinds_getTheOneValue() throws Exception {
    var once = new SetOnce<Integer>();
    var values = new ArrayList<Future<Integer>>();
    var sets = new ArrayList<Future<Boolean>>();
    try (var virtual = Executors.newVirtualThreadPerTaskExecutor(); var platform = Executors.newCachedThreadPool()) {
      for (int i = 0; i < 20; i++) {
        int value = i;
        values.add(virtual.submit(() -> once.waitUntilSet().await()));
        values.add(platform.submit(() -> once.waitUntilSet().await()));
        sets.add(virtual.submit(() -> once.set(value)));
      }
      int winner = once.waitUntilSet().await();
      for (var value : values) {
        assertThat(value.get(10, TimeUnit.SECONDS)).isEqualTo(winner);
      }
    }
    int winners = 0;
    for (var set : sets) {
      winners += set.get(10, TimeUnit.SECONDS) ? 1 : 0;
    }
    assertThat(winners).isEqualTo(1);
  }
}
