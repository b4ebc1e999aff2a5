package dev.kioto.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpawnTimesTest {
  private static final long MILLISECOND = 1_000_000;

  private final AtomicLong nextId = new AtomicLong(1);
  private final SpawnTimes times = new SpawnTimes(nextId::get);
  private final long start = System.nanoTime();

  private long spawn() {
    return nextId.getAndIncrement();
  }

  @Test
  void spawnedAt_aTaskBetweenTwoNotes_isTheLater() {
    long first = spawn();
    times.note(start + MILLISECOND);
    long second = spawn();
    times.note(start + 5 * MILLISECOND);
    times.note(start + 9 * MILLISECOND);

    assertThat(times.spawnedAt(first)).isEqualTo(start + MILLISECOND);
    assertThat(times.spawnedAt(second)).isEqualTo(start + 5 * MILLISECOND);
  }

  @Test
  void spawnedAt_aTaskAfterTheLastNote_isThatNote() {
    times.note(start + MILLISECOND);
    times.note(start + 7 * MILLISECOND); // with nothing spawned since
    long young = spawn();

    assertThat(times.spawnedAt(young)).isEqualTo(start + 7 * MILLISECOND);
  }

  @Test
  void spawned_theFirstAfterANoteOfAWorker_isNotedByItself() {
    times.note(start - 1_000 * MILLISECOND);
    long id = spawn();
    times.spawned(id);
    long noted = times.spawnedAt(id);

    assertThat(noted).isBetween(start, System.nanoTime());
  }

  @Test
  void spawned_aBurstWithoutWorkers_isNotedEachSixtyFour() {
    times.spawned(spawn());
    long before = System.nanoTime();
    while (System.nanoTime() - before < MILLISECOND) { // longer than notes are apart
      Thread.onSpinWait();
    }
    long burst = 0;
    for (int i = 0; i < 64; i++) {
      burst = spawn();
      times.spawned(burst);
    }

    assertThat(times.spawnedAt(burst)).isGreaterThan(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void spawnedAt_afterManyNotes_isWrongByASixteenthOfTheAgeAtMost(long seed) {
    var random = new SplittableRandom(seed);
    int n = 20_000;
    long[] spawnedAt = new long[n + 1];
    long now = start;
    for (int i = 1; i <= n; i++) {
      now += random.nextLong(200_000, 1L << random.nextInt(18, 34));
      spawnedAt[(int) spawn()] = now;
      times.note(now);
    }
    for (int id = 1; id <= n; id++) {
      long age = now - spawnedAt[id];
      assertThat(now - times.spawnedAt(id)).as("age of %d", id).isCloseTo(age, within(age / 16 + 1));
      assertThat(now - times.spawnedAt(id)).isLessThanOrEqualTo(age);
    }
  }
}
