package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.scheduler.LocalQueue.StealCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LocalQueueTest {
  private static final List<FutureTask<String>> TASKS = TestTasks.tasks(8);

  private final InjectQueue inject = new InjectQueue();
  private final LocalQueue queue = new LocalQueue(4);
  private final LocalQueue thief = new LocalQueue(4);
  private final StealCount stolen = new StealCount();

  private void push(int first, int count) {
    for (int i = first; i < first + count; i++) {
      queue.push(TASKS.get(i), inject);
    }
  }

  private static List<ScheduledTask<?>> drain(LocalQueue queue) {
    var tasks = new ArrayList<ScheduledTask<?>>();
    for (ScheduledTask<?> task; (task = queue.pop()) != null;) {
      tasks.add(task);
    }
    return tasks;
  }

  private List<ScheduledTask<?>> drainInject() {
    var tasks = new ArrayList<ScheduledTask<?>>();
    for (ScheduledTask<?> task; (task = inject.pop()) != null;) {
      tasks.add(task);
    }
    return tasks;
  }

  @Test
  void pop_afterPushes_takesTheOldestFirst() {
    push(0, 3);

    assertThat(queue.size()).isEqualTo(3);
    assertThat(queue.remaining()).isEqualTo(1);
    assertThat(drain(queue)).isEqualTo(TASKS.subList(0, 3));
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void push_full_movesTheNewerHalfAndTheTaskToInject() {
    push(0, 4);

    assertThat(queue.push(TASKS.get(4), inject)).isFalse();

    assertThat(drain(queue)).isEqualTo(TASKS.subList(0, 2));
    assertThat(drainInject()).isEqualTo(TASKS.subList(2, 5));
  }

  @Test
  void push_afterAnOverflow_fitsAgain() {
    push(0, 5);

    assertThat(queue.remaining()).isEqualTo(2);
    assertThat(queue.push(TASKS.get(5), inject)).isTrue();
    assertThat(drain(queue)).containsExactly(TASKS.get(0), TASKS.get(1), TASKS.get(5));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2", "4, 2"})
  void steal_fromSeveral_takesHalfRoundedUpFromTheFront(int tasks, int expected) {
    push(0, tasks);

    var last = queue.stealInto(thief, stolen);

    assertThat(last).isSameAs(TASKS.get(expected - 1));
    assertThat(drain(thief)).isEqualTo(TASKS.subList(0, expected - 1));
    assertThat(drain(queue)).isEqualTo(TASKS.subList(expected, tasks));
    assertThat(stolen.tasks()).isEqualTo(expected);
    assertThat(stolen.operations()).isEqualTo(1);
  }

  @Test
  void steal_fromEmpty_takesNothing() {
    assertThat(queue.stealInto(thief, stolen)).isNull();
    assertThat(stolen.operations()).isZero();
  }

  @Test
  void steal_intoMoreThanHalfFull_takesNothing() {
    push(0, 4);
    for (int i = 4; i < 7; i++) {
      thief.push(TASKS.get(i), inject);
    }

    assertThat(queue.stealInto(thief, stolen)).isNull();
    assertThat(queue.size()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, -4})
  void capacity_notAPowerOfTwo_isRefusedByName(int capacity) {
    assertThatThrownBy(() -> new LocalQueue(capacity)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("power of two").hasMessageContaining(Integer.toString(capacity));
  }

  /// One owner that pushes, pops and overflows, two thieves that pass on what they get: every task is run exactly once.
  /// The positions start where they wrap soon.
  @ParameterizedTest
  @ValueSource(ints = {0, Integer.MAX_VALUE - 100, -100})
  void ownerAndThieves_atRandom_takeEachTaskOnce(int position) throws Exception {
    int total = 100_000;
    var tasks = TestTasks.tasks(total);
    var victim = new LocalQueue(4, position);
    var ended = new AtomicBoolean();
    var taken = new ArrayList<ScheduledTask<?>>();
    try (var threads = Executors.newFixedThreadPool(2)) {
      var thieves = new ArrayList<Future<List<ScheduledTask<?>>>>();
      for (int t = 0; t < 2; t++) {
        thieves.add(threads.submit(thief(victim, new LocalQueue(4, position), ended)));
      }
      var random = new Random(position);
      for (var task : tasks) {
        victim.push(task, inject);
        for (int pops = random.nextInt(3); pops > 0; pops--) {
          add(victim.pop(), taken);
        }
      }
      taken.addAll(drain(victim));
      ended.set(true);
      for (var each : thieves) {
        taken.addAll(each.get(30, TimeUnit.SECONDS));
      }
    }
    taken.addAll(drain(victim));
    taken.addAll(drainInject());

    assertThat(taken).hasSize(total);
    assertThat(taken.stream().mapToLong(ScheduledTask::id).distinct().count()).isEqualTo(total);
  }

  private Callable<List<ScheduledTask<?>>> thief(LocalQueue victim, LocalQueue own, AtomicBoolean ended) {
    return () -> {
      var taken = new ArrayList<ScheduledTask<?>>();
      while (!ended.get()) {
        add(victim.stealInto(own, new StealCount()), taken);
        add(own.pop(), taken);
      }
      taken.addAll(drain(own));
      return taken;
    };
  }

  private static void add(@Nullable ScheduledTask<?> task, List<ScheduledTask<?>> taken) {
    if (task != null) {
      taken.add(task);
    }
  }
}
