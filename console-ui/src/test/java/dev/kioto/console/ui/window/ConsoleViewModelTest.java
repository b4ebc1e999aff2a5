package dev.kioto.console.ui.window;

import static dev.kioto.console.ui.Fixtures.target;
import static dev.kioto.console.ui.Fixtures.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.SeriesPoint;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.Subject;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.TrailStatus;
import dev.kioto.console.api.Warning;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.ConsoleNews;
import dev.kioto.console.ui.link.TimeNews;
import dev.kioto.console.ui.overview.Card;
import dev.kioto.console.ui.tasks.TaskColumn;
import dev.kioto.console.ui.tasks.TasksViewModel.Content;
import dev.kioto.console.ui.time.TimeViewModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConsoleViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final ConsoleViewModel model = new ConsoleViewModel(commands, "127.0.0.1:7070");

  @Test
  void accept_firstTargets_watchesTheConnectedOne() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));

    assertThat(commands.said()).contains("watch 1 with workers");
    assertThat(model.tasks().content().get()).isEqualTo(Content.WAITING);
  }

  @Test
  void accept_noTargets_saysSo() {
    model.accept(new ConsoleNews.Targets(List.of()));

    assertThat(model.tasks().content().get()).isEqualTo(Content.NO_TARGET);
    assertThat(commands.said()).noneMatch(word -> word.startsWith("watch"));
  }

  @Test
  void accept_emptyListOfAProgramThatIsNotReached_waits() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.DISCONNECTED))));
    model.accept(new ConsoleNews.Rows("1", window(0, 0, 0)));
    assertThat(model.tasks().content().get()).isEqualTo(Content.WAITING);

    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));
    assertThat(model.tasks().content().get()).isEqualTo(Content.NO_TASKS);
  }

  @Test
  void accept_sameTargetAgain_watchesOnce() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.DISCONNECTED))));

    assertThat(commands.said()).filteredOn(word -> word.startsWith("watch")).hasSize(1);
    assertThat(model.status().stale().get()).isTrue();
  }

  @Test
  void accept_rowsOfATargetThatIsNotShown_areIgnored() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));

    model.accept(new ConsoleNews.Rows("2", window(5, 0, 5)));

    assertThat(model.tasks().slots()).isEmpty();
  }

  @Test
  void accept_anotherTargetChosen_startsEmptyAndWatchesIt() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED), target("2",
        TargetState.CONNECTED))));
    model.accept(new ConsoleNews.Rows("1", window(5, 0, 5)));
    model.tasks().chooseAt(0);

    model.targets().choose(model.targets().targets().getLast());

    assertThat(model.tasks().slots()).isEmpty();
    assertThat(model.task().task().get()).isNull();
    assertThat(commands.said()).endsWith("inspect null", "watch 2 with workers");
  }

  @Test
  void accept_targetRestarted_choosesNothing() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));
    model.accept(new ConsoleNews.Rows("1", window(5, 0, 5)));
    model.tasks().chooseAt(0);

    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED, null, "run-2", 0,
        new TaskCounts(1, 1, 0, 0, 0)))));

    assertThat(model.tasks().chosen().get()).isNull();
  }

  @Test
  void sort_whileWatching_movesTheWindow() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));

    model.tasks().order().by(TaskColumn.NAME);

    assertThat(commands.moves().getLast().sort()).isEqualTo("name");
  }

  @Test
  void back_detailOpen_closesItThenChoosesNothing() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));
    model.accept(new ConsoleNews.Rows("1", window(5, 0, 5)));
    model.openDetail();
    assertThat(model.tasks().chosen().get()).isNotNull();

    model.back();
    assertThat(model.detailOpen().get()).isFalse();
    assertThat(model.tasks().chosen().get()).isNotNull();
    model.back();
    assertThat(model.tasks().chosen().get()).isNull();
  }

  @Test
  void accept_unreachable_keepsRowsAndIsStale() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));
    model.accept(new ConsoleNews.Rows("1", window(5, 0, 5)));

    model.accept(new ConsoleNews.Unreachable("No console server answers"));

    assertThat(model.status().stale().get()).isTrue();
    assertThat(model.tasks().slots()).hasSize(5);
  }

  @Test
  void instantChosen_everythingShowsIt_andOldAnswersAreLetGo() {
    var then = past();
    model.accept(new ConsoleNews.AsOf(null, new ConsoleNews.Rows("1", window(9, 0, 9))));
    assertThat(model.tasks().slots()).hasSize(5);

    model.accept(new ConsoleNews.AsOf(then, new ConsoleNews.Rows("1", window(3, 0, 3))));
    assertThat(model.tasks().slots()).hasSize(3);
    assertThat(model.time().reading().get()).isFalse();
    model.accept(new ConsoleNews.AsOf(then.minusSeconds(1), new ConsoleNews.Rows("1", window(4, 0, 4))));
    assertThat(model.tasks().slots()).hasSize(3);

    assertThat(commands.instants()).endsWith(then.toString());
    assertThat(model.lanes().axis().get().from()).isLessThan(Instants.nanos(then));
    assertThat(model.charts().instant().get()).isEqualTo(Instants.nanos(then));
    assertThat(model.task().instant().get()).isEqualTo(then);
    assertThat(model.workers().past().get()).isTrue();
    model.time().goLive();
    assertThat(commands.instants()).endsWith("now");
    assertThat(model.task().instant().get()).isNull();
  }

  @Test
  void instantChosen_cardsAreOfIt_whateverTheTargetSaysNow() {
    var then = past();
    var point = new SeriesPoint(then, 7, 7, 7, 1);

    model.accept(new ConsoleNews.FiguresBefore("1", then,
        List.of(new Series("tasks.running", "", then, then, 1, List.of(point)))));
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));

    assertThat(model.overview().value(Card.RUNNING).get().text()).isEqualTo("7");
    assertThat(model.overview().value(Card.IDLE).get().text()).isEqualTo("–");
  }

  @Test
  void instantThatIsNotKept_isRefusedForTheWholeWindow_andNotAsAFilter() {
    var then = past();

    model.accept(new ConsoleNews.AsOf(then, new ConsoleNews.RowsRefused("1",
        new Problem("urn:kioto:problem:unknown-moment", "Unknown moment", 404, "It is not known", null, null))));

    assertThat(model.time().refusal().get()).isEqualTo("It is not known");
    assertThat(model.tasks().problem().get()).isNull();
  }

  @Test
  void anotherTargetChosen_isShownAtThePresent() {
    past();
    int before = commands.instants().size();
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED), target("2",
        TargetState.CONNECTED))));

    model.targets().choose(model.targets().targets().getLast());

    assertThat(model.time().mode().get()).isEqualTo(TimeViewModel.Mode.LIVE);
    assertThat(model.task().instant().get()).isNull();
    // Watching another target is at the present anyway: the one before is not asked for it.
    assertThat(commands.instants()).hasSize(before);
  }

  @Test
  void goToRaised_ofATask_showsTheInstantAndTheTask() {
    past();
    var raised = Instant.now().minusSeconds(60);
    var diagnosis = new Diagnosis("d1", "starved", Severity.CRITICAL, DiagnosisState.CLEARED, "1", "run-1",
        new Subject(SubjectKind.TASK, "12", "checkout", null), "Starved", "Starved.", "", raised, raised, null,
        List.of(),
        List.of(), null, Map.of());
    model.accept(new ConsoleNews.AsOf(model.time().instant().get(),
        new ConsoleNews.Diagnoses("1", new DiagnosisPage(List.of(diagnosis), 1, null))));
    model.openTask("12");

    model.goToRaised(new Warning("starved", "Starved"));

    assertThat(model.time().instant().get()).isEqualTo(raised.plusMillis(500));
    assertThat(model.task().shownId().get()).isEqualTo("12");
  }

  // A program of which ten minutes are kept, with five tasks, as it was a minute ago.
  private Instant past() {
    model.accept(new ConsoleNews.Targets(List.of(target("1", TargetState.CONNECTED))));
    model.accept(new ConsoleNews.AsOf(null, new ConsoleNews.Rows("1", window(5, 0, 5))));
    var now = Instant.now();
    var from = now.minusSeconds(600);
    model.time().show(new TimeNews(
        new TrailStatus(from, now, List.of(new TrailStatus.Span(from, now)), 1, 0, null), "", null, List.of()));
    var then = now.minusSeconds(60);
    model.time().choose(then);
    return then;
  }
}
