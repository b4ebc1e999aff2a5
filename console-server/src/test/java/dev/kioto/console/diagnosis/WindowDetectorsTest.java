package dev.kioto.console.diagnosis;

import static dev.kioto.console.diagnosis.Watched.MILLI;
import static dev.kioto.console.diagnosis.Watched.NEVER;
import static dev.kioto.console.diagnosis.Watched.SECOND;
import static dev.kioto.console.diagnosis.Watched.START;
import static dev.kioto.console.diagnosis.Watched.worker;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.Incident;
import dev.kioto.console.model.IncidentUpdate;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Those detectors that look at what happened over some time.
final class WindowDetectorsTest {

  private final Watched run = new Watched();
  private long lastTask;

  private static TaskStats idle(long id, long polls, long since) {
    return new TaskStats(id, START, NEVER, 0, 0, polls, 1, 0, 2, 1, since, since, since + 1);
  }

  /// Tasks of one place begin.
  private List<TaskDescription> begin(int number, List<TaskStats> stats, long now) {
    var begun = new ArrayList<TaskDescription>();
    for (int i = 0; i < number; i++) {
      begun.add(new TaskDescription(++lastTask, lastTask, "session", "direct", "", "Sessions.java:12", List.of()));
      stats.add(idle(lastTask, 1, now));
    }
    return begun;
  }

  @Test
  void taskLeak_moreAndMoreThatDoNothing_isRaisedAndCleared() {
    for (long i = 0; i < 8; i++) {
      var stats = new ArrayList<TaskStats>();
      long now = START + i * SECOND;
      run.tell(now, begin(50, stats, now), stats.toArray(TaskStats[]::new));
    }
    assertThat(run.names()).containsExactly("task-leak Sessions.java:12");
    assertThat(run.active().getFirst().finding().sentence()).contains("400 tasks of Sessions.java:12 are alive")
        .contains("50 more a second");
    for (long i = 8; i < 13; i++) run.tell(START + i * SECOND);

    assertThat(run.active()).isEmpty();
  }

  @Test
  void taskLeak_ofTasksThatAreUsedMoreAndMore_isNotRaised() {
    for (long i = 0; i < 20; i++) {
      var stats = new ArrayList<TaskStats>();
      long now = START + i * SECOND;
      for (long id = 1; id <= lastTask; id++) stats.add(idle(id, 5 * i, now));
      run.tell(now, begin(50, stats, now), stats.toArray(TaskStats[]::new));
    }

    assertThat(run.changes).as("clients come, and use their connections").isEmpty();
  }

  @Test
  void taskLeak_ofTasksThatComeInABurst_isNotRaised() {
    for (long i = 0; i < 10; i++) {
      var stats = new ArrayList<TaskStats>();
      long now = START + i * SECOND;
      run.tell(now, begin(i == 2 ? 10_000 : 1, stats, now), stats.toArray(TaskStats[]::new));
    }

    assertThat(run.changes).isEmpty();
  }

  @Test
  void taskLeak_whereTasksEndToo_isNotRaised() {
    for (long i = 0; i < 20; i++) {
      var stats = new ArrayList<TaskStats>();
      long now = START + i * SECOND;
      if (i > 1) {
        stats.add(new TaskStats(i, START, now, 0, 0, 1, 1, 0, 2, 2, now - 2, now - 2, now - 1));
      }
      run.tell(now, begin(50, stats, now), stats.toArray(TaskStats[]::new));
    }

    assertThat(run.changes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"900, 10, true", "900, 300, false", "300, 10, false", "0, 0, false"})
  void workerImbalance_oneBusyAndTheOthersNot_isRaised(long busy, long others, boolean raised) {
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, 1, START));
    for (long i = 0; i < 5; i++) {
      run.workers(START + i * SECOND, worker(0, 0, 0, i * others * MILLI, i, i, 0),
          worker(1, 1, START, i * busy * MILLI, i, i, 0));
    }

    assertThat(run.names()).isEqualTo(raised ? List.of("worker-imbalance 1") : List.of());
  }

  @Test
  void workerImbalance_thatEnds_isCleared() {
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, 1, START));
    for (long i = 0; i < 10; i++) {
      run.tell(START + i * SECOND);
      run.workers(START + i * SECOND, worker(0, 0, 0, 0, i, i, 0), worker(1, 0, 0, Math.min(4, i) * SECOND, i, i, 0));
    }

    assertThat(run.changes).hasSize(2);
    assertThat(run.active()).isEmpty();
  }

  @Test
  void workerImbalance_ofAWorkerThatLongPollsHold_isLeftToThatDiagnosis() {
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, 1, START));
    for (long i = 0; i < 5; i++) {
      run.model.incidents().apply(new IncidentUpdate(START + i * SECOND, List.of(
          new Incident(i + 1, Incident.Kind.LONG_POLL, 1, 0, 1, START + i * SECOND - SECOND, 900 * MILLI, false,
              900 * MILLI, 0, List.of(), "", 0, 0, List.of(), 0, "")),
          0, 10 * MILLI, 5 * MILLI, 0));
      run.workers(START + i * SECOND, worker(0, 0, 0, i * SECOND * 95 / 100, i, i, 0), worker(1, 0, 0, 0, i, i, 0));
    }

    assertThat(run.names()).doesNotContain("worker-imbalance 1").contains("long-poll 1");
  }

  @Test
  void workerImbalance_ofASingleWorkerOrASleepyProgram_isNotRaised() {
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, 1, START));
    for (long i = 0; i < 5; i++) run.workers(START + i * SECOND, worker(0, 1, START, i * SECOND, i, i, 0));

    assertThat(run.changes).isEmpty();
    assertThat(run.state("worker-imbalance").cannotTell()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"3000, 2970, 5, true", "900, 890, 5, true", "3000, 2970, 4000, false", "3000, 2100, 5, false",
      "190, 185, 5, false"})
  void noopWakeups_manyAndMoreThanPolls_isRaised(long parks, long noops, long polls, boolean raised) {
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, 1, START));
    for (long i = 0; i < 5; i++) {
      run.workers(START + i * SECOND, worker(0, 0, 0, 0, i * polls, i * parks, i * noops), worker(1, 0, 0, 0, 0, 0, 0));
    }

    assertThat(run.names()).isEqualTo(raised ? List.of("noop-wakeups 1") : List.of());
  }

  @Test
  void windows_beforeTheyAreFull_cannotBeTold() {
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, 1, START));
    run.workers(START, worker(0, 0, 0, 0, 0, 0, 0));

    assertThat(run.state("worker-imbalance").cannotTell()).contains("long enough");
    assertThat(run.state("noop-wakeups").cannotTell()).contains("long enough");
  }

  @Test
  void windows_ofAProgramThatTellsOfNoWorkers_cannotBeTold() {
    run.missing = Map.of(Source.WORKERS, "It has no words for it.");
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, 1, START));

    assertThat(run.state("worker-imbalance").cannotTell()).isEqualTo("It has no words for it.");
    assertThat(run.state("noop-wakeups").cannotTell()).isEqualTo("It has no words for it.");
  }
}
