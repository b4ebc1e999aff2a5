package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RingTest {

  @Test
  void addAndPoll_atRandom_areInTheOrderOfADeque() {
    var random = new SplittableRandom(1);
    var ring = new Ring<Integer>(2);
    var deque = new ArrayDeque<Integer>();
    for (int i = 0; i < 10_000; i++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> {
          ring.add(i);
          deque.add(i);
        }
        case 4, 5, 6 -> assertThat(ring.poll()).isEqualTo(deque.poll());
        default -> {
          Integer some = i - random.nextInt(1, 20);
          assertThat(ring.remove(some)).isEqualTo(deque.remove(some));
        }
      }
      assertThat(ring.size()).isEqualTo(deque.size());
    }
    assertThat(ring.toList()).containsExactlyElementsOf(deque);
  }

  @Test
  void poll_ofAnEmptyRing_isNull() {
    var ring = new Ring<String>(1);

    assertThat(ring.poll()).isNull();
    assertThat(ring.isEmpty()).isTrue();
  }
}
