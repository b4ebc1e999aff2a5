package dev.kioto.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NotifyTest {
  private final Notify notify = new Notify();

  private HandPolled<@Nullable Void> waiting() {
    var notified = HandPolled.of(notify.notified());
    assertThat(notified.isReady()).isFalse();
    return notified;
  }

  @Test
  void notifyOne_beforeAnyoneWaits_isStoredForOne() {
    var first = HandPolled.of(notify.notified());
    var second = HandPolled.of(notify.notified());

    notify.notifyOne();

    assertThat(first.isReady()).isTrue();
    assertThat(second.isReady()).isFalse();
    notify.notifyOne();
    assertThat(second.wakes()).isEqualTo(1);
    assertThat(second.isReady()).isTrue();
  }

  @Test
  void notifyOne_oftenBeforeAnyoneWaits_isStoredOnce() {
    notify.notifyOne();
    notify.notifyLast();
    notify.notifyOne();

    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
    waiting();
  }

  @Test
  void notifyOne_oneWaits_wakesIt() {
    var notified = waiting();

    notify.notifyOne();

    assertThat(notified.wakes()).isEqualTo(1);
    assertThat(notified.isReady()).isTrue();
    waiting(); // nothing was stored
  }

  @Test
  void notifyOne_severalWait_wakesTheLongestWaiting() {
    var second = HandPolled.of(notify.notified());
    var first = waiting();
    second.poll();

    notify.notifyOne();

    assertThat(first.wakes()).isEqualTo(1);
    assertThat(second.wakes()).isZero();
    assertThat(first.isReady()).isTrue();
    assertThat(second.isReady()).isFalse();
  }

  @Test
  void notifyLast_severalWait_wakesTheLastToWait() {
    var first = waiting();
    var second = waiting();
    var third = waiting();

    notify.notifyLast();

    assertThat(third.wakes()).isEqualTo(1);
    assertThat(first.wakes() + second.wakes()).isZero();
    assertThat(third.isReady()).isTrue();
  }

  @Test
  void notifyWaiters_wakesAllThatWaitAndStoresNothing() {
    var first = waiting();
    var second = waiting();

    notify.notifyWaiters();

    assertThat(first.wakes()).isEqualTo(1);
    assertThat(second.wakes()).isEqualTo(1);
    assertThat(second.isReady()).isTrue();
    assertThat(first.isReady()).isTrue();
    waiting();
  }

  @Test
  void notifyWaiters_madeButNotPolled_isTold() {
    var before = HandPolled.of(notify.notified());

    notify.notifyWaiters();
    var after = HandPolled.of(notify.notified());

    assertThat(before.isReady()).isTrue();
    assertThat(after.isReady()).isFalse();
  }

  @Test
  void notifyWaiters_oneIsStored_leavesItStored() {
    notify.notifyOne();

    notify.notifyWaiters();

    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
    waiting();
  }

  @Test
  void notifyWaiters_notPolledAndOneStored_takesNotTheStoredOne() {
    var before = HandPolled.of(notify.notified());
    notify.notifyWaiters();
    notify.notifyOne();

    assertThat(before.isReady()).isTrue();
    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
  }

  @Test
  void notifyOne_afterAllWereTold_isStoredThoughTheyDoNotKnowYet() {
    var told = waiting();
    notify.notifyWaiters();
    notify.notifyOne();

    told.drop();

    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
  }

  @Test
  void drop_beforePoll_takesNothing() {
    var notified = HandPolled.of(notify.notified());
    notify.notifyOne();

    notified.drop();

    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
  }

  @Test
  void drop_whileWaiting_leavesItsPlaceToTheNext() {
    var first = waiting();
    var second = waiting();
    var third = waiting();

    second.drop();
    first.drop();
    notify.notifyOne();

    assertThat(first.wakes() + second.wakes()).isZero();
    assertThat(third.wakes()).isEqualTo(1);
    assertThat(third.isReady()).isTrue();
  }

  @Test
  void drop_lastThatWaits_letsTheNextNotificationBeStored() {
    waiting().drop();

    notify.notifyOne();

    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
  }

  @Test
  void drop_toldByNotifyOne_passesItOnToTheLongestWaiting() {
    var first = waiting();
    var second = waiting();
    var third = waiting();
    notify.notifyOne();

    first.drop();

    assertThat(second.wakes()).isEqualTo(1);
    assertThat(second.isReady()).isTrue();
    assertThat(third.isReady()).isFalse();
  }

  @Test
  void drop_toldByNotifyLast_passesItOnToTheLast() {
    var first = waiting();
    var second = waiting();
    var third = waiting();
    notify.notifyLast();

    third.drop();

    assertThat(second.isReady()).isTrue();
    assertThat(first.isReady()).isFalse();
  }

  @Test
  void drop_toldAndNobodyElseWaits_storesIt() {
    var told = waiting();
    notify.notifyOne();

    told.drop();

    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
    waiting();
  }

  @Test
  void drop_toldByBoth_passesOnTheOneThatWasForItAlone() {
    var told = waiting();
    notify.notifyOne();
    notify.notifyWaiters();

    told.drop();

    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
    waiting();
  }

  @Test
  void drop_toldByNotifyWaiters_passesNothingOn() {
    var first = waiting();
    var second = waiting();
    notify.notifyWaiters();
    var third = waiting();

    first.drop();
    second.drop();

    assertThat(third.isReady()).isFalse();
    assertThat(third.wakes()).isZero();
  }

  @Test
  void enable_nothingStored_takesAPlaceInTheQueue() {
    var enabled = notify.notified();
    assertThat(enabled.enable()).isFalse();
    var later = waiting();

    notify.notifyOne();

    assertThat(later.wakes()).isZero();
    assertThat(enabled.enable()).isTrue();
    assertThat(HandPolled.of(enabled).isReady()).isTrue();
    assertThat(later.isReady()).isFalse();
  }

  @Test
  void enable_oneIsStored_takesIt() {
    notify.notifyOne();
    var first = notify.notified();

    assertThat(first.enable()).isTrue();

    assertThat(notify.notified().enable()).isFalse();
    assertThat(HandPolled.of(first).isReady()).isTrue();
  }

  @Test
  void enable_afterAPoll_saysThatItWaitsAndKeepsItsPlace() {
    var first = notify.notified();
    var polled = HandPolled.of(first);
    polled.poll();
    var second = HandPolled.of(notify.notified());
    second.poll();

    assertThat(first.enable()).isFalse();
    notify.notifyOne();
    assertThat(polled.wakes()).isEqualTo(1);
    assertThat(polled.isReady()).isTrue();
    assertThat(second.isReady()).isFalse();
  }

  @Test
  void enable_thenPoll_isWokenByTheWakerOfThePoll() {
    var enabled = notify.notified();
    enabled.enable();
    var polled = HandPolled.of(enabled);
    assertThat(polled.isReady()).isFalse();
    assertThat(enabled.enable()).isFalse(); // and keeps that waker

    notify.notifyOne();

    assertThat(polled.wakes()).isEqualTo(1);
  }

  @Test
  void enable_thenDrop_passesItsNotificationOn() {
    var enabled = notify.notified();
    enabled.enable();
    var next = waiting();
    notify.notifyOne();

    enabled.drop();

    assertThat(next.isReady()).isTrue();
  }

  @Test
  void poll_withAnotherWaker_wakesTheLatest() {
    var notified = notify.notified();
    var first = new AtomicInteger();
    var second = new AtomicInteger();
    notified.poll(() -> first::incrementAndGet);
    notified.poll(() -> second::incrementAndGet);

    notify.notifyWaiters();

    assertThat(first).hasValue(0);
    assertThat(second).hasValue(1);
  }

  @Test
  void notifyWaiters_wakerThatNotifies_endsAndReachesEveryOne() {
    var last = new AtomicReference<HandPolled<@Nullable Void>>();
    notify.notified().poll(() -> () -> {
      last.set(waiting());
      notify.notifyWaiters();
    });
    var other = waiting();

    notify.notifyWaiters();

    assertThat(other.isReady()).isTrue();
    assertThat(last.get().wakes()).isEqualTo(1);
  }

  @Test
  void await_onPlatformThread_blocksUntilNotified() throws Exception {
    var done = new CountDownLatch(1);
    var thread = Thread.ofPlatform().start(() -> {
      notify.notified().await();
      done.countDown();
    });
    await().until(notify::hasWaiters);

    notify.notifyOne();

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    thread.join();
  }

  @Test
  void await_interrupted_leavesTheNextNotificationToOthers() throws Exception {
    var refused = new AtomicReference<Throwable>();
    var thread = Thread.ofVirtual().start(() -> {
      try {
        notify.notified().await();
      } catch (CancelledException e) {
        refused.set(e);
      }
    });
    await().until(notify::hasWaiters);

    thread.interrupt();
    thread.join();
    notify.notifyOne();

    assertThat(refused.get()).isNotNull();
    assertThat(HandPolled.of(notify.notified()).isReady()).isTrue();
  }

  @Test
  void notifyOne_goesFromHandToHandBesideThoseThatGiveUp_isNeverLost() {
    int rounds = 1_000;
    var taken = new AtomicInteger();
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 6; t++) {
      boolean givesUp = t % 2 == 0;
      // Not virtual: on few processors the JDK's scheduler may run two that yield to each other for ever, and never a third.
      threads.add(Thread.ofPlatform().start(() -> {
        while (taken.get() < rounds) {
          var notified = notify.notified();
          if (givesUp && !notified.enable()) {
            Thread.yield();
            notified.drop();
          } else {
            notified.await();
            taken.incrementAndGet();
            notify.notifyOne();
          }
        }
      }));
    }

    notify.notifyOne();

    await().until(() -> {
      if (taken.get() >= rounds) {
        notify.notifyWaiters(); // those that wait for a turn that will not come
      }
      return threads.stream().noneMatch(Thread::isAlive);
    });
  }
}
