package dev.kioto.console.ui.targets;

import static dev.kioto.console.ui.Fixtures.recorder;
import static dev.kioto.console.ui.Fixtures.recording;
import static dev.kioto.console.ui.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Recorder.Level;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.RecordedCommands;
import org.junit.jupiter.api.Test;

final class LevelViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final LevelViewModel model = new LevelViewModel(commands);

  @Test
  void set_anotherLevel_isAskedForOnce() {
    model.show(recordingTasks("1"));

    model.set(Level.TRACE);
    model.set(Level.OFF);

    assertThat(commands.said()).containsExactly("level TRACE of 1");
    assertThat(model.asking().get()).isTrue();
  }

  @Test
  void set_theSameLevelOrNoTarget_asksNothing() {
    model.set(Level.TRACE);
    model.show(recordingTasks("1"));

    model.set(Level.TASKS);

    assertThat(commands.said()).isEmpty();
  }

  @Test
  void answered_refusal_isSaidAndForgottenByTheNextTry() {
    model.show(recordingTasks("1"));
    model.set(Level.TRACE);

    model.answered("1", "It lets this collector read alone");
    assertThat(model.problem().get()).isEqualTo("It lets this collector read alone");
    assertThat(model.asking().get()).isFalse();

    model.set(Level.TRACE);
    assertThat(model.problem().get()).isEmpty();
  }

  @Test
  void answered_ofATargetBefore_isLetGo() {
    model.show(recordingTasks("1"));
    model.set(Level.TRACE);
    model.show(recordingTasks("2"));

    model.answered("1", "gone");

    assertThat(model.problem().get()).isEmpty();
    assertThat(model.asking().get()).isFalse();
  }

  @Test
  void show_targetWithoutTheRight_isNotAllowed() {
    model.show(recordingTasks("1"));

    assertThat(model.allowed().get()).isFalse();
    assertThat(model.recorder().get()).isNotNull();
  }

  private static Target recordingTasks(String id) {
    return recording(target(id, TargetState.CONNECTED), recorder(Level.TASKS, null, 0));
  }
}
