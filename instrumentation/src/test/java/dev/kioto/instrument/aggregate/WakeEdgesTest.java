package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WakeEdgesTest {
  private record Pair(long from, long to) {}

  private static Map<Pair, WakeEdge> kept(WakeEdges edges) {
    var kept = new HashMap<Pair, WakeEdge>();
    for (int slot = 0; slot < edges.slots(); slot++) {
      var edge = edges.edge(slot);
      if (!edge.isFree()) {
        assertThat(kept.put(new Pair(edge.from(), edge.to()), edge)).as("a pair in two slots").isNull();
      }
    }
    return kept;
  }

  private static long total(WakeEdges edges) {
    return edges.uncounted() + kept(edges).values().stream().mapToLong(WakeEdge::wakes).sum();
  }

  @Test
  void woken_fewPairs_areCountedExactlyWithTheLatestInstant() {
    var edges = new WakeEdges(8);

    edges.woken(2, 1, 50, 1, 0);
    edges.woken(2, 1, 40, 1, 0);
    edges.woken(1, 1, 60, 1, 0);
    edges.woken(3, 0, -5, 1, 0);

    assertThat(kept(edges).values()).containsExactlyInAnyOrder(new WakeEdge(0, 1, 2, 2, 50),
        new WakeEdge(1, 1, 1, 1, 60), new WakeEdge(2, 0, 3, 1, -5));
    assertThat(edges.uncounted()).isZero();
  }

  @Test
  void woken_morePairsThanSlots_lettingGoTheOnesAtRest() {
    var edges = new WakeEdges(16);

    for (int i = 0; i < 10_000; i++) {
      edges.woken(1, 2, i, 1, 0);
      edges.woken(3, 4, i, 1, 0);
      edges.woken(1000 + i, 0, i, 1, 0);
    }

    assertThat(edges.size()).isEqualTo(16);
    // They may go once, while all are equally new.
    assertThat(kept(edges).get(new Pair(2, 1))).extracting(WakeEdge::wakes, as(LONG)).isGreaterThan(9_900);
    assertThat(kept(edges).get(new Pair(4, 3))).extracting(WakeEdge::wakes, as(LONG)).isGreaterThan(9_900);
    assertThat(total(edges)).isEqualTo(30_000);
  }

  @Test
  void passed_tasksForgotten_freesTheirSlotsForOthers() {
    var edges = new WakeEdges(4);
    edges.woken(1, 0, 1, 1, 0);
    edges.woken(2, 3, 2, 1, 0);
    edges.woken(2, 4, 3, 1, 0);
    edges.woken(2, 4, 4, 1, 0);

    for (int pass = 0; pass < 3; pass++) {
      edges.passed(4, task -> task == 2 || task == 4);
    }

    assertThat(kept(edges)).containsOnlyKeys(new Pair(4, 2));
    assertThat(edges.uncounted()).isEqualTo(2);
    edges.woken(5, 6, 5, 1, 0);
    edges.woken(6, 6, 5, 1, 0);
    edges.woken(7, 6, 5, 1, 0);
    assertThat(edges.slots()).isEqualTo(4);
    assertThat(edges.size()).isEqualTo(4);
    assertThat(total(edges)).isEqualTo(7);
  }

  @Test
  void passed_justWoken_isLeftAloneUntilItsSpawnsHadTimeToArrive() {
    var edges = new WakeEdges(4);
    edges.woken(1, 2, 1, 1, 0);

    edges.passed(4, _ -> false);
    edges.passed(4, _ -> false);
    assertThat(edges.size()).isEqualTo(1);

    edges.passed(4, _ -> false);
    assertThat(edges.size()).isZero();
  }

  @Test
  void anything_random_addsUpAndIsFoundAgain() {
    var random = new Random(7);
    for (int round = 0; round < 20; round++) {
      var edges = new WakeEdges(1 + random.nextInt(300));
      var alive = new HashSet<Long>();
      long wakes = 0;
      for (int step = 0; step < 20_000; step++) {
        long task = 1L + random.nextInt(1 + random.nextInt(60));
        long waker = random.nextInt(1 + random.nextInt(60));
        alive.add(task);
        alive.add(waker);
        edges.woken(task, waker, step, 1, 0);
        wakes++;
        if (step % 64 == 0) {
          alive.removeIf(id -> random.nextInt(3) == 0);
          edges.passed(50, alive::contains);
        }
      }
      assertThat(total(edges)).isEqualTo(wakes);
      assertThat(kept(edges)).hasSize(edges.size());
      leavesNothing(edges);
    }
  }

  private static void leavesNothing(WakeEdges edges) {
    for (int pass = 0; pass < 3; pass++) {
      edges.passed(edges.slots(), Set.of()::contains);
    }
    assertThat(edges.size()).isZero();
  }
}
