package dev.kioto.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Members in large numbers, whoever owns them.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class JoinSetLoadTest {
  private static final int MANY = 3_000;

  private final Runtime runtime;
  private final JoinSet<Integer> set;

  JoinSetLoadTest(Setup setup) {
    runtime = setup.start();
    set = new JoinSet<>(runtime.task());
  }

  @AfterEach
  void shutDown() {
    runtime.close();
  }

  private void spawnMany(JoinSet<Integer> into) {
    for (int i = 0; i < MANY; i++) {
      int n = i;
      switch (i % 3) {
        case 0 -> into.spawn(Futures.map(Task.yieldNow(), _ -> n));
        case 1 -> into.spawn(_ -> Poll.ready(n));
        default -> into.spawn(() -> {
          Task.yieldNow().await();
          return n;
        });
      }
    }
  }

  private static void assertAllAreJoinedOnce(JoinSet<Integer> from) {
    var seen = new BitSet(MANY);
    for (var joined = from.joinNext().await(); joined != null; joined = from.joinNext().await()) {
      assertThat(seen.get(joined.value())).as("joined before: %s", joined).isFalse();
      seen.set(joined.value());
    }
    assertThat(seen.cardinality()).isEqualTo(MANY);
  }

  @Test
  void manyMembers_ownedFromOutside_areJoinedOnceEach() {
    spawnMany(set);

    assertAllAreJoinedOnce(set);
  }

  @Test
  void manyMembers_ownedByTheRoot_areJoinedOnceEach() {
    runtime.blockOn(() -> {
      var own = new JoinSet<Integer>();
      spawnMany(own);
      assertAllAreJoinedOnce(own);
    });
  }

  @Test
  void manyMembers_ownedByADirectTask_areJoinedOnceEach() {
    runtime.spawn(() -> {
      try (var own = new JoinSet<Integer>()) {
        spawnMany(own);
        assertAllAreJoinedOnce(own);
      }
    }).await();
  }

  @Test
  void manyMembers_ownedByAFutureTask_areJoinedOnceEach() {
    spawnMany(set);
    Future<List<Integer>> all = set.joinAll();

    assertThat(runtime.spawn(all).await()).hasSize(MANY).doesNotHaveDuplicates();
  }

  @Test
  void manyMembers_abortedAndShutDown_allEnd() {
    for (int i = 0; i < MANY; i++) {
      set.spawn(Futures.<Integer>pending());
    }
    runtime.blockOn(set.shutdown());

    assertThat(set.isEmpty()).isTrue();
    assertThat(runtime.metrics().numAliveTasks()).isZero();
  }
}
