package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskRecordTest {

  private static final long NEVER = TaskRecord.ABSENT;

  @Test
  void running_countsTheCurrentPollAsBusy() {
    var task = task(stats(0, NEVER, 10, 5, NEVER, 80, 70));

    assertThat(task.state()).isEqualTo(TaskState.RUNNING);
    assertThat(task.busyAt(100)).isEqualTo(30);
    assertThat(task.scheduledAt(100)).isEqualTo(5);
    assertThat(task.idleAt(100)).isEqualTo(65);
  }

  @Test
  void firstPoll_thatHasNotEnded_isRunning() {
    assertThat(task(stats(0, NEVER, 0, 0, NEVER, 80, NEVER)).state()).isEqualTo(TaskState.RUNNING);
  }

  @Test
  void scheduled_countsTheCurrentWait() {
    var task = task(stats(0, NEVER, 10, 5, 90, 60, 70));

    assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(task.scheduledAt(100)).isEqualTo(15);
    assertThat(task.idleAt(100)).isEqualTo(75);
  }

  @Test
  void wokenWhileRunning_waitsFromTheEndOfThatPoll() {
    var task = task(stats(0, NEVER, 10, 0, 65, 60, 70));

    assertThat(task.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(task.scheduledAt(100)).isEqualTo(30);
  }

  @Test
  void idle_isTheRest() {
    var task = task(stats(0, NEVER, 10, 5, 50, 60, 70));

    assertThat(task.state()).isEqualTo(TaskState.IDLE);
    assertThat(task.idleAt(100)).isEqualTo(85);
  }

  @Test
  void completed_endsItsTimes() {
    var task = task(stats(0, 80, 10, 5, 50, 60, 70));

    assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
    assertThat(task.totalAt(100)).isEqualTo(80);
    assertThat(task.totalAt(1000)).isEqualTo(80);
    assertThat(task.idleAt(1000)).isEqualTo(65);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void times_whateverAProgramSays_addUpAndAreNotNegative(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var task = task(stats(instant(random), maybe(random), duration(random), duration(random), maybe(random),
          maybe(random), maybe(random)));
      long asOf = instant(random);
      long total = task.totalAt(asOf);
      long busy = task.busyAt(asOf);
      long scheduled = task.scheduledAt(asOf);
      long idle = task.idleAt(asOf);

      assertThat(busy + scheduled + idle).as("seed %d, step %d", seed, i).isEqualTo(total);
      assertThat(Math.min(Math.min(busy, scheduled), Math.min(idle, total))).isNotNegative();
    }
  }

  @Test
  void wakerCount_whenMoreAreDroppedThanMade_isZero() {
    var task = new TaskRecord(1, 0);
    task.update(new TaskStats(1, 0, NEVER, 0, 0, 1, 0, 0, 2, 3, NEVER, NEVER, NEVER));

    assertThat(task.wakerCount()).isZero();
  }

  private static long instant(Random random) {
    return random.nextBoolean() ? random.nextInt(200) : random.nextLong(4_000_000_000_000_000_000L);
  }

  private static long duration(Random random) {
    return random.nextBoolean() ? random.nextInt(50) : random.nextLong(2_000_000_000_000_000_000L);
  }

  private static long maybe(Random random) {
    return random.nextInt(3) == 0 ? NEVER : instant(random);
  }

  private static TaskStats stats(long created, long dropped, long busy, long scheduled, long lastWake, long pollStarted,
      long pollEnded) {
    return new TaskStats(1, created, dropped, busy, scheduled, 1, 1, 0, 1, 0, lastWake, pollStarted, pollEnded);
  }

  private static TaskRecord task(TaskStats stats) {
    var task = new TaskRecord(1, 0);
    task.update(stats);
    return task;
  }
}
