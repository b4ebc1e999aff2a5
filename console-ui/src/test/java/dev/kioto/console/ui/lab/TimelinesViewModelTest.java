package dev.kioto.console.ui.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Lane;
import dev.kioto.console.api.LaneTask;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.fake.FakeLab;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.lanes.LaneLayout;
import dev.kioto.console.ui.link.LabRequest;
import dev.kioto.console.ui.link.RunLanesAnswer;
import dev.kioto.console.ui.link.RunLanesRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.collections.FXCollections;
import org.junit.jupiter.api.Test;

final class TimelinesViewModelTest {
  private static final long SECOND = 1_000_000_000;

  private final RecordedCommands commands = new RecordedCommands();
  private final LabViewModel lab = new LabViewModel(commands, FXCollections.observableArrayList());
  private final TimelinesViewModel model = lab.timelines();

  /// Opens the experiment, of which the runs of the first round are known.
  private void open() {
    lab.setLookedAt(true);
    lab.open("1");
    lab.show(new LabRequest("1", null), Objects.requireNonNull(FakeLab.experiment("1")), FakeLab.comparison("A"));
    tell("1-A", "1-B", "1-C", "1-D");
  }

  private void tell(String... runs) {
    lab.experiment().showRuns("1", List.of(runs).stream().map(FakeLab::run).toList());
  }

  private RunLanesRequest asked() {
    return commands.runLanes().getLast().orElseThrow();
  }

  private static Instant measured(String run) {
    return Objects.requireNonNull(FakeLab.run(run).measuredAt());
  }

  // So many workers, each with one poll of a millisecond two seconds after the warm-up.
  private static Lanes lanes(String run, int workers, Duration oldest) {
    var from = measured(run);
    var all = IntStream.range(0, workers).mapToObj(i -> new Lane("worker-" + i,
        List.of(2 * SECOND, 1_000_000L, 1L, 1_000_000L, 0L, 1_000_000L, 0L), List.of(), Map.of(), List.of())).toList();
    return new Lanes(from, from.plusSeconds(10), from.plus(oldest), from.plusSeconds(10), all,
        List.of(new LaneTask("7", "ping", "")), List.of(), 0, 0);
  }

  private void answer(Duration oldest) {
    var request = asked();
    model.show(request, request.parts().stream()
        .map(part -> new RunLanesAnswer(part.runId(), lanes(part.runId(), part.runId().endsWith("A") ? 1 : 2, oldest),
            ""))
        .toList());
  }

  @Test
  void asks_onlyWhileOpen_forTheBaselineAndTheNext_fromWhenTheirWarmUpWasOver() {
    open();
    assertThat(commands.runLanes()).allMatch(Optional::isEmpty);

    model.open().set(true);

    assertThat(asked().parts()).extracting(RunLanesRequest.Part::runId).containsExactly("1-A", "1-B");
    assertThat(asked().parts()).allSatisfy(part -> {
      assertThat(part.from()).isEqualTo(measured(part.runId()).minusMillis(2_500));
      assertThat(part.to()).isEqualTo(measured(part.runId()).plusMillis(12_500));
    });
    model.open().set(false);
    assertThat(commands.runLanes().getLast()).isEmpty();
  }

  @Test
  void zoomAndMove_areOfBoth() {
    open();
    model.open().set(true);

    model.zoom(10, 0.5);
    model.move(1);

    assertThat(model.axis().get().from()).isEqualTo(5_500_000_000L);
    assertThat(model.axis().get().length()).isEqualTo(SECOND);
    assertThat(asked().parts()).allSatisfy(part -> assertThat(
        Duration.between(measured(part.runId()), part.from())).isEqualTo(Duration.ofMillis(5_250)));
    model.fit();
    assertThat(model.axis().get().length()).isEqualTo(10 * SECOND);
  }

  @Test
  void choose_theSettingsOfTheOtherSide_exchangesTheTwo() {
    open();
    model.open().set(true);

    model.choose(model.lower(), "A");

    assertThat(model.upper().letter()).isEqualTo("B");
    assertThat(asked().parts()).extracting(RunLanesRequest.Part::runId).containsExactly("1-B", "1-A");
  }

  @Test
  void choose_settingsThatAreNotShownSideBySide_readsTheirRun() {
    open();
    model.open().set(true);

    model.choose(model.lower(), "F");

    assertThat(commands.said()).endsWith("runs of 1 [1-A, 1-B, 1-C, 1-F, 2-C]");
    assertThat(model.lower().words()).isEqualTo("Reading the run…");
    assertThat(asked().parts()).extracting(RunLanesRequest.Part::runId).containsExactly("1-A");
  }

  @Test
  void otherRound_isOfOtherRuns() {
    open();
    model.open().set(true);
    answer(Duration.ZERO);
    lab.experiment().round().set(2);
    tell("2-A", "2-B");

    assertThat(asked().parts()).extracting(RunLanesRequest.Part::runId).containsExactly("2-A", "2-B");
    assertThat(model.upper().picture().strips()).isEmpty();

    model.choose(model.lower(), "C");
    tell("2-C");
    assertThat(model.lower().words()).contains("failed before it was measured");
  }

  @Test
  void runWithoutAConsole_isNotAskedFor_andSaid() {
    open();
    model.open().set(true);

    model.choose(model.lower(), "D");

    assertThat(asked().parts()).extracting(RunLanesRequest.Part::runId).containsExactly("1-A");
    assertThat(model.lower().words()).contains("had no console");
  }

  @Test
  void answer_isDrawnOnBothSides_andARefusalInItsPlace() {
    open();
    model.open().set(true);
    answer(Duration.ZERO);

    assertThat(model.upper().picture().strips()).hasSize(1);
    assertThat(model.lower().picture().strips()).hasSize(2);
    assertThat(model.lower().words()).isEmpty();

    var reason = "Run 1-B was made at the level 'counts', at which a program records no single events";
    model.show(asked(), List.of(new RunLanesAnswer("1-B", null, reason)));
    assertThat(model.lower().words()).isEqualTo(reason);
    assertThat(model.lower().picture().strips()).isEmpty();
    assertThat(model.upper().picture().strips()).hasSize(1);
  }

  @Test
  void workers_thatDoNothingInACloserLook_keepTheirLanes() {
    open();
    model.open().set(true);
    answer(Duration.ZERO);
    model.look(SECOND, SECOND + 1_000_000);
    var idle = lanes("1-B", 2, Duration.ZERO).lanes().stream()
        .map(lane -> new Lane(lane.thread(), List.of(), List.of(), Map.of(), List.of())).toList();
    var full = lanes("1-B", 2, Duration.ZERO);

    model.show(asked(), List.of(new RunLanesAnswer("1-B",
        new Lanes(full.from(), full.to(), full.oldest(), full.newest(), idle, List.of(), List.of(), 0, 0), "")));

    assertThat(model.lower().picture().strips()).hasSize(2);
  }

  @Test
  void eventsThatReachBackToTheMiddleAlone_areWhatIsLookedAt_andThatIsSaid() {
    open();
    model.open().set(true);

    answer(Duration.ofSeconds(6));

    assertThat(model.axis().get().from()).isEqualTo(6 * SECOND);
    assertThat(model.axis().get().to()).isEqualTo(10 * SECOND);
    assertThat(model.upper().words()).startsWith("Events are kept from 6.00 s on");
  }

  @Test
  void hit_isOfTheSideThatIsThere() {
    open();
    model.open().set(true);
    answer(Duration.ZERO);
    model.look(2 * SECOND, 2 * SECOND + 1_000_000);
    double width = 1_000;
    double x = LaneLayout.GUTTER + new LaneLayout(width).plot() / 2;

    var above = model.hit(x, LaneLayout.polls(0) + TimelinesLayout.HEAD + 5, width);
    var below = model.hit(x,
        LaneLayout.polls(1) + TimelinesLayout.offset(model.upper(), model.lower(), model.lower()) + 5, width);

    assertThat(above).isNotNull();
    assertThat(above.side()).isSameAs(model.upper());
    assertThat(below).isNotNull();
    assertThat(below.side()).isSameAs(model.lower());
    assertThat(below.hit().strip()).isEqualTo(1);
    assertThat(below.hit().start()).isEqualTo(Instants.nanos(measured("1-B").plusSeconds(2)));
    assertThat(model.hit(20, LaneLayout.polls(0), width)).isNull();
  }
}
