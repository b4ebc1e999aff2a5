package dev.kioto.console.diagnosis;

import static dev.kioto.console.diagnosis.Watched.MILLI;
import static dev.kioto.console.diagnosis.Watched.SECOND;
import static dev.kioto.console.diagnosis.Watched.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.Incident;
import dev.kioto.console.model.Incident.Kind;
import dev.kioto.console.model.IncidentUpdate;
import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.TaskDescription;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is made of a program's incidents.
final class IncidentDetectorsTest {

  private final Watched run = new Watched();
  private long nextId = 1;
  private long toldAt = START;

  private static final Incident.Frame FRAME = new Incident.Frame("com.acme.Server", "parse", "Server.java", 12, null);

  private Incident incident(Kind kind, long task, long at, long length, long own, boolean ongoing) {
    return new Incident(nextId++, kind, 1, 0, task, at, length, ongoing, own, length - own, List.of(FRAME),
        "It was running.",
        kind == Kind.BUDGET_EXHAUSTED ? 1000 : 3, 0.5, List.of(2L), 5, "Mutex");
  }

  // News come each second.
  private void tell(long now, Incident... incidents) {
    for (long at = toldAt + SECOND; at < now; at += SECOND) run.tell(at);
    toldAt = now;
    run.model.incidents().apply(new IncidentUpdate(now, List.of(incidents), 0, 10 * MILLI, 5 * MILLI, 0));
    run.tell(now);
  }

  private void start() {
    run.tell(START, List.of(Watched.task(1, "task"), Watched.task(2, "task")));
    tell(START);
  }

  @ParameterizedTest
  @EnumSource
  void incidents_ofEachKind_areFoundByTheirDetectorAndNoOther(Kind kind) {
    start();
    long at = START + 3 * SECOND;
    tell(at + 4 * SECOND, incident(kind, 1, at, 3 * SECOND, 3 * SECOND, true),
        incident(kind, 1, at, 3 * SECOND, 3 * SECOND, true));

    var id = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertThat(run.active()).singleElement().satisfies(one -> {
      assertThat(one.detector()).isEqualTo(id);
      assertThat(one.finding().sentence()).endsWith(".").doesNotContain("  ");
      assertThat(one.finding().evidence()).isNotEmpty();
    });
    assertThat(run.failures).isEmpty();
  }

  @Test
  void longPoll_thatIsSingleAndShort_isNotTold() {
    start();
    long at = START + 3 * SECOND;
    tell(at + SECOND, incident(Kind.LONG_POLL, 1, at, 20 * MILLI, 20 * MILLI, false));
    assertThat(run.active()).isEmpty();

    tell(at + 2 * SECOND, incident(Kind.LONG_POLL, 1, at + SECOND, 20 * MILLI, 20 * MILLI, false));
    assertThat(run.names()).containsExactly("long-poll 1");
    assertThat(run.active().getFirst().finding().severity()).isEqualTo(Severity.WARNING);
    assertThat(run.active().getFirst().finding().stack()).isNotEmpty();
    assertThat(run.active().getFirst().finding().sentence()).contains("'task-1'").contains("Server.java:12");
  }

  @Test
  void longPoll_inWhichTheProcessStoodStill_isNotTheTasksFault() {
    start();
    long at = START + 3 * SECOND;
    for (int i = 0; i < 5; i++) {
      tell(at + i * SECOND, incident(Kind.LONG_POLL, 1, at + i * SECOND, 900 * MILLI, 4 * MILLI, false));
    }
    assertThat(run.active()).isEmpty();
  }

  @Test
  void longPoll_ofAProgramThatStarts_isNotTold() {
    start();
    tell(START + SECOND, incident(Kind.LONG_POLL, 1, START + 500 * MILLI, 80 * MILLI, 80 * MILLI, false));
    assertThat(run.active()).isEmpty();
  }

  @Test
  void longPolls_ofTasksOfOneSite_areOneFinding() {
    run.tell(START, List.of(Watched.task(1, "task")));
    run.model.tasks().apply(new ModelUpdate(START, List.of(
        new TaskDescription(3, 3, "make", "task", "", "Site.java:1", List.of()),
        new TaskDescription(4, 4, "make", "task", "", "Site.java:1", List.of())), List.of(), 0));
    tell(START);
    long at = START + 3 * SECOND;
    tell(at + SECOND, incident(Kind.LONG_POLL, 3, at, 80 * MILLI, 80 * MILLI, false),
        incident(Kind.LONG_POLL, 4, at, 90 * MILLI, 90 * MILLI, false));

    assertThat(run.names()).containsExactly("long-poll Site.java:1");
    assertThat(run.active().getFirst().finding().sentence()).startsWith("Tasks 'make' of Site.java:1 held a worker");
  }

  @Test
  void incidents_thatAreLongAgo_areCleared() {
    start();
    long at = START + 3 * SECOND;
    tell(at, incident(Kind.LONG_POLL, 1, at, 80 * MILLI, 80 * MILLI, false));
    assertThat(run.names()).containsExactly("long-poll 1");
    for (int i = 1; i < 20; i++) tell(at + i * SECOND);
    assertThat(run.active()).isEmpty();
    assertThat(run.cleared()).hasSize(1);
  }

  @Test
  void cancel_thatIsObeyedAtLast_isCleared() {
    start();
    long at = START + 3 * SECOND;
    var stuck = incident(Kind.CANCEL_STUCK, 1, at, 2 * SECOND, 2 * SECOND, true);
    tell(at + 2 * SECOND, stuck);
    assertThat(run.names()).containsExactly("cancel-stuck 1");
    nextId = stuck.id();
    tell(at + 3 * SECOND, incident(Kind.CANCEL_STUCK, 1, at, 3 * SECOND, 3 * SECOND, false));
    tell(at + 6 * SECOND);
    assertThat(run.active()).isEmpty();
  }

  @Test
  void programThatDoesNotTell_isNotHealthy() {
    run.missing = Map.of(Source.INCIDENTS, "It is old.");
    start();
    assertThat(run.state("long-poll").toString()).contains("It is old.");
  }
}
