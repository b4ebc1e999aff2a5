package dev.kioto.console.ui.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.task.CancelViewModel.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CancelViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final CancelViewModel model = new CancelViewModel(commands);

  @BeforeEach
  void choose() {
    model.begin("4");
  }

  @Test
  void want_alone_cancelsNothing() {
    model.want();

    assertThat(commands.said()).isEmpty();
    assertThat(model.phase().get()).isEqualTo(Phase.CONFIRM);
  }

  @Test
  void confirm_twice_asksOnce() {
    model.want();
    model.confirm();
    model.confirm();

    assertThat(commands.said()).containsExactly("cancel 4");
  }

  @Test
  void confirm_withoutWanting_isNothing() {
    model.confirm();

    assertThat(commands.said()).isEmpty();
  }

  @Test
  void past_nothingIsCancelled_norConfirmed() {
    model.want();
    model.setPast(true);
    model.confirm();
    model.want();

    assertThat(model.phase().get()).isEqualTo(Phase.NONE);
    assertThat(commands.said()).isEmpty();
    model.setPast(false);
    model.want();
    assertThat(model.phase().get()).isEqualTo(Phase.CONFIRM);
  }

  @Test
  void answered_refusal_isSaidUntilDismissed() {
    model.want();
    model.confirm();

    model.answered("4", "It is none that can be cancelled");
    assertThat(model.phase().get()).isEqualTo(Phase.REFUSED);
    assertThat(model.message().get()).isEqualTo("It is none that can be cancelled");

    model.dismiss();
    assertThat(model.phase().get()).isEqualTo(Phase.NONE);
    assertThat(model.message().get()).isEmpty();
  }

  @Test
  void answered_done_saysSo() {
    model.want();
    model.confirm();

    model.answered("4", "");

    assertThat(model.phase().get()).isEqualTo(Phase.DONE);
  }

  @Test
  void answered_ofATaskBefore_isLetGo() {
    model.want();
    model.confirm();
    model.begin("5");

    model.answered("4", "gone");

    assertThat(model.phase().get()).isEqualTo(Phase.NONE);
  }
}
