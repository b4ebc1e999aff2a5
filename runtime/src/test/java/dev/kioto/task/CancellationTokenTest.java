package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Manual;
import dev.kioto.runtime.Runtime;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CancellationTokenTest {
  private static final int DEEP = 100_000;

  private final CancellationToken token = new CancellationToken();

  private static HandPolled<@Nullable Void> waiting(CancellationToken token) {
    var waiting = HandPolled.of(token.cancelled());
    assertThat(waiting.isReady()).isFalse();
    return waiting;
  }

  // --- one token ---

  @Test
  void cancelled_ofALiveToken_waitsUntilItIsCancelled() {
    var one = waiting(token);
    var other = waiting(token);
    assertThat(one.isReady()).as("polled again").isFalse();
    token.cancel();

    assertThat(token.isCancelled()).isTrue();
    assertThat(List.of(one.wakes(), other.wakes())).containsExactly(1, 1);
    assertThat(one.isReady()).isTrue();
    assertThat(one.isReady()).as("it stays ready").isTrue();
    assertThat(HandPolled.of(token.cancelled()).isReady()).isTrue();
  }

  @Test
  void cancel_again_doesNothing() {
    token.cancel();
    token.cancel();

    assertThat(token.isCancelled()).isTrue();
    assertThat(token).hasToString("CancellationToken, cancelled");
  }

  @Test
  void cancelled_dropped_isNotWoken() {
    var first = waiting(token);
    var dropped = waiting(token);
    var last = waiting(token);
    dropped.drop();
    HandPolled.of(token.cancelled()).drop();
    token.cancel();

    assertThat(List.of(first.wakes(), dropped.wakes(), last.wakes())).containsExactly(1, 0, 1);
    first.drop();
    assertThat(last.isReady()).isTrue();
  }

  @Test
  void cancelled_withAWakerThatThrows_wakesTheOthers() {
    var failure = new IllegalStateException("odd");
    token.cancelled().poll(() -> () -> {
      throw failure;
    });
    var other = waiting(token);

    assertThatThrownBy(token::cancel).isSameAs(failure);
    assertThat(other.wakes()).isEqualTo(1);
    assertThat(token.isCancelled()).isTrue();
  }

  @Test
  void cancelled_awaitedOnAThreadAndInTasks_returns() {
    try (var runtime = Runtime.builder().workerThreads(2).build()) {
      var direct = runtime.spawn(() -> token.cancelled().await());
      var future = runtime.spawn(token.cancelled());
      var canceller = Thread.ofVirtual().start(() -> {
        runtime.spawn(() -> 1).await();
        token.cancel();
      });
      token.cancelled().await();
      direct.await();
      future.await();

      assertThat(canceller).isNotNull();
    }
  }

  // --- the tree ---

  @Test
  void cancel_ofAParent_cancelsItsChildrenAndWakesWhoWaits() {
    var child = token.child();
    var grandchild = child.child();
    var sibling = token.child();
    var waiting = List.of(waiting(token), waiting(child), waiting(grandchild), waiting(sibling));
    token.cancel();

    assertThat(List.of(child, grandchild, sibling)).allMatch(CancellationToken::isCancelled);
    assertThat(waiting).allMatch(future -> future.wakes() == 1 && future.isReady());
    assertThat(token.places()).isZero();
  }

  @Test
  void cancel_ofAChild_leavesItsParentAndItsSiblings() {
    var child = token.child();
    var grandchild = child.child();
    var sibling = token.child();
    var waiting = waiting(token);
    child.cancel();

    assertThat(grandchild.isCancelled()).isTrue();
    assertThat(token.isCancelled()).isFalse();
    assertThat(sibling.isCancelled()).isFalse();
    assertThat(waiting.wakes()).isZero();
    assertThat(token.places()).isEqualTo(1);
    token.cancel();
    assertThat(sibling.isCancelled()).isTrue();
  }

  @Test
  void child_ofACancelledToken_isCancelled() {
    token.cancel();
    var child = token.child();

    assertThat(child.isCancelled()).isTrue();
    assertThat(child.child().isCancelled()).isTrue();
    assertThat(HandPolled.of(child.cancelled()).isReady()).isTrue();
  }

  @Test
  void children_cancelledInAnyOrder_leaveTheOthersInTheTree() {
    var children = new ArrayList<CancellationToken>();
    for (int i = 0; i < 200; i++) {
      children.add(token.child());
    }
    var random = ThreadLocalRandom.current();
    for (int i = 0; i < 100; i++) {
      children.remove(random.nextInt(children.size())).cancel();
    }

    assertThat(token.places()).isEqualTo(100);
    assertThat(children).noneMatch(CancellationToken::isCancelled);
    token.cancel();
    assertThat(children).allMatch(CancellationToken::isCancelled);
  }

  @Test
  void grandchild_ofAChildThatWasLetGoOf_isCancelledWithTheRoot() {
    var grandchild = token.child().child();
    System.gc();
    token.cancel();

    assertThat(grandchild.isCancelled()).isTrue();
  }

  @Test
  void cancel_ofALongChain_reachesItsEnd() {
    var last = token;
    for (int i = 0; i < DEEP; i++) {
      last = last.child();
    }
    var waiting = waiting(last);
    token.cancel();

    assertThat(last.isCancelled()).isTrue();
    assertThat(waiting.wakes()).isEqualTo(1);
  }

  private record End(HandPolled<@Nullable Void> waiting, WeakReference<CancellationToken> token) {
    static End ofAChainBelow(CancellationToken root) {
      var last = root;
      for (int i = 0; i < DEEP; i++) {
        last = last.child();
      }
      return new End(CancellationTokenTest.waiting(last), new WeakReference<>(last));
    }
  }

  @Test
  void chain_thatIsLetGoOf_isKeptForAsLongAsItsEndIsWaitedFor() {
    var token = new AtomicReference<@Nullable WeakReference<CancellationToken>>();
    Runnable use = () -> {
      var end = End.ofAChainBelow(this.token);
      System.gc();
      assertThat(end.token.refersTo(null)).as("somebody waits for it").isFalse();
      end.waiting.drop();
      token.set(end.token);
    };
    use.run();

    await().until(() -> {
      System.gc();
      return Objects.requireNonNull(token.get()).refersTo(null);
    });
    assertThat(this.token.isCancelled()).isFalse();
  }

  @Test
  void cancel_ofManyChildren_cancelsAll() {
    var children = new ArrayList<CancellationToken>(DEEP);
    for (int i = 0; i < DEEP; i++) {
      children.add(token.child());
    }
    token.cancel();

    assertThat(children).allMatch(CancellationToken::isCancelled);
  }

  // --- what is kept ---

  @Test
  void childrenThatAreLetGoOf_doNotPileUpWhileOthersCome() {
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < 5_000; i++) {
        token.child();
      }
      System.gc();
    }

    assertThat(token.places()).as("of 100,000").isLessThan(30_000);
  }

  @Test
  void childrenThatAreLetGoOfAtOnce_doNotStayThoughNoOtherComes() {
    var kept = List.of(token.child(), token.child());
    var many = new ArrayList<CancellationToken>();
    for (int i = 0; i < 200_000; i++) {
      many.add(token.child());
    }
    for (int i = 0; i < 3; i++) {
      System.gc(); // of which some find that all are there
    }
    assertThat(token.places()).isEqualTo(many.size() + kept.size());
    many.clear();

    await().until(() -> {
      System.gc();
      return token.places() < 100;
    });
    token.cancel();
    assertThat(kept).allMatch(CancellationToken::isCancelled);
  }

  @Test
  void child_thatOnlyItsWaiterKnows_isCancelledWithItsParent() {
    var woken = new AtomicBoolean();
    waitsUnknown(token, woken);
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    token.cancel();

    assertThat(woken).isTrue();
  }

  // The future, its token and the token between are known to nobody but the tree.
  private static void waitsUnknown(CancellationToken root, AtomicBoolean woken) {
    root.child().child().cancelled().poll(() -> () -> woken.set(true));
  }

  @Test
  void tokens_ofATreeThatIsLetGoOf_areCollected() {
    var reference = new AtomicReference<WeakReference<CancellationToken>>();
    Runnable use = () -> {
      var root = new CancellationToken();
      var child = root.child();
      child.cancelled().poll(() -> () -> {});
      reference.set(new WeakReference<>(root));
    };
    use.run();

    await().until(() -> {
      System.gc();
      return reference.get().refersTo(null);
    });
  }

  // --- guards ---

  @Test
  void dropGuard_closed_cancels() {
    try (var guard = token.dropGuard()) {
      assertThat(token.isCancelled()).isFalse();
      assertThat(guard).isNotNull();
    }
    assertThat(token.isCancelled()).isTrue();
  }

  @Test
  void dropGuard_disarmed_doesNothing() {
    var guard = token.dropGuard();
    assertThat(guard.disarm()).isSameAs(token);
    guard.close();
    guard.close();

    assertThat(token.isCancelled()).isFalse();
  }

  // --- run until cancelled ---

  @Test
  void runUntilCancelled_ofAFutureThatIsReadyFirst_givesItsValue() {
    assertThat(token.runUntilCancelled(Futures.ready(1)).await()).contains(1);
    assertThat(token.runUntilCancelled(Futures.ready(1), () -> 2).await()).isEqualTo(1);
  }

  @Test
  void runUntilCancelled_cancelledMeanwhile_dropsTheFutureAndGivesNothing() {
    var future = new Manual<Integer>();
    var run = HandPolled.of(token.runUntilCancelled(future));
    assertThat(run.isReady()).isFalse();
    token.cancel();

    assertThat(run.wakes()).isEqualTo(1);
    assertThat(run.value()).isEqualTo(Optional.empty());
    assertThat(future.drops()).isEqualTo(1);
  }

  @Test
  void runUntilCancelled_ofACancelledToken_doesNotPollTheFuture() {
    token.cancel();
    var future = new Manual<Integer>();

    assertThat(token.runUntilCancelled(future, () -> 7).await()).isEqualTo(7);
    assertThat(future.polls()).isZero();
    assertThat(future.drops()).isEqualTo(1);
  }

  @Test
  void runUntilCancelled_dropped_dropsTheFutureAndStopsWaiting() {
    var future = new Manual<Integer>();
    var run = HandPolled.of(token.runUntilCancelled(future));
    assertThat(run.isReady()).isFalse();
    run.drop();
    token.cancel();

    assertThat(future.drops()).isEqualTo(1);
    assertThat(run.wakes()).isZero();
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void runUntilCancelled_ofANull_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> token.runUntilCancelled(null)).withMessage("future");
    assertThatNullPointerException().isThrownBy(() -> token.runUntilCancelled(Futures.ready(1), null))
        .withMessage("otherwise");
  }

  // --- many threads ---

  @Test
  void treeThatGrowsAndIsWaitedForWhileItIsCancelled_isCancelledAltogether() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      var root = new CancellationToken();
      var waits = new ArrayList<HandPolled<@Nullable Void>>();
      var grower = Thread.ofPlatform().start(() -> {
        var t = root;
        for (int i = 0; i < 100; i++) {
          t = i % 10 == 0 ? root.child() : t.child();
          var wait = HandPolled.of(t.cancelled());
          if (!wait.isReady()) {
            waits.add(wait);
            if (i % 3 == 0) {
              wait.drop();
              waits.removeLast();
            }
          }
        }
      });
      var cancellers = List.of(Thread.ofPlatform().start(root::cancel), Thread.ofPlatform().start(() -> {
        root.cancel();
        assertThat(root.child().isCancelled()).isTrue();
      }));
      grower.join();
      for (var canceller : cancellers) {
        canceller.join();
      }
      assertThat(waits).allMatch(wait -> wait.wakes() == 1 && wait.isReady());
    }
  }
}
