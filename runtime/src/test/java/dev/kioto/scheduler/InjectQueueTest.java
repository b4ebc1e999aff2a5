package dev.kioto.scheduler;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class InjectQueueTest {
  private static final int TASKS = 20_000;

  private final InjectQueue queue = new InjectQueue();

  // As push() does when there is no memory.
  private void pushWithoutMemory(ScheduledTask<?> task) {
    queue.countPush();
    queue.spill(task);
  }

  @Test
  void pop_someWereSpilled_givesEachOnce() {
    var tasks = TestTasks.tasks(10);
    for (int i = 0; i < tasks.size(); i++) {
      if (i % 2 == 0) {
        queue.push(tasks.get(i));
      } else {
        pushWithoutMemory(tasks.get(i));
      }
    }
    var popped = new ArrayList<ScheduledTask<?>>();
    for (var task = queue.pop(); task != null; task = queue.pop()) {
      popped.add(task);
    }

    assertThat(popped).containsExactlyInAnyOrderElementsOf(tasks);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(tasks).allSatisfy(task -> assertThat(task.value()).isNull());
  }

  @Test
  void pop_byTwoWhileTwoSpill_givesEachOnce() throws Exception {
    var popped = ConcurrentHashMap.<ScheduledTask<?>>newKeySet();
    var spilling = new CountDownLatch(2);
    try (var executor = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 2; i++) {
        var tasks = TestTasks.tasks(TASKS);
        executor.execute(() -> {
          tasks.forEach(this::pushWithoutMemory);
          spilling.countDown();
        });
      }
      var takers = new ArrayList<java.util.concurrent.Future<Boolean>>();
      for (int i = 0; i < 2; i++) {
        takers.add(executor.submit(() -> takeAll(popped, spilling)));
      }
      for (var taker : takers) {
        assertThat(taker.get(30, SECONDS)).as("none was taken twice").isTrue();
      }
    }

    assertThat(popped).hasSize(2 * TASKS);
  }

  private boolean takeAll(ConcurrentHashMap.KeySetView<ScheduledTask<?>, Boolean> popped, CountDownLatch spilling) {
    boolean once = true;
    while (spilling.getCount() > 0 || !queue.isEmpty()) {
      var task = queue.pop();
      once &= task == null || popped.add(task);
    }
    return once;
  }
}
