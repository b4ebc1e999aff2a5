package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TimeQueueTest {

  private static final long FAR = 1L << 61;

  private final TimeQueue queue = new TimeQueue();

  private static TaskRecord task(int id, int index) {
    var task = new TaskRecord(id, 0);
    task.index = index;
    return task;
  }

  @Test
  void queue_ofTasksThatAreForgottenBeforeTheirInstant_doesNotGrow() {
    for (int i = 0; i < 100_000; i++) {
      var task = task(i, i % 10);
      queue.add(task, FAR + i);
      task.slot = -1;
      queue.forget(task);
    }

    assertThat(queue.size()).isLessThan(100);
  }

  @Test
  void queue_ofATaskWhoseInstantIsSaidEarlierAndEarlier_doesNotGrow() {
    var task = task(1, 0);
    for (int i = 0; i < 100_000; i++) queue.add(task, FAR - i);

    assertThat(queue.size()).isLessThan(100);
    assertThat(queue.poll(FAR - 100_000)).isNull();
    assertThat(queue.poll(FAR - 99_999)).isSameAs(task);
    assertThat(queue.poll(Long.MAX_VALUE)).isNull();
  }

  @Test
  void queue_thatLetGoOfSome_givesTheOthersInOrder() {
    var random = new SplittableRandom(7);
    var instants = new long[500];
    for (int i = 0; i < 5_000; i++) {
      int index = random.nextInt(instants.length);
      long instant = 1 + random.nextLong(1_000_000);
      if (instants[index] == 0 || instant < instants[index]) instants[index] = instant;
      queue.add(task(index, index), instant);
    }

    var taken = new ArrayList<Long>();
    for (var task = queue.poll(1_000_000); task != null; task = queue.poll(1_000_000)) {
      taken.add(instants[task.index]);
    }
    assertThat(taken).hasSize(500).isSorted();
  }
}
