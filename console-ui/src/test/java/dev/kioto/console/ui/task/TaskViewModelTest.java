package dev.kioto.console.ui.task;

import static dev.kioto.console.ui.Fixtures.NOW;
import static dev.kioto.console.ui.Fixtures.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Histogram;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.task.TaskViewModel.Phase;
import dev.kioto.console.ui.task.TaskViewModel.StackPhase;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaskViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final TaskViewModel model = new TaskViewModel(commands);

  @Test
  void choose_task_showsTheRowAndAsksForTheRest() {
    model.offerStacks(true, false);

    model.choose(task(7));

    assertThat(model.phase().get()).isEqualTo(Phase.LOADING);
    assertThat(model.task().get()).isEqualTo(task(7));
    assertThat(commands.said()).containsExactly("inspect 7", "relations of 7", "stack");
  }

  @Test
  void choose_sameTaskAgain_asksNothing() {
    model.choose(task(7));

    model.choose(task(7, 99));

    assertThat(commands.said()).containsExactly("inspect 7", "relations of 7");
    assertThat(model.task().get()).extracting(Task::polls).isEqualTo(99L);
  }

  @Test
  void choose_targetWithoutStacks_asksForNone() {
    model.choose(task(7));

    assertThat(commands.said()).containsExactly("inspect 7", "relations of 7");
    assertThat(model.stackPhase().get()).isEqualTo(StackPhase.NONE);
  }

  @Test
  void show_answerAboutAnotherTask_isIgnored() {
    model.choose(task(7));

    model.show("6", new TaskDetail(task(6), NOW, null, null));

    assertThat(model.task().get()).isEqualTo(task(7));
    assertThat(model.phase().get()).isEqualTo(Phase.LOADING);
  }

  @Test
  void show_newsWithoutDistributions_keepsThoseThatWereKnown() {
    var known = new Histogram(1, 9, 9, 9, 9, 9, 9, 9, 9, 0, null, List.of());
    model.choose(task(7));
    model.show("7", new TaskDetail(task(7), NOW, known, known));

    model.show("7", new TaskDetail(task(7, 12), NOW, null, null));

    assertThat(model.detail().get()).isEqualTo(new TaskDetail(task(7, 12), NOW, known, known));
  }

  @Test
  void gone_shownTask_keepsItsValuesAndSaysSo() {
    model.choose(task(7));
    model.show("7", new TaskDetail(task(7, 12), NOW, null, null));

    model.gone("7");

    assertThat(model.phase().get()).isEqualTo(Phase.GONE);
    assertThat(model.task().get()).extracting(Task::polls).isEqualTo(12L);
    assertThat(model.message().get()).contains("no longer kept");
  }

  @Test
  void failed_thenAnswered_isShownAgain() {
    model.choose(task(7));
    model.failed("7", "The server broke off");
    assertThat(model.phase().get()).isEqualTo(Phase.FAILED);

    model.show("7", new TaskDetail(task(7), NOW, null, null));

    assertThat(model.phase().get()).isEqualTo(Phase.SHOWN);
    assertThat(model.message().get()).isEmpty();
  }

  @Test
  void stackFailed_reason_isKept() {
    model.offerStacks(true, false);
    model.choose(task(7));

    model.stackFailed("7", "The target cannot tell stacks");

    assertThat(model.stackPhase().get()).isEqualTo(StackPhase.FAILED);
    assertThat(model.stackMessage().get()).isEqualTo("The target cannot tell stacks");
  }

  @Test
  void choose_anotherTask_forgetsTheStack() {
    model.offerStacks(true, false);
    model.choose(task(7));
    model.showStack("7", new TaskStack("7", NOW, TaskStack.Kind.NO_STACK, List.of(), null, "idle", null, null));

    model.choose(task(8));

    assertThat(model.stack().get()).isNull();
    assertThat(model.stackPhase().get()).isEqualTo(StackPhase.LOADING);
  }
}
