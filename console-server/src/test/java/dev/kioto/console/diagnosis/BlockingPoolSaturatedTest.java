package dev.kioto.console.diagnosis;

import static dev.kioto.console.diagnosis.Watched.MILLI;
import static dev.kioto.console.diagnosis.Watched.NEVER;
import static dev.kioto.console.diagnosis.Watched.SECOND;
import static dev.kioto.console.diagnosis.Watched.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.RuntimeState;
import dev.kioto.console.model.SchedulerModel;
import dev.kioto.console.model.TaskStats;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BlockingPoolSaturatedTest {

  private static final TaskStats RUNNING = new TaskStats(1, START - SECOND, NEVER, 0, 0, 1, 0, 0, 0, 0, NEVER,
      START - SECOND, NEVER);

  private final Watched run = new Watched();

  private void pool(long now, int threads, int idle, long queued) {
    run.model.schedulers().apply(new SchedulerModel.Runtimes(now, List.of(new RuntimeState(3, "main", "multi-thread",
        List.of(), 5, 5, 0, 0, new RuntimeState.Driver(0, 0, 0, 0),
        new RuntimeState.BlockingPool(threads, idle, 4, queued)))));
  }

  private static TaskStats waiting(long since) {
    return new TaskStats(2, since, NEVER, 0, 0, 0, 0, 0, 0, 0, NEVER, NEVER, NEVER);
  }

  private void twoLooks(int threads, int idle, long queued, long waitedMillis) {
    var jobs = List.of(Watched.task(1, "blocking"), Watched.task(2, "blocking"));
    pool(START - 250 * MILLI, threads, idle, queued);
    run.tell(START - 250 * MILLI, jobs, RUNNING, waiting(START - waitedMillis * MILLI));
    pool(START, threads, idle, queued);
    run.tell(START, RUNNING, waiting(START - waitedMillis * MILLI));
  }

  @ParameterizedTest
  @CsvSource({"4, 0, 1, 150, true", "4, 0, 1, 90, false", "3, 0, 1, 150, false", "4, 1, 1, 150, false",
      "4, 0, 0, 150, false"})
  void pool_atItsCapWithJobsThatWait_isRaised(int threads, int idle, long queued, long waitedMillis, boolean raised) {
    twoLooks(threads, idle, queued, waitedMillis);

    assertThat(run.names()).isEqualTo(raised ? List.of("blocking-pool-saturated 3") : List.of());
  }

  @Test
  void sentence_ofASaturatedPool_saysWhoHoldsIt() {
    twoLooks(4, 0, 12, 1_200);

    var finding = run.active().getFirst().finding();
    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.sentence())
        .isEqualTo("12 jobs wait for a thread of the blocking pool of runtime 'main', the first for "
            + "1.2 s: all 4 threads are at work, and it may have no more.");
    assertThat(finding.causes()).singleElement()
        .matches(cause -> cause.id().equals("Server.java:1") && cause.name().equals("task-1"));
  }

  @Test
  void pool_atItsCapForAMoment_isNotRaised() {
    pool(START, 4, 0, 5);
    run.tell(START, List.of(Watched.task(2, "blocking")), waiting(START - SECOND));

    assertThat(run.active()).isEmpty();
  }

  @Test
  void runtimes_areNotTold_itCannotTell() {
    run.missing = Map.of(Source.RUNTIMES, "No runtimes.");
    twoLooks(4, 0, 12, 1_200);

    assertThat(run.active()).isEmpty();
    assertThat(run.state("blocking-pool-saturated").cannotTell()).isEqualTo("No runtimes.");
  }
}
