package dev.kioto.console.diagnosis;

import static dev.kioto.console.diagnosis.Watched.NEVER;
import static dev.kioto.console.diagnosis.Watched.SECOND;
import static dev.kioto.console.diagnosis.Watched.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.IncidentUpdate;
import dev.kioto.console.model.TaskStats;
import java.util.List;
import java.util.Map;
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

  /// A task after some seconds, in each of which it was woken, woke itself and was polled.
  private static TaskStats spinning(int seconds, long wakes, long own, long pollMicros) {
    long now = START + seconds * SECOND;
    return new TaskStats(1, START, NEVER, seconds * wakes * pollMicros * 1000, 0, seconds * wakes, seconds * wakes,
        seconds * own, 1, 0, now - 3, now - 2, now - 1);
  }

  @ParameterizedTest
  @CsvSource({"90, 90, 1, false", "200, 101, 1, true", "200, 100, 1, false", "5000, 5000, 1, true",
      "900, 900, 1000, false",
      "1000, 0, 1, false"})
  void selfWake_shortPollsAndMoreThanHalfOfEnough_isRaised(long wakes, long own, long pollMicros, boolean raised) {
    run.tell(START, List.of(Watched.task(1, "task")), spinning(0, wakes, own, pollMicros));
    for (int i = 1; i < 4; i++) run.tell(START + i * SECOND, spinning(i, wakes, own, pollMicros));

    assertThat(run.names()).isEqualTo(raised ? List.of("self-wake 1") : List.of());
  }

  @Test
  void selfWake_thatStops_isCleared() {
    run.tell(START, List.of(Watched.task(1, "task")), spinning(0, 1000, 1000, 1));
    for (int i = 1; i < 4; i++) run.tell(START + i * SECOND, spinning(i, 1000, 1000, 1));
    assertThat(run.names()).containsExactly("self-wake 1");
    for (int i = 4; i < 9; i++) run.tell(START + i * SECOND, spinning(3, 1000, 1000, 1));

    assertThat(run.active()).isEmpty();
  }

  @Test
  void selfWake_ofATaskThatSpendsItsBudget_isLeftToThatDiagnosis() {
    run.tell(START, List.of(Watched.task(1, "task")), spinning(0, 1000, 1000, 1));
    for (int i = 1; i < 4; i++) {
      run.workers(START + i * SECOND, Watched.spendingBudgets(i * 900L));
      run.tell(START + i * SECOND, spinning(i, 1000, 1000, 1));
    }
    assertThat(run.active()).isEmpty();
    for (int i = 4; i < 8; i++) {
      run.workers(START + i * SECOND, Watched.spendingBudgets(i * 900L));
      run.tell(START + i * SECOND, spinning(i, 1000, 1000, 1));
    }

    assertThat(run.names()).as("the program has not said whose budgets they are").containsExactly("self-wake 1");
  }

  @Test
  void finding_thatCannotBeLookedAtAnyMore_staysWithTheReasonAndIsLookedForAgain() {
    run.tell(START, List.of(Watched.task(1, "task")), spinning(0, 1000, 1000, 1));
    for (int i = 1; i < 4; i++) run.tell(START + i * SECOND, spinning(i, 1000, 1000, 1));
    run.missing = Map.of(Source.TASKS, "The level fell.");
    for (int i = 4; i < 30; i++)
      run.workers(START + i * SECOND, Watched.worker(0, 0, 0, 0, 0, 0, 0)).tell(START + i * SECOND);

    assertThat(run.active()).singleElement()
        .satisfies(one -> assertThat(one.finding().sentence()).startsWith("'task-1' woke itself")
            .endsWith(" That is as of the last look: The level fell.").containsOnlyOnce("The level fell."));
    run.missing = Map.of();
    for (int i = 30; i < 34; i++) run.tell(START + i * SECOND, spinning(i, 1000, 1000, 1));
    assertThat(run.cleared()).isEmpty();
    assertThat(run.active()).singleElement()
        .satisfies(one -> assertThat(one.finding().sentence()).doesNotContain("The level fell."));
  }

  private static TaskStats woken(long id, long since) {
    return new TaskStats(id, START, NEVER, 0, 0, 2, 3, 0, 2, 1, since, since - 20, since - 10);
  }

  @Test
  void starved_forLong_namesWhoHasTheWorkers() {
    run.tell(START, List.of(Watched.task(1, "task"), Watched.task(2, "task")), woken(1, START));
    run.workers(START + SECOND, Watched.worker(0, 2, START - SECOND / 2, 0, 1, 1, 0),
        Watched.workerOf(2, 0, 3, START - SECOND), Watched.workerOf(2, 1, 0, 0)); // which would have polled it
    run.tell(START + SECOND);

    assertThat(run.active()).singleElement().satisfies(one -> {
      assertThat(one.finding().severity()).isEqualTo(Severity.CRITICAL);
      assertThat(one.finding().sentence()).contains("'task-1' was woken 1.0 s ago")
          .contains(": 'task-2' has ").contains(" for 1.0 s.");
      assertThat(one.finding().causes()).extracting(Cause::id).containsExactly("2");
    });
  }

  @Test
  void starved_onceForAMoment_isAHiccup() {
    run.tell(START, List.of(Watched.task(1, "task")), woken(1, START - 200_000_000L));
    for (int i = 1; i < 6; i++) run.tell(START + i * SECOND, woken(1, START + i * SECOND));
    assertThat(run.changes).isEmpty();
    run.tell(START + 6 * SECOND, woken(1, START + 6 * SECOND - 200_000_000L));
    assertThat(run.changes).as("the one before is long ago").isEmpty();
    run.tell(START + 7 * SECOND, woken(1, START + 7 * SECOND - 200_000_000L));

    assertThat(run.names()).containsExactly("starved 1");
    assertThat(run.active().getFirst().finding().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void starved_onAMachineWithoutAProcessorForTheProgram_isNotItsFault() {
    run.tell(START, List.of(Watched.task(1, "task")), woken(1, START));
    for (int i = 0; i < 6; i++) {
      run.model.incidents()
          .apply(new IncidentUpdate(START + i * SECOND, List.of(), 0, 10 * Watched.MILLI, 5 * Watched.MILLI,
              i * SECOND * 8 / 10));
      run.tell(START + i * SECOND, woken(1, START + i * SECOND - 400 * Watched.MILLI));
    }
    assertThat(run.changes).as("of 400 ms it had 80").isEmpty();

    run.model.incidents()
        .apply(new IncidentUpdate(START + 6 * SECOND, List.of(), 0, 10 * Watched.MILLI, 5 * Watched.MILLI,
            6 * SECOND * 8 / 10));
    run.tell(START + 6 * SECOND, woken(1, START));
    assertThat(run.names()).as("of six seconds it had more than one").containsExactly("starved 1");
    assertThat(run.active().getFirst().finding().sentence()).contains("6.0 s ago");
  }

  @Test
  void starved_withAMomentOfAnotherTask_isRaisedAndCleared() {
    run.tell(START, List.of(Watched.task(1, "task"), Watched.task(2, "task")), woken(1, START - 200_000_000L));
    run.tell(START + SECOND, woken(1, START + SECOND), woken(2, START + SECOND - 300_000_000L));
    assertThat(run.names()).containsExactly("starved 2");
    for (int i = 2; i < 6; i++) {
      run.tell(START + i * SECOND, woken(1, START + i * SECOND), woken(2, START + i * SECOND));
    }

    assertThat(run.active()).isEmpty();
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
