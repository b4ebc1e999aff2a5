package dev.kioto.console.diagnosis;

import static dev.kioto.console.diagnosis.Watched.MILLI;
import static dev.kioto.console.diagnosis.Watched.NEVER;
import static dev.kioto.console.diagnosis.Watched.SECOND;
import static dev.kioto.console.diagnosis.Watched.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.diagnosis.Rules.Silence;
import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EngineTest {

  private final Watched run = new Watched();

  private static TaskStats running(long id, long since) {
    return new TaskStats(id, since, NEVER, 0, 0, 1, 0, 0, 1, 0, NEVER, since, NEVER);
  }

  private static TaskStats idle(long id, long since) {
    return new TaskStats(id, since, NEVER, 0, 0, 2, 1, 0, 2, 1, since, since + 1, since + 2);
  }

  @Test
  void finding_thatStays_isOneDiagnosisThatIsUpdated() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START));
    assertThat(run.active()).isEmpty();
    run.tell(START + SECOND);
    run.tell(START + 2 * SECOND);

    assertThat(run.names()).containsExactly("never-yielded 1");
    var diagnosis = run.active().getFirst();
    assertThat(diagnosis.raisedAt()).isEqualTo(START + SECOND);
    assertThat(diagnosis.updatedAt()).isEqualTo(START + 2 * SECOND);
    assertThat(diagnosis.finding().sentence()).contains("'task-1' has run for 2.0 s");
    assertThat(diagnosis.finding().severity()).isEqualTo(Severity.WARNING);
    assertThat(run.warnings(1)).containsExactly("never-yielded");
    assertThat(run.changes).hasSize(1);
  }

  @Test
  void finding_thatGetsWorse_isTheSameDiagnosis() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START));
    for (int i = 1; i <= 10; i++) run.tell(START + i * SECOND);

    assertThat(run.active()).singleElement()
        .matches(one -> one.finding().severity() == Severity.CRITICAL && one.raisedAt() == START + SECOND);
    assertThat(run.changes).extracting(Diagnosis::id).hasSize(2).containsOnly(run.active().getFirst().id());
  }

  @Test
  void finding_thatIsGone_isClearedAfterAWhile() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START));
    run.tell(START + SECOND);
    run.tell(START + 2 * SECOND, idle(1, START + 2 * SECOND));
    assertThat(run.names()).as("it may come back").containsExactly("never-yielded 1");
    run.tell(START + 3 * SECOND);

    assertThat(run.active()).isEmpty();
    assertThat(run.cleared()).singleElement().matches(one -> one.clearedAt() == START + 3 * SECOND);
    assertThat(run.warnings(1)).isEmpty();
  }

  @Test
  void program_thatSaysNothingNew_clearsAndRaisesNothing() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START));
    run.tell(START + SECOND);
    for (int i = 0; i < 20; i++) assertThat(run.engine.look(run.rules, run.missing)).isEqualTo(Engine.Outcome.SAME);

    assertThat(run.names()).containsExactly("never-yielded 1");
  }

  @Test
  void program_thatWasStoppedForLong_isNotAccusedOfThatTime() {
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, START));
    run.tell(START + SECOND, running(1, START + SECOND - MILLI));
    run.tell(START + 60 * SECOND);
    assertThat(run.active()).as("stopped by a debugger").isEmpty();
    run.tell(START + 61 * SECOND - MILLI);
    assertThat(run.active()).isEmpty();
    run.tell(START + 61 * SECOND);

    assertThat(run.names()).as("a second since it goes on").containsExactly("never-yielded 1");
  }

  @Test
  void programThatTellsSeldom_isBelieved() {
    for (long i = 0; i < 4; i++) run.tell(START + 10 * i * SECOND, List.of(Watched.task(1, "task")), idle(1, START));
    run.tell(START + 40 * SECOND, running(1, START + 35 * SECOND));

    assertThat(run.names()).containsExactly("never-yielded 1");
  }

  @Test
  void programThatWasSickBeforeItWasWatched_isFoundAtTheFirstLook() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START - 3600 * SECOND));

    assertThat(run.names()).containsExactly("never-yielded 1");
  }

  @Test
  void programThatWasLostAndFound_isNotAccusedOfThatTime() {
    run.tell(START, List.of(Watched.task(1, "task")), idle(1, START));
    run.model.tasks().beginSnapshot();
    run.tell(START + 2 * SECOND, List.of(Watched.task(1, "task")), running(1, START + MILLI));
    assertThat(run.active()).isEmpty();
    run.tell(START + 3 * SECOND);

    assertThat(run.names()).containsExactly("never-yielded 1");
  }

  @Test
  void clockThatGoesBack_raisesAndClearsNothingAtOnce() {
    run.tell(START, List.of(Watched.task(1, "task"), Watched.task(2, "task")), running(1, START), idle(2, START));
    run.tell(START + SECOND);
    run.tell(START - 1000 * SECOND, running(2, START - 2000 * SECOND));
    assertThat(run.names()).containsExactly("never-yielded 1");
    run.tell(START - 998 * SECOND);

    assertThat(run.names()).containsExactly("never-yielded 2");
    assertThat(run.cleared()).singleElement().matches(one -> one.clearedAt() >= one.raisedAt());
  }

  @Test
  void idThatIsUsedAgain_isAnotherFinding() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START));
    run.tell(START + SECOND);
    run.tell(START + 2 * SECOND, new TaskStats(1, START, START + 2 * SECOND, 0, 0, 1, 0, 0, 1, 1, NEVER, START, NEVER));
    for (int i = 3; i < 6; i++) run.tell(START + i * SECOND);
    run.tell(START + 6 * SECOND, running(1, START + 6 * SECOND));
    assertThat(run.active()).isEmpty();
    run.tell(START + 7 * SECOND);

    assertThat(run.names()).containsExactly("never-yielded 1");
    assertThat(run.cleared()).hasSize(1);
  }

  @Test
  void taskThatIsNotAsync_raisesNothing() {
    for (var kind : List.of("blocking", "block_on")) {
      run.tell(START, List.of(Watched.task(1, kind)), running(1, START - 50 * SECOND));
      run.tell(START + SECOND, new TaskStats(1, START, NEVER, 0, 0, 5, 500, 500, 4, 4, NEVER, START, START + 1));
      for (int i = 2; i < 5; i++) run.tell(START + i * SECOND);
      assertThat(run.active()).isEmpty();
    }
  }

  @Test
  void programThatDoesNotTell_isNotJudged() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START));
    run.tell(START + SECOND);
    run.missing = Map.of(Source.TASKS, "The level is too low.");
    for (int i = 2; i < 8; i++) run.tell(START + i * SECOND);

    assertThat(run.state("never-yielded").cannotTell()).isEqualTo("The level is too low.");
    assertThat(run.names()).as("nobody knows better").containsExactly("never-yielded 1");
  }

  @Test
  void silence_hidesAndClears_whatIsOfThatPlace() {
    run.tell(START, List.of(Watched.task(1, "task"), Watched.task(2, "task")), running(1, START), running(2, START));
    run.tell(START + SECOND);
    run.rules = new Rules(Map.of(), List.of(new Silence("never-yielded", "Server.java:1")));
    run.tell(START + 2 * SECOND);

    assertThat(run.names()).containsExactly("never-yielded 2");
    assertThat(run.state("never-yielded").silenced()).isEqualTo(1);
    assertThat(run.warnings(1)).isEmpty();
  }

  @Test
  void threshold_thatIsSet_countsFromTheNextLook() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START));
    run.rules = new Rules(Map.of("never-yielded", Map.of("warn", 5 * SECOND)), List.of());
    for (int i = 1; i < 5; i++) run.tell(START + i * SECOND);
    assertThat(run.active()).isEmpty();
    run.tell(START + 5 * SECOND);

    assertThat(run.active()).singleElement()
        .matches(one -> Map.of("warn", 5 * SECOND, "critical", 10 * SECOND).equals(one.thresholds()));
  }

  @Test
  void moreFindingsThanAreKept_areCounted() {
    var tasks = new ArrayList<TaskDescription>();
    var stats = new ArrayList<TaskStats>();
    for (long id = 1; id <= 700; id++) {
      tasks.add(Watched.task(id, "task"));
      stats.add(running(id, START));
    }
    run.tell(START, tasks, stats.toArray(TaskStats[]::new));
    run.tell(START + SECOND);

    assertThat(run.active()).hasSize(Standing.MOST_ACTIVE);
    assertThat(run.state("never-yielded").leftOut()).isEqualTo(200);
  }

  @Test
  void look_atAMillionTasks_visitsThoseThatChanged() {
    int million = 1_000_000;
    var tasks = new ArrayList<TaskDescription>(million);
    var stats = new ArrayList<TaskStats>(million);
    for (long id = 1; id <= million; id++) {
      tasks.add(new TaskDescription(id, id, "", "task", "", "Server.java:1", List.of()));
      stats.add(idle(id, START));
    }
    run.model.tasks().apply(new ModelUpdate(START, tasks, stats, 0));
    run.engine.look(run.rules, run.missing);
    long before = run.engine.visits();
    for (int i = 1; i <= 10; i++) {
      run.tell(START + i * SECOND, running(1 + i, START + i * SECOND));
    }

    assertThat(run.engine.visits() - before).isLessThan(200);
    assertThat(run.names()).hasSize(9);
  }

  @Test
  void end_clearsWhatIsActive() {
    run.tell(START, List.of(Watched.task(1, "task")), running(1, START));
    run.tell(START + SECOND);
    run.engine.end();

    assertThat(run.active()).isEmpty();
    assertThat(run.cleared()).hasSize(1);
  }

  @Test
  void program_whoseClockStands_hasNoMoreDiagnosesThanOneMayHave() {
    run.tell(START);
    for (int round = 0; round < 5; round++) {
      var described = new ArrayList<TaskDescription>();
      var stats = new ArrayList<TaskStats>();
      for (int i = 1; i <= 400; i++) {
        long id = 400L * round + i;
        described.add(Watched.task(id, "task"));
        stats.add(running(id, START - 2 * SECOND));
        if (round > 0) stats.add(idle(id - 400, START - 2 * SECOND));
      }
      run.tell(START, described, stats.toArray(TaskStats[]::new));
    }

    assertThat(run.names()).filteredOn(name -> name.startsWith("never-yielded")).hasSize(500);
    assertThat(run.state("never-yielded").leftOut()).isPositive();
  }
}
