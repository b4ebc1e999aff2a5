package dev.kioto.console.ui.recording;

import static dev.kioto.console.ui.Fixtures.NOW;
import static dev.kioto.console.ui.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Playback;
import dev.kioto.console.api.Recording;
import dev.kioto.console.api.Recording.State;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.Fixtures;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.recording.RecordingViewModel.Phase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordingViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final RecordingViewModel model = new RecordingViewModel(commands);

  @Test
  void toggle_aProgram_isRecordedUntilToggledAgain_andCanBeOpened() {
    model.reset(target("1", TargetState.CONNECTED));
    model.toggle();
    assertThat(model.phase().get()).isEqualTo(Phase.BEGINNING);
    assertThat(commands.said()).contains("record");

    model.show(recording("r1", State.RECORDING, 0, 900, null));
    model.show(recording("r1", State.RECORDING, 72, 1_234_567, null));
    assertThat(model.phase().get()).isEqualTo(Phase.RECORDING);
    assertThat(model.words().get()).isEqualTo("1:12 · 1.2 MB");
    assertThat(commands.followed()).endsWith("r1");

    model.toggle();
    assertThat(model.phase().get()).isEqualTo(Phase.ENDING);
    assertThat(commands.said()).contains("end recording r1");
    model.show(recording("r1", State.FINISHED, 73, 1_234_567, null));
    assertThat(model.phase().get()).isEqualTo(Phase.MADE);
    assertThat(commands.followed()).endsWith("null");
    assertThat(model.path()).isEqualTo("/data/r1.kiorec");

    model.open();
    assertThat(commands.said()).endsWith("attach file:/data/r1.kiorec");
    assertThat(model.phase().get()).isEqualTo(Phase.READY);
  }

  @Test
  void toggle_twiceBeforeItBegan_beginsOne() {
    model.reset(target("1", TargetState.CONNECTED));
    model.toggle();
    model.toggle();

    assertThat(commands.said()).containsExactly("record");
  }

  @Test
  void failed_withoutAFolder_saysWhyAndIsReady() {
    model.reset(target("1", TargetState.CONNECTED));
    model.toggle();

    model.failed("This server keeps nothing on disk");

    assertThat(model.phase().get()).isEqualTo(Phase.READY);
    assertThat(model.problem().get()).isEqualTo("This server keeps nothing on disk");
  }

  @Test
  void failed_toEnd_goesOn() {
    model.reset(target("1", TargetState.CONNECTED));
    model.show(recording("r1", State.RECORDING, 1, 900, null));
    model.toggle();

    model.failed("No answer");

    assertThat(model.phase().get()).isEqualTo(Phase.RECORDING);
  }

  @Test
  void show_oneThatIsBeingMadeAlready_isFollowed() {
    model.reset(target("1", TargetState.CONNECTED));
    assertThat(commands.followed()).endsWith("");

    model.show(recording("r7", State.RECORDING, 5, 900, null));

    assertThat(model.phase().get()).isEqualTo(Phase.RECORDING);
    assertThat(commands.followed()).endsWith("r7");
  }

  @Test
  void show_oneThatEndedByItself_saysWhy() {
    model.reset(target("1", TargetState.CONNECTED));
    model.show(recording("r1", State.RECORDING, 1, 900, null));

    model.show(recording("r1", State.UNFINISHED, 1, 900, "The disk is full"));

    assertThat(model.phase().get()).isEqualTo(Phase.MADE);
    assertThat(model.problem().get()).isEqualTo("The disk is full");
  }

  @Test
  void reset_aRecording_isNotRecorded() {
    model.reset(Fixtures.playing(target("1", TargetState.CONNECTED),
        new Playback(NOW, NOW.plusSeconds(9), NOW, 1, false, false, true, null)));

    assertThat(model.phase().get()).isEqualTo(Phase.NONE);
    model.toggle();
    assertThat(commands.said()).isEmpty();
  }

  private static Recording recording(String id, State state, int seconds, long bytes, @Nullable String problem) {
    return new Recording(id, state, "file:/data/" + id + ".kiorec", "127.0.0.1:6669", "demo", NOW, NOW,
        NOW.plusSeconds(seconds), 10, bytes, problem);
  }
}
