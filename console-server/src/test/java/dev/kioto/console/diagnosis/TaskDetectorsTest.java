package dev.kioto.console.diagnosis;

import static dev.kioto.console.diagnosis.Watched.NEVER;
import static dev.kioto.console.diagnosis.Watched.SECOND;
import static dev.kioto.console.diagnosis.Watched.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.TaskStats;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Those detectors that look at tasks one by one.
final class TaskDetectorsTest {

  private final Watched run = new Watched();

  private static TaskStats stats(long polls, long wakes, long selfWakes, long clones, long drops, long pollStarted,
      long pollEnded) {
    return new TaskStats(1, START, NEVER, 0, 0, polls, wakes, selfWakes, clones, drops, NEVER, pollStarted, pollEnded);
  }

  @ParameterizedTest
  @CsvSource({"99, 99, false", "100, 51, true", "100, 50, false", "1000, 0, false"})
  void selfWake_moreThanHalfOfEnough_isRaised(long wakes, long own, boolean raised) {
    run.tell(START, List.of(Watched.task(1, "task")), stats(5, wakes, own, 1, 0, START - 5, START - 4));

    assertThat(run.names()).isEqualTo(raised ? List.of("self-wake 1") : List.of());
  }

  @ParameterizedTest
  @CsvSource({"task, 4, 4, 3, true", "direct, 4, 4, 3, false", "task, 5, 4, 3, false", "task, 4, 4, 0, false"})
  void lostWaker_idleForLongWithoutAWaker_isRaised(String kind, long clones, long drops, long polls, boolean raised) {
    run.tell(START, List.of(Watched.task(1, kind)), stats(polls, 3, 0, clones, drops, START - 20, START - 10));
    assertThat(run.active()).as("wakers are counted apart from polls").isEmpty();
    run.tell(START + SECOND);

    assertThat(run.names()).isEqualTo(raised ? List.of("lost-waker 1") : List.of());
  }

  @Test
  void lostWaker_thatIsFoundAgain_isCleared() {
    run.tell(START, List.of(Watched.task(1, "task")), stats(3, 3, 0, 4, 4, START - 20, START - 10));
    run.tell(START + SECOND);
    run.tell(START + 2 * SECOND, stats(4, 4, 0, 6, 5, START + SECOND, START + SECOND + 1));
    run.tell(START + 3 * SECOND);

    assertThat(run.active()).isEmpty();
    assertThat(run.cleared()).hasSize(1);
  }

  @Test
  void neverYielded_inItsSecondPoll_isNotRaised() {
    run.tell(START, List.of(Watched.task(1, "direct")), stats(2, 1, 0, 1, 0, START - 5 * SECOND, START - 6 * SECOND));

    assertThat(run.active()).isEmpty();
  }

  @Test
  void completedTask_raisesNothing() {
    run.tell(START, List.of(Watched.task(1, "task")),
        new TaskStats(1, START - 60 * SECOND, START - SECOND, 0, 0, 1, 500, 500, 4, 4, NEVER, START - 50 * SECOND,
            START - 40 * SECOND));

    assertThat(run.active()).isEmpty();
  }
}
