package dev.kioto.console.ui.groups;

import static dev.kioto.console.ui.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.link.GroupRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GroupsViewModelTest {
  private static final GroupRequest BY_NAME = new GroupRequest("name", "", "-tasks");

  private final RecordedCommands commands = new RecordedCommands();
  private final GroupsViewModel model = new GroupsViewModel(commands);

  @Test
  void asks_onlyWhenGroupedAndLookedAt() {
    model.list().setLookedAt(true);
    assertThat(commands.said()).isEmpty();

    model.by().set(GroupBy.NAME);

    assertThat(commands.said()).containsExactly("groups by name of '' in order -tasks");
  }

  @Test
  void filterAndOrder_areAskedFor() {
    model.list().setLookedAt(true);
    model.by().set(GroupBy.LOCATION);

    model.filter("state:idle");
    model.list().order().by(GroupColumn.BUSY);

    assertThat(commands.said()).endsWith("groups by location of 'state:idle' in order -tasks",
        "groups by location of 'state:idle' in order -busy");
  }

  @Test
  void show_chosenGroupIsGone_choosesNone() {
    begin();
    model.show(BY_NAME, groups("a", "b"));
    model.list().move(1);
    model.list().move(1);
    assertThat(model.list().chosen().get()).isNotNull().extracting(TaskGroup::key).isEqualTo("b");

    model.show(BY_NAME, groups("b", "c"));
    assertThat(model.list().place().get()).isZero();
    model.show(BY_NAME, groups("c"));

    assertThat(model.list().chosen().get()).isNull();
  }

  @Test
  void show_answerToAnOlderQuestion_isLetGo() {
    begin();
    model.by().set(GroupBy.STATE);

    model.show(BY_NAME, groups("a"));

    assertThat(model.list().rows()).isEmpty();
    assertThat(model.list().answered().get()).isFalse();
  }

  @Test
  void refused_keepsRowsUntilTheNextAnswer() {
    begin();
    model.show(BY_NAME, groups("a"));

    model.refused(BY_NAME, "The filter does not parse");
    assertThat(model.list().problem().get()).isEqualTo("The filter does not parse");
    assertThat(model.list().rows()).hasSize(1);

    model.show(BY_NAME, groups("a"));
    assertThat(model.list().problem().get()).isEmpty();
  }

  private void begin() {
    model.list().setLookedAt(true);
    model.by().set(GroupBy.NAME);
  }

  private static TaskGroupList groups(String... keys) {
    var all = Stream.of(keys).map(key -> new TaskGroup(key, new TaskCounts(3, 1, 0, 2, 0), 5, 6, 7, 8, 0)).toList();
    return new TaskGroupList("name", all, all.size(), 10, 10, 0, NOW);
  }
}
