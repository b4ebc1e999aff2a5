package dev.kioto.console.ui.window;

import static dev.kioto.console.ui.Fixtures.target;
import static dev.kioto.console.ui.Fixtures.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.link.ConsoleNews;
import dev.kioto.console.ui.tasks.TaskColumn;
import dev.kioto.console.ui.tasks.TasksViewModel.Content;
import java.util.List;
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
}
