package dev.kioto.console.ui.targets;

import static dev.kioto.console.ui.Fixtures.NOW;
import static dev.kioto.console.ui.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.LocalConsole;
import dev.kioto.console.api.LocalProcess;
import dev.kioto.console.api.OpenConsole;
import dev.kioto.console.api.ProcessList;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.RecordedCommands;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LocalViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final LocalViewModel model = new LocalViewModel(commands);

  @Test
  void asks_onlyWhileOpenAndLookedAt() {
    model.open().set(false);
    model.setLookedAt(true);
    assertThat(commands.said()).isEmpty();

    model.open().set(true);

    assertThat(commands.said()).containsExactly("processes");
  }

  @Test
  void show_programsAndJvms_areApart() {
    model.show(new ProcessList(
        List.of(process(1, "shop", new LocalConsole("127.0.0.1:6669", null, "", "r", false, null)),
            process(2, "plain", null)),
        List.of(new OpenConsole("127.0.0.1:6671", null, "A Rust program, maybe")), null));

    assertThat(model.programs().get()).containsExactly(
        new LocalProgram("127.0.0.1:6669", "shop", "pid 1", false),
        new LocalProgram("127.0.0.1:6671", "127.0.0.1:6671", "A Rust program, maybe", false));
    assertThat(model.plain().get()).containsExactly(new LocalViewModel.PlainJvm("plain", 2, "Start it otherwise"));
  }

  @Test
  void show_programThatIsATarget_isNotOffered() {
    model.show(new ProcessList(List.of(
        process(1, "shop", new LocalConsole("127.0.0.1:6669", null, "shop", "r", false, "7"))), List.of(), null));

    assertThat(model.programs().get()).isEmpty();
    assertThat(model.plain().get()).isEmpty();
  }

  @Test
  void know_targetAttachedSince_isNoLongerOffered() {
    model.show(new ProcessList(List.of(
        process(1, "demo", new LocalConsole("127.0.0.1:6661", null, "demo", "r", false, null))), List.of(), null));
    assertThat(model.programs().get()).hasSize(1);

    model.know(List.of(target("1", TargetState.CONNECTED)));
    assertThat(model.programs().get()).isEmpty();

    model.know(List.of());
    assertThat(model.programs().get()).hasSize(1);
  }

  @Test
  void show_programThatOnlyDials_saysWhy() {
    model.show(new ProcessList(List.of(
        process(1, "edge", new LocalConsole(null, "10.0.0.1:6670", "edge", "r", false, null))), List.of(), null));

    assertThat(model.programs().get()).isEmpty();
    assertThat(model.plain().get().getFirst().hint()).contains("10.0.0.1:6670", "--listen-targets");
  }

  @Test
  void failed_keepsWhatIsKnown() {
    model.show(new ProcessList(List.of(process(2, "plain", null)), List.of(), null));

    model.failed("No console server answers");

    assertThat(model.problem().get()).isEqualTo("No console server answers");
    assertThat(model.plain().get()).hasSize(1);
  }

  private static LocalProcess process(long pid, String name, @Nullable LocalConsole console) {
    return new LocalProcess(pid, name, "ada", "25", NOW, console == null ? List.of() : List.of(console),
        console == null ? "Start it otherwise" : null);
  }
}
