package dev.kioto.console.ui.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandsViewModelTest {
  private final List<String> done = new ArrayList<>();
  private final CommandsViewModel palette = new CommandsViewModel(typed -> typed.equals("7")
      ? List.of(command("Open task #7")) : List.of(command("Tasks"), command("Pause"), command("Graphs")));

  private Command command(String words) {
    return new Command("do", words, "", () -> done.add(words + (palette().open().get() ? " while open" : "")));
  }

  private CommandsViewModel palette() {
    return palette;
  }

  @Test
  void show_offersAllInTheirOrder_theFirstChosen() {
    palette.show();

    assertThat(palette.open().get()).isTrue();
    assertThat(words()).containsExactly("Tasks", "Pause", "Graphs");
    assertThat(palette.chosen().get()).isZero();
  }

  @Test
  void query_leavesWhatAnswersIt_theBestFirst() {
    palette.show();
    palette.query().set("p");

    assertThat(words()).containsExactly("Pause", "Graphs");

    palette.query().set("pq");
    assertThat(words()).isEmpty();
    assertThat(palette.chosen().get()).isEqualTo(-1);
    palette.run();
    assertThat(done).isEmpty();
    assertThat(palette.open().get()).isTrue();
  }

  @Test
  void move_goesRound_andRunClosesBeforeItActs() {
    palette.show();
    palette.move(-1);
    assertThat(palette.chosen().get()).isEqualTo(2);
    palette.move(1);
    palette.move(1);

    palette.run();

    assertThat(done).containsExactly("Pause");
    assertThat(palette.open().get()).isFalse();
    palette.show();
    assertThat(palette.query().get()).isEmpty();
  }

  @Test
  void source_isAskedWithWhatIsTyped() {
    palette.show();
    palette.query().set("7");
    palette.run();

    assertThat(done).containsExactly("Open task #7");
  }

  private List<String> words() {
    return palette.found().stream().map(found -> found.command().words()).toList();
  }
}
