package dev.kioto.console.ui.targets;

import static dev.kioto.console.ui.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.targets.SettingsViewModel.Place;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SettingsViewModelTest {
  private static final Place INTERVAL = new Place("1", "event-interval");
  private static final SettingRequest CHANGE = new SettingRequest("1", "event-interval", "128");

  private final RecordedCommands commands = new RecordedCommands();
  private final SettingsViewModel model = new SettingsViewModel(commands);

  @BeforeEach
  void open() {
    model.show(target("7", TargetState.CONNECTED));
    model.edit(INTERVAL);
  }

  @Test
  void apply_asksOnce_andIsOverWhenItWasTaken() {
    model.apply(" 128 ");
    model.apply("129");

    assertThat(commands.said()).containsExactly("set event-interval of runtime 1 of 7 to 128");
    model.answered("7", CHANGE, "");
    assertThat(model.edited().get()).isNull();
    assertThat(model.asking().get()).isFalse();
  }

  @Test
  void refusal_isSaid_andAnotherValueCanBeTried() {
    model.apply("128");

    model.answered("7", CHANGE, "'128' is too much");
    assertThat(model.problem().get()).isEqualTo("'128' is too much");
    assertThat(model.edited().get()).isEqualTo(INTERVAL);
    model.apply("64");
    assertThat(model.problem().get()).isEmpty();
    assertThat(commands.said()).hasSize(2);
  }

  @Test
  void answer_toWhatWasLeft_orOfAnotherTarget_isLetGo() {
    model.apply("128");
    model.leave();
    model.edit(new Place("1", "lifo-slot"));
    model.answered("7", CHANGE, "too late");
    assertThat(model.problem().get()).isEmpty();

    model.apply("off");
    model.show(target("8", TargetState.CONNECTED));
    model.answered("7", new SettingRequest("1", "lifo-slot", "off"), "gone");
    assertThat(model.problem().get()).isEmpty();
    assertThat(model.edited().get()).isNull();
  }
}
