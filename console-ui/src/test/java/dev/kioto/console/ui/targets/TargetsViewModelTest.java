package dev.kioto.console.ui.targets;

import static dev.kioto.console.ui.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.RecordedCommands;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TargetsViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final TargetsViewModel model = new TargetsViewModel(commands);

  @Test
  void show_nothingChosen_choosesTheFirstConnected() {
    model.show(List.of(target("1", TargetState.DISCONNECTED), target("2", TargetState.CONNECTED)));

    assertThat(model.chosen().get()).extracting(Target::id).isEqualTo("2");
  }

  @Test
  void show_chosenIsStillThere_takesItsNews() {
    model.show(List.of(target("1", TargetState.CONNECTED)));

    model.show(List.of(target("1", TargetState.DISCONNECTED)));

    assertThat(model.chosen().get()).extracting(Target::state).isEqualTo(TargetState.DISCONNECTED);
  }

  @Test
  void show_chosenIsGone_choosesAnother() {
    model.show(List.of(target("1", TargetState.CONNECTED), target("2", TargetState.CONNECTED)));

    model.show(List.of(target("2", TargetState.CONNECTED)));

    assertThat(model.chosen().get()).extracting(Target::id).isEqualTo("2");
  }

  @Test
  void attach_address_isAskedForOnce() {
    model.attach(" 127.0.0.1:6669 ");
    model.attach("127.0.0.1:6670");

    assertThat(commands.said()).containsExactly("attach 127.0.0.1:6669");
    assertThat(model.attaching().get()).isTrue();
  }

  @Test
  void attach_nothingTyped_saysWhatToType() {
    model.attach(" ");

    assertThat(commands.said()).isEmpty();
    assertThat(model.attachError().get()).contains("127.0.0.1:6669");
  }

  @Test
  void notAttached_sentence_isShownAndAddressKept() {
    model.attach("127.0.0.1:1");

    model.notAttached("127.0.0.1:1", "Nothing listens at 127.0.0.1:1", false);

    assertThat(model.attachError().get()).isEqualTo("Nothing listens at 127.0.0.1:1");
    assertThat(model.attachAddress().get()).isEqualTo("127.0.0.1:1");
    assertThat(model.attaching().get()).isFalse();
  }

  @Test
  void attach_programThatWantsAToken_asksForItFirst() {
    model.attach(new LocalProgram("127.0.0.1:6681", "ledger", "pid 4712", true));
    assertThat(commands.said()).isEmpty();
    assertThat(model.tokenWanted().get()).isTrue();

    model.attach("127.0.0.1:6681", " secret ");

    assertThat(commands.said()).containsExactly("attach 127.0.0.1:6681 showing secret");
  }

  @Test
  void notAttached_withoutRight_wantsATokenForThatAddressAlone() {
    model.attach("127.0.0.1:6681");
    model.notAttached("127.0.0.1:6681", "It lets nobody read without its token", true);
    assertThat(model.tokenWanted().get()).isTrue();

    model.typed("127.0.0.1:6682");

    assertThat(model.tokenWanted().get()).isFalse();
    assertThat(model.attachError().get()).isEmpty();
  }

  @Test
  void show_targetOfThePanelIsGone_closesIt() {
    model.show(List.of(target("1", TargetState.CONNECTED), target("2", TargetState.CONNECTED)));
    model.panel().toggle(model.targets().getLast());

    model.show(List.of(target("1", TargetState.CONNECTED)));

    assertThat(model.panel().isOpen()).isFalse();
    assertThat(commands.said()).containsExactly("facts 2", "facts null");
  }

  @Test
  void attached_beforeTheListKnowsIt_staysChosen() {
    model.show(List.of(target("1", TargetState.CONNECTED)));
    model.attached(target("2", TargetState.CONNECTED));

    model.show(List.of(target("1", TargetState.CONNECTED)));

    assertThat(model.chosen().get()).extracting(Target::id).isEqualTo("2");
  }

  @Test
  void detach_chosen_choosesWhatIsLeft() {
    model.show(List.of(target("1", TargetState.CONNECTED), target("2", TargetState.CONNECTED)));

    model.detach(model.targets().getFirst());

    assertThat(commands.said()).containsExactly("detach 1");
    assertThat(model.chosen().get()).extracting(Target::id).isEqualTo("2");
  }
}
