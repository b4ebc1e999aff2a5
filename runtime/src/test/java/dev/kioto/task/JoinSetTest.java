package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Context;
import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.sync.Mpsc;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(60)
final class JoinSetTest {
  private final Setup setup;
  private final Runtime runtime;
  private final JoinSet<Integer> set;

  JoinSetTest(Setup setup) {
    this.setup = setup;
    runtime = setup.start();
    set = new JoinSet<>(runtime.task());
  }

  /// Where each task ends completely before the next is polled: members enter the set in the order of their ends.
  private void assumeOneThreadPolls() {
    assumeTrue(setup == Setup.ONE_WORKER || setup == Setup.CURRENT_THREAD);
  }

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private static <T> T next(JoinSet<T> set) {
    return Objects.requireNonNull(set.joinNext().await(), "the set was empty").value();
  }

  private static JoinException failureOfNext(JoinSet<?> set) {
    return catchThrowableOfType(JoinException.class, () -> set.joinNext().await());
  }

  /// A task that returns when it is told to.
  private record Held(Mpsc.Sender<Integer> gate, AbortHandle task) {
    static Held in(JoinSet<Integer> set) {
      Mpsc.Channel<Integer> channel = Mpsc.channel(1);
      return new Held(channel.sender(), set.spawn(Futures.map(channel.receiver().recv(), n -> n == null ? -1 : n)));
    }

    void end(int value) {
      assertThat(gate.trySend(value)).isEqualTo(Mpsc.TrySend.SENT);
    }

    void endAndWait(int value) {
      end(value);
      await().until(task::isFinished);
    }
  }

  // --- joining ---

  @Test
  void joinNext_ofMembersThatEndInAnOrder_joinsThemInThatOrder() {
    assumeOneThreadPolls();
    var a = Held.in(set);
    var b = Held.in(set);
    var c = Held.in(set);
    b.endAndWait(2);
    c.endAndWait(3);
    a.end(1);

    assertThat(List.of(next(set), next(set), next(set))).containsExactly(2, 3, 1);
  }

  @Test
  void joinNext_ofAnEmptySet_isNullAtOnceAndAgain() {
    assertThat(HandPolled.of(set.joinNext()).value()).isNull();
    set.spawn(() -> 1);
    assertThat(next(set)).isEqualTo(1);

    assertThat(set.joinNext().await()).isNull();
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void joinNext_namesTheTask() {
    var handle = set.spawnBlocking(() -> 1);

    assertThat(set.joinNext().await()).isEqualTo(new Joined<>(handle.id(), 1));
  }

  @Test
  void joinNext_ofAMemberThatFails_throwsItOnceAndTheSetGoesOn() {
    var failing = set.spawn(Futures.failed(new IllegalStateException("odd")));
    var e = failureOfNext(set);
    assertThat(e.isFailed()).isTrue();
    assertThat(e.taskId()).isEqualTo(failing.id());
    assertThat(e).hasRootCauseMessage("odd");

    assertThat(set.length()).isZero();
    set.spawn(() -> 2);
    assertThat(next(set)).isEqualTo(2);
  }

  @Test
  void joinNext_ofAMemberThatIsAborted_throwsItsCancellation() {
    var held = Held.in(set);
    held.task().abort();

    var e = failureOfNext(set);
    assertThat(e.isCancelled()).isTrue();
    assertThat(e.taskId()).isEqualTo(held.task().id());
  }

  @Test
  void joinNext_ofTasksThatReturnNothing_isAJoinedNull() {
    var voids = new JoinSet<@Nullable Void>(runtime.task());
    var direct = voids.spawn(() -> {});
    assertThat(voids.joinNext().await()).isEqualTo(new Joined<@Nullable Void>(direct.id(), null));
    var blocking = voids.spawnBlocking(() -> {});

    assertThat(voids.joinNext().await()).isEqualTo(new Joined<@Nullable Void>(blocking.id(), null));
  }

  @Test
  void joinNext_inAFutureTask_isWokenByItsMembers() {
    var a = Held.in(set);
    var b = Held.in(set);
    var owner = runtime.spawn(Futures.then(set.joinNext(), _ -> set.joinNext()));
    a.end(1);
    b.end(2);

    assertThat(owner.await()).isNotNull();
    assertThat(set.isEmpty()).isTrue();
  }

  // --- cancel safety ---

  @Test
  void joinNext_droppedWhileItWaits_losesNothingAndIsNotWoken() {
    var held = Held.in(set);
    var dropped = HandPolled.of(set.joinNext());
    assertThat(dropped.isReady()).isFalse();
    dropped.drop();
    held.endAndWait(1);

    assertThat(next(set)).isEqualTo(1);
    assertThat(dropped.wakes()).isZero();
  }

  @Test
  void joinNext_droppedAfterItsWake_losesNothing() {
    var held = Held.in(set);
    var dropped = HandPolled.of(set.joinNext());
    assertThat(dropped.isReady()).isFalse();
    held.end(1);
    await().until(() -> dropped.wakes() == 1);
    dropped.drop();

    assertThat(set.length()).isEqualTo(1);
    assertThat(next(set)).isEqualTo(1);
  }

  @Test
  void joinNext_interruptedAgainAndAgain_losesNothing() {
    int n = 500;
    var joined = new AtomicInteger();
    for (int i = 0; i < n; i++) {
      int value = i;
      set.spawn(Futures.map(Task.yieldNow(), _ -> value));
    }
    while (!set.isEmpty()) {
      var owner = runtime.spawn(() -> {
        while (set.joinNext().await() != null) {
          joined.incrementAndGet();
        }
      });
      owner.abort();
      try {
        owner.await();
      } catch (JoinException e) {
        assertThat(e.isCancelled()).isTrue();
      }
    }

    assertThat(joined).hasValue(n);
  }

  // --- without waiting ---

  @Test
  void tryJoinNext_ofMembersThatRun_isNullUntilOneHasEnded() {
    var held = Held.in(set);
    assertThat(set.tryJoinNext()).isNull();
    held.end(1);

    assertThat(await().until(set::tryJoinNext, Objects::nonNull)).isEqualTo(new Joined<>(held.task().id(), 1));
    assertThat(set.tryJoinNext()).isNull();
    assertThat(set.length()).isZero();
  }

  @Test
  void tryJoinNext_ofAMemberThatFailed_throwsIt() {
    var handle = set.add(runtime.spawn(Futures.failed(new IllegalStateException("odd"))));
    await().until(handle::isFinished);

    await().untilAsserted(() -> assertThatThrownBy(set::tryJoinNext).isInstanceOf(JoinException.class));
    assertThat(set.isEmpty()).isTrue();
  }

  // --- all of them ---

  @Test
  void joinAll_ofMembersThatReturn_givesTheirValuesInTheOrderOfTheirEnds() {
    assumeOneThreadPolls();
    var a = Held.in(set);
    var b = Held.in(set);
    b.endAndWait(2);
    a.end(1);

    assertThat(set.joinAll().await()).containsExactly(2, 1);
    assertThat(set.joinAll().await()).isEmpty();
  }

  @Test
  void joinAll_withAMemberThatFails_throwsItAndAbortsTheOthers() {
    var held = Held.in(set);
    set.spawn(Futures.failed(new IllegalStateException("odd")));

    assertThatThrownBy(set.joinAll()::await).isInstanceOf(JoinException.class).hasRootCauseMessage("odd");
    assertThat(set.isEmpty()).isTrue();
    await().until(held.task()::isFinished);
  }

  @Test
  void joinAll_dropped_abortsAll() {
    var held = Held.in(set);
    var dropped = HandPolled.of(set.joinAll());
    assertThat(dropped.isReady()).isFalse();
    dropped.drop();

    await().until(held.task()::isFinished);
    assertThat(set.isEmpty()).isTrue();
    assertThat(dropped.wakes()).isZero();
  }

  @Test
  void joinAll_ofMoreThanTheBudget_givesWay() {
    var members = IntStream.range(0, 10).mapToObj(i -> set.spawn(() -> i)).toList();
    await().until(() -> members.stream().allMatch(AbortHandle::isFinished));
    var all = set.joinAll();
    var cx = new Scarce();
    int polls = 1;
    while (!all.poll(cx.refill()).isReady()) {
      polls++;
    }

    assertThat(polls).isGreaterThanOrEqualTo(4);
    assertThat(set.isEmpty()).isTrue();
  }

  /// Three units a poll.
  private static final class Scarce implements Context {
    private int units;

    Scarce refill() {
      units = 3;
      return this;
    }

    @Override
    public Waker waker() {
      return () -> {};
    }

    @Override
    public boolean takeBudget() {
      return units-- > 0;
    }

    @Override
    public void restoreBudget() {
      units++;
    }
  }

  @Test
  void abortAll_leavesTheMembersToBeJoinedAsCancelled() {
    for (int i = 0; i < 100; i++) {
      Held.in(set);
    }
    set.abortAll();

    assertThat(set.length()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      assertThat(failureOfNext(set).isCancelled()).isTrue();
    }
    assertThat(set.joinNext().await()).isNull();
  }

  @Test
  void detachAll_letsTheMembersRunOnAndTheSetForgetThem() {
    var held = Held.in(set);
    set.detachAll();
    assertThat(set.isEmpty()).isTrue();
    var next = Held.in(set);
    var waiting = HandPolled.of(set.joinNext());
    assertThat(waiting.isReady()).isFalse();
    held.endAndWait(1);
    assertThat(waiting.isReady()).as("the member that left is not joined").isFalse();
    next.end(2);

    assertThat(next(set)).isEqualTo(2);
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void detachAll_whileMembersEnd_leavesTheSetUsable() {
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < 20; i++) {
        set.spawn(_ -> Poll.ready(1));
      }
      set.detachAll();
      set.spawn(_ -> Poll.ready(2));

      assertThat(next(set)).isEqualTo(2);
      assertThat(set.isEmpty()).isTrue();
    }
  }

  @Test
  void shutdown_waitsForTheCleanUpOfItsMembers() throws InterruptedException {
    var running = new CountDownLatch(10);
    var cleaned = new AtomicInteger();
    for (int i = 0; i < 10; i++) {
      set.spawn(() -> {
        try {
          running.countDown();
          return Futures.<Integer>pending().await();
        } finally {
          Task.yieldNow().await();
          cleaned.incrementAndGet();
        }
      });
    }
    running.await();
    set.shutdown().await();

    assertThat(cleaned).hasValue(10);
    assertThat(set.isEmpty()).isTrue();
  }

  @Test
  void shutdown_notPolled_abortsNobody() {
    var held = Held.in(set);
    set.shutdown().drop();
    held.end(1);

    assertThat(next(set)).isEqualTo(1);
  }

  // --- closing ---

  @Test
  void close_abortsAllAndTakesNoMore() {
    var held = Held.in(set);
    set.close();

    assertThat(set.joinNext().await()).isNull();
    assertThatIllegalStateException().isThrownBy(() -> set.spawn(() -> 1)).withMessageContaining("closed");
    assertThatIllegalStateException().isThrownBy(() -> set.add(runtime.spawn(() -> 1)));
    assertThat(set.length()).isZero();
    await().until(held.task()::isFinished);
  }

  @Test
  void set_ofATaskThatIsAborted_takesItsMembersWithIt() throws InterruptedException {
    var waiting = new CountDownLatch(1);
    var member = new AtomicInteger();
    var owner = runtime.spawn(() -> {
      try (var own = new JoinSet<Integer>()) {
        own.spawn(() -> {
          waiting.countDown();
          try {
            return Futures.<Integer>pending().await();
          } catch (CancelledException e) {
            member.incrementAndGet();
            throw e;
          }
        });
        own.joinNext().await();
      }
    });
    waiting.await();
    owner.abort();

    assertThat(catchThrowableOfType(JoinException.class, owner::await).isCancelled()).isTrue();
    await().until(() -> member.get() == 1);
  }

  // --- who spawns ---

  @Test
  void set_withoutASpawner_spawnsOnTheRuntimeOfTheCaller() {
    var own = new JoinSet<Integer>();
    assertThatIllegalStateException().isThrownBy(() -> own.spawn(() -> 1)).withMessageContaining("no runtime");
    assertThat(own.isEmpty()).isTrue();

    assertThat(runtime.<Integer, RuntimeException>blockOn(() -> {
      own.spawn(() -> 1);
      return next(own);
    })).isEqualTo(1);
  }

  @Test
  void set_withANamedSpawner_givesItsMembersTheName() {
    var named = new JoinSet<Integer>(runtime.task().name("fetch"));

    assertThat(named.spawn(() -> 1)).asString().contains("'fetch'");
    assertThat(named.add(runtime.task().name("own").spawn(() -> 1))).asString().contains("'own'");
  }

  @Test
  void add_ofATaskThatIsOver_joinsIt() {
    var handle = runtime.spawn(() -> 1);
    handle.await();
    set.add(handle);

    assertThat(next(set)).isEqualTo(1);
    assertThat(handle.await()).isEqualTo(1);
  }

  @Test
  void spawn_onARuntimeThatHasShutDown_joinsAsCancelled() {
    runtime.close();
    set.spawn(() -> 1);
    set.spawn(Futures.ready(1));

    assertThat(failureOfNext(set).isCancelled()).isTrue();
    assertThat(failureOfNext(set).isCancelled()).isTrue();
    assertThat(set.joinNext().await()).isNull();
  }

  @Test
  void shutdownOfTheRuntime_whileMembersRun_joinsThemAsCancelled() {
    var started = new CountDownLatch(1);
    set.spawn(Futures.pending());
    set.spawn(() -> {
      started.countDown();
      return Futures.<Integer>pending().await();
    });
    runtime.blockOn(runtime.spawn(() -> started.await()));
    runtime.close();

    assertThat(failureOfNext(set).isCancelled()).isTrue();
    assertThat(failureOfNext(set).isCancelled()).isTrue();
    assertThat(set.joinNext().await()).isNull();
  }

  // --- what is left ---

  @Test
  void resultOfAMember_onceJoined_isNotKept() {
    var objects = new JoinSet<Object>(runtime.task());
    objects.spawn(() -> new Object());
    var reference = new WeakReference<>(next(objects));

    await().until(() -> {
      System.gc();
      return reference.get() == null;
    });
    assertThat(objects.isEmpty()).isTrue();
  }
}
