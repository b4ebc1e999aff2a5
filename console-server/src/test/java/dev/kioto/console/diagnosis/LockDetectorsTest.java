package dev.kioto.console.diagnosis;

import static dev.kioto.console.diagnosis.Watched.MILLI;
import static dev.kioto.console.diagnosis.Watched.NEVER;
import static dev.kioto.console.diagnosis.Watched.SECOND;
import static dev.kioto.console.diagnosis.Watched.START;
import static dev.kioto.console.diagnosis.Watched.mutex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.diagnosis.Watched.Lock;
import dev.kioto.console.diagnosis.Watched.Wait;
import dev.kioto.console.model.TaskStats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Those detectors that look at locks.
final class LockDetectorsTest {

  private final Watched run = new Watched();

  private static TaskStats idle(long id, long since) {
    return new TaskStats(id, START, NEVER, 0, 0, 2, 1, 0, 2, 1, since - 30, since - 20, since);
  }

  private static TaskStats running(long id, long since) {
    return new TaskStats(id, START, NEVER, 0, 0, 3, 2, 0, 2, 1, since - 5, since, since - 10);
  }

  private static TaskStats ended(long id, long at) {
    return new TaskStats(id, START, at, 0, 0, 2, 1, 0, 2, 2, at - 5, at - 4, at);
  }

  @BeforeEach
  void tellTasks() {
    run.tell(START, List.of(Watched.task(1, "task"), Watched.task(2, "task"), Watched.task(3, "task")),
        idle(1, START), idle(2, START), idle(3, START));
  }

  private List<String> names(String detector) {
    return run.names().stream().filter(name -> name.startsWith(detector)).toList();
  }

  @Test
  void deadlock_toldTwice_isProven() {
    var there = mutex(7, 0, 1, new Wait(41, 2, START));
    var back = mutex(8, 0, 2, new Wait(42, 1, START));
    run.locks(START + SECOND, there, back);
    assertThat(names("deadlock")).as("told of once").isEmpty();
    run.locks(START + 2 * SECOND, there, back);

    assertThat(run.names()).as("and nothing that follows from it").containsExactly("deadlock 1-2");
    var finding = run.active().stream().filter(one -> one.detector().equals("deadlock")).findFirst().orElseThrow()
        .finding();
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.sentence()).contains("'task-1'").contains("'task-2'").contains("neither can ever go on");
    assertThat(run.warnings(1)).contains("deadlock");
    assertThat(run.warnings(2)).contains("deadlock");
    assertThat(run.warnings(3)).isEmpty();
  }

  @Test
  void deadlock_withOtherOperationsEachTime_isNone() {
    for (long i = 1; i < 9; i++) {
      run.locks(START + i * SECOND, mutex(7, i, 1, new Wait(100 + i, 2, START + i * SECOND - MILLI)),
          mutex(8, i, 2, new Wait(200 + i, 1, START + i * SECOND - MILLI)));
    }

    assertThat(names("deadlock")).as("told of different instants").isEmpty();
  }

  @Test
  void deadlock_whoseTaskWasCancelled_isCleared() {
    var there = mutex(7, 0, 1, new Wait(41, 2, START));
    var back = mutex(8, 0, 2, new Wait(42, 1, START));
    for (long i = 1; i < 3; i++) run.tell(START + i * SECOND).locks(START + i * SECOND, there, back);
    assertThat(names("deadlock")).hasSize(1);
    for (long i = 3; i < 7; i++) run.tell(START + i * SECOND).locks(START + i * SECOND, mutex(7, 0, 2));

    assertThat(names("deadlock")).isEmpty();
    assertThat(run.warnings(1)).isEmpty();
  }

  @Test
  void deadlock_whenHoldersAreNotTold_cannotBeTold() {
    run.missing = Map.of(Source.HOLDERS, "It has no words for it.");
    run.locks(START + SECOND, mutex(7, 0, 1, new Wait(41, 2, START)), mutex(8, 0, 2, new Wait(42, 1, START)));

    assertThat(run.state("deadlock").cannotTell()).isEqualTo("It has no words for it.");
    assertThat(run.state("lock-across-await").cannotTell()).isNotNull();
    assertThat(run.state("stuck").cannotTell()).isNull();
  }

  @Test
  void lockAcrossAwait_heldIdleWhileOthersWait_isRaisedAndCleared() {
    for (long i = 0; i < 3; i++) {
      run.locks(START + i * SECOND, mutex(7, 0, 1, new Wait(41, 2, START + MILLI)));
      run.tell(START + i * SECOND + MILLI);
    }
    assertThat(names("lock-across-await")).containsExactly("lock-across-await 1");
    assertThat(run.active().getFirst().finding().sentence()).contains("'task-1' holds the Mutex of Lock.java:7")
        .contains("'task-2' waits for it");
    for (long i = 3; i < 7; i++) {
      run.locks(START + i * SECOND, mutex(7, 1, 2)).tell(START + i * SECOND + MILLI);
    }

    assertThat(names("lock-across-await")).isEmpty();
    assertThat(run.cleared()).hasSize(1);
  }

  @Test
  void lockAcrossAwait_ofALongQueueThatMoves_isNotRaised() {
    for (long i = 0; i < 8; i++) {
      long now = START + i * SECOND;
      long owner = 1 + i % 2;
      run.locks(now, mutex(7, 100 * i, owner, new Wait(41, 3, START - 20 * SECOND)));
      run.tell(now + MILLI, idle(owner, now - 5 * MILLI));
    }

    assertThat(run.changes).isEmpty();
  }

  @Test
  void lockAcrossAwait_whoseOwnerComputes_isNotRaised() {
    for (long i = 0; i < 4; i++) {
      run.locks(START + i * SECOND, mutex(7, 0, 1, new Wait(41, 2, START + MILLI)));
      run.tell(START + i * SECOND + MILLI, running(1, START));
    }

    assertThat(names("lock-across-await")).isEmpty();
  }

  @Test
  void lockAcrossAwait_ofPermits_isNotRaised() {
    for (long i = 0; i < 4; i++) {
      run.locks(START + i * SECOND, new Lock(7, "Semaphore", 0, List.of(1L), List.of(new Wait(41, 2, START + MILLI))));
      run.tell(START + i * SECOND + MILLI);
    }

    assertThat(run.changes).isEmpty();
  }

  @Test
  void stuck_waitingLongForALockThatIsNotHandedOn_isRaised() {
    for (long i = 0; i < 30; i++) {
      run.locks(START + i * SECOND, new Lock(7, "Semaphore", 5, List.of(1L), List.of(new Wait(41, 2, START))));
      run.tell(START + i * SECOND + MILLI);
    }
    assertThat(run.changes).isEmpty();
    run.locks(START + 30 * SECOND, new Lock(7, "Semaphore", 5, List.of(1L), List.of(new Wait(41, 2, START))));

    assertThat(run.names()).containsExactly("stuck 7");
    assertThat(run.active().getFirst().finding().sentence()).contains("'task-2' has waited 30 s")
        .contains("'task-1' holds it");
  }

  @Test
  void stuck_inALongQueueThatMoves_isNotRaised() {
    for (long i = 0; i < 60; i++) {
      run.locks(START + i * SECOND, new Lock(7, "Semaphore", 5 * i, List.of(1L), List.of(new Wait(41, 2, START))));
    }

    assertThat(run.changes).isEmpty();
  }

  @Test
  void stuck_behindATaskThatHasEnded_isCriticalSoon() {
    for (long i = 0; i < 4; i++) {
      run.locks(START + i * SECOND, mutex(7, 0, 1, new Wait(41, 2, START)));
      run.tell(START + i * SECOND + MILLI, ended(1, START));
    }

    assertThat(run.names()).containsExactly("stuck 7");
    assertThat(run.active().getFirst().finding().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(run.active().getFirst().finding().sentence()).contains("'task-1', which held it last, has ended");
  }
}
