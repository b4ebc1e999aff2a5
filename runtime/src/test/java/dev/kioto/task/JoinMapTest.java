package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.future.HandPolled;
import dev.kioto.future.Manual;
import dev.kioto.future.Outcome;
import dev.kioto.runtime.Runtime;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class JoinMapTest {
  private final Runtime runtime = Runtime.builder().workerThreads(2).build();
  private final JoinMap<String, Integer> map = new JoinMap<>(runtime.task());
  private final Map<String, Manual<Integer>> gates = new HashMap<>();

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private AbortHandle held(String key) {
    var gate = new Manual<Integer>();
    gates.put(key, gate);
    return map.spawn(key, gate);
  }

  private Manual<Integer> gate(String key) {
    return Objects.requireNonNull(gates.get(key));
  }

  private JoinMap.Joined<String, Integer> next() {
    return Objects.requireNonNull(map.joinNext().await(), "the map was empty");
  }

  private static JoinException failureOf(JoinMap.Joined<?, ?> joined) {
    assertThat(joined.outcome().isSuccess()).isFalse();
    return (JoinException) Objects.requireNonNull(catchThrowable(joined.outcome()::get));
  }

  @Test
  void joinNext_givesKeyIdAndValueInTheOrderOfTheEnds() {
    held("a");
    var b = held("b");
    gate("b").complete(2);

    assertThat(next()).isEqualTo(new JoinMap.Joined<>("b", b.id(), new Outcome.Success<>(2)));
    assertThat(map.containsKey("b")).isFalse();
    gate("a").complete(1);
    assertThat(next().key()).isEqualTo("a");
    assertThat(map.joinNext().await()).isNull();
  }

  @Test
  void joinNext_ofAMemberThatFails_givesItsFailure() {
    map.spawn("x", Futures.failed(new IllegalStateException("odd")));
    var joined = next();

    assertThat(joined.key()).isEqualTo("x");
    assertThat(failureOf(joined)).hasRootCauseMessage("odd").matches(JoinException::isFailed);
    assertThat(map.isEmpty()).isTrue();
  }

  @Test
  void joinNext_dropped_losesNothing() {
    held("a");
    var dropped = HandPolled.of(map.joinNext());
    assertThat(dropped.isReady()).isFalse();
    dropped.drop();
    gate("a").complete(1);

    assertThat(next().outcome().get()).isEqualTo(1);
    assertThat(dropped.wakes()).isZero();
  }

  @Test
  void spawn_underAKeyThatIsTaken_abortsTheOneBeforeAndForgetsIt() {
    var before = held("a");
    var gateBefore = gate("a");
    var other = held("b");
    map.spawn("a", () -> 7);

    assertThat(map.length()).isEqualTo(2);
    assertThat(next()).matches(joined -> joined.key().equals("a") && joined.outcome().get() == 7);
    await().until(before::isFinished);
    assertThat(gateBefore.drops()).isEqualTo(1);
    assertThat(map.length()).isEqualTo(1);
    other.abort();
    assertThat(next().key()).isEqualTo("b");
    assertThat(map.joinNext().await()).isNull();
  }

  @Test
  void spawn_underTheKeyOfAMemberThatHasEnded_isJoinedOnce() {
    var ended = map.spawn("a", () -> 1);
    await().until(ended::isFinished);
    map.spawn("a", () -> 2);

    assertThat(next().outcome().get()).isEqualTo(2);
    assertThat(map.tryJoinNext()).isNull();
    assertThat(map.joinNext().await()).isNull();
  }

  @Test
  void spawn_againAndAgainUnderOneKey_keepsOne() {
    for (int i = 0; i < 10_000; i++) {
      int n = i;
      map.spawn("a", () -> n);
    }

    assertThat(map.length()).isEqualTo(1);
    assertThat(next().outcome().get()).isEqualTo(9_999);
    assertThat(map.isEmpty()).isTrue();
  }

  @Test
  void abort_byKey_abortsThatMember() {
    held("a");
    held("b");
    assertThat(map.abort("a")).isTrue();
    assertThat(map.abort("none")).isFalse();
    var joined = next();

    assertThat(joined.key()).isEqualTo("a");
    assertThat(failureOf(joined).isCancelled()).isTrue();
    assertThat(map.containsKey("b")).isTrue();
  }

  @Test
  void abortMatching_abortsThoseThatMatch() {
    for (int i = 0; i < 10; i++) {
      held("k" + i);
    }
    map.abortMatching(key -> key.charAt(1) % 2 == 0);
    var seen = new BitSet();
    for (int i = 0; i < 5; i++) {
      var joined = next();
      assertThat(failureOf(joined).isCancelled()).isTrue();
      seen.set(joined.key().charAt(1) - '0');
    }

    assertThat(seen.stream()).containsExactly(0, 2, 4, 6, 8);
    assertThat(map.keys()).containsExactlyInAnyOrder("k1", "k3", "k5", "k7", "k9");
    assertThat(map.tryJoinNext()).isNull();
  }

  @Test
  void abortAll_leavesTheMembersToBeJoined() {
    held("a");
    held("b");
    map.abortAll();

    assertThat(map.length()).isEqualTo(2);
    assertThat(failureOf(next()).isCancelled()).isTrue();
    assertThat(failureOf(next()).isCancelled()).isTrue();
  }

  @Test
  void tryJoinNext_ofMembersThatRun_isNullUntilOneHasEnded() {
    held("a");
    assertThat(map.tryJoinNext()).isNull();
    gate("a").complete(1);

    assertThat(await().until(map::tryJoinNext, Objects::nonNull).key()).isEqualTo("a");
    assertThat(map.tryJoinNext()).isNull();
  }

  @Test
  void shutdown_abortsAllAndWaits() {
    var a = held("a");
    held("b");
    map.shutdown().await();

    assertThat(a.isFinished()).isTrue();
    assertThat(map.isEmpty()).isTrue();
    assertThat(map.joinNext().await()).isNull();
  }

  @Test
  void shutdown_dropped_leavesTheRestInTheMap() {
    var gate = new Manual<Integer>();
    var other = new Manual<Integer>();
    map.spawnBlocking("slow", gate::await); // a blocking job that has begun goes on
    map.spawnBlocking("quick", other::await);
    await().until(() -> gate.polls() > 0 && other.polls() > 0);
    var shutdown = HandPolled.of(map.shutdown());
    assertThat(shutdown.isReady()).isFalse();
    other.complete(2);
    await().until(() -> shutdown.wakes() > 0);
    assertThat(shutdown.isReady()).isFalse();
    shutdown.drop();

    assertThat(map.keys()).containsExactly("slow");
    gate.complete(1);
    assertThat(next().outcome().get()).isEqualTo(1);
  }

  @Test
  void detachAll_letsTheMembersRunOn() {
    held("a");
    map.detachAll();
    assertThat(map.isEmpty()).isTrue();
    gate("a").complete(1);

    assertThat(map.joinNext().await()).isNull();
    assertThat(gate("a").drops()).isZero();
  }

  @Test
  void close_abortsAllAndTakesNoMore() {
    var a = held("a");
    map.close();

    await().until(a::isFinished);
    assertThat(map.isEmpty()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> map.spawn("b", () -> 1)).withMessageContaining("JoinMap");
    assertThat(map.joinNext().await()).isNull();
  }

  @Test
  @SuppressWarnings("NullAway") // which code that is not checked can do
  void spawn_underNull_isRefused() {
    assertThatNullPointerException().isThrownBy(() -> map.spawn(null, () -> 1)).withMessage("key");
    assertThat(map.isEmpty()).isTrue();
  }

  @Test
  void manyMembers_replacedAndJoined_areJoinedOnceEach() {
    int keys = 1_000;
    var numbers = new JoinMap<Integer, Integer>(runtime.task());
    for (int round = 0; round < 5; round++) {
      for (int key = 0; key < keys; key++) {
        int value = key;
        numbers.spawn(key, Futures.map(Task.yieldNow(), _ -> value));
      }
    }
    var seen = new BitSet(keys);
    for (var joined = numbers.joinNext().await(); joined != null; joined = numbers.joinNext().await()) {
      assertThat(seen.get(joined.key())).isFalse();
      assertThat(joined.outcome().get()).isEqualTo(joined.key());
      seen.set(joined.key());
    }

    assertThat(seen.cardinality()).isEqualTo(keys);
  }
}
