package dev.kioto.console.ui.tasks;

import static dev.kioto.console.ui.Fixtures.NOW;
import static dev.kioto.console.ui.Fixtures.task;
import static dev.kioto.console.ui.Fixtures.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.Window;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TasksViewModelTest {
  private final TasksViewModel model = new TasksViewModel();
  private final List<Integer> revealed = new ArrayList<>();

  @BeforeEach
  void show() {
    model.reset(true);
    model.visible(0, 19);
    model.onReveal(revealed::add);
  }

  @Test
  void request_atFirst_isOldestTasksFirst() {
    var request = model.request().get();

    assertThat(request.sort()).isEqualTo("-total");
    assertThat(request.offset()).isZero();
    assertThat(request.filter()).isEmpty();
  }

  @Test
  void show_aMillionMatching_keepsOnlyTheWindow() {
    model.show(window(1_000_000, 0, 60));

    assertThat(model.slots()).hasSize(1_000_000);
    assertThat(model.slots().kept()).isEqualTo(60);
    assertThat(model.matched().get()).isEqualTo(1_000_000);
    assertThat(model.content().get()).isEqualTo(TasksViewModel.Content.ROWS);
  }

  @Test
  void visible_nearTheWindowsEnd_asksForAWindowAroundIt() {
    model.show(window(1_000_000, 0, 60));

    model.visible(500_000, 500_019);

    var request = model.request().get();
    assertThat(request.offset()).isBetween(499_950, 500_000);
    assertThat(request.offset() + request.limit()).isGreaterThan(500_019);
  }

  @Test
  void visible_wellInsideTheWindow_asksForNothing() {
    model.show(window(1_000, 0, 60));
    var before = model.request().get();

    model.visible(5, 24);

    assertThat(model.request().get()).isSameAs(before);
  }

  @Test
  void visible_atTheVeryEnd_asksForTheLastRowsOnce() {
    model.show(window(1_000, 0, 60));

    model.visible(980, 999);

    var request = model.request().get();
    assertThat(request.offset() + request.limit()).isEqualTo(1_000);
    model.show(window(1_000, request.offset(), request.limit()));
    model.visible(980, 999);
    assertThat(model.request().get()).isSameAs(request);
  }

  @Test
  void sortBy_numbers_largestFirstThenInverted() {
    model.order().by(TaskColumn.BUSY);
    assertThat(model.request().get().sort()).isEqualTo("-busy");

    model.order().by(TaskColumn.BUSY);
    assertThat(model.request().get().sort()).isEqualTo("busy");
  }

  @Test
  void sortBy_words_smallestFirst() {
    model.order().by(TaskColumn.LOCATION);

    assertThat(model.request().get().sort()).isEqualTo("location");
  }

  @Test
  void sortBy_fields_changesNothing() {
    model.order().by(TaskColumn.FIELDS);

    assertThat(model.request().get().sort()).isEqualTo("-total");
  }

  @Test
  void sortBy_fromTheMiddle_startsAtTheTop() {
    model.show(window(1_000, 0, 60));
    model.visible(500, 519);

    model.order().by(TaskColumn.POLLS);

    assertThat(model.request().get().offset()).isZero();
    assertThat(revealed).containsExactly(0);
  }

  @Test
  void show_chosenTaskMoved_isStillChosen() {
    model.show(window(100, 0, 60));
    model.chooseAt(3);

    var moved = new ArrayList<>(window(100, 0, 60).rows());
    moved.addFirst(moved.remove(3));
    model.show(new Window(NOW, 100, 100, 0, moved));

    assertThat(model.chosen().get()).extracting(Task::id).isEqualTo("4");
    assertThat(model.chosenIndex().get()).isZero();
  }

  @Test
  void show_chosenTaskLeftTheWindow_staysChosenWithoutAPlace() {
    model.show(window(1_000, 0, 60));
    model.chooseAt(3);

    model.show(window(1_000, 200, 60));

    assertThat(model.chosen().get()).extracting(Task::id).isEqualTo("4");
    assertThat(model.chosenIndex().get()).isEqualTo(-1);
  }

  @Test
  void show_newNumbersOfTheChosenTask_areTaken() {
    model.show(window(3, 0, 60));
    model.chooseAt(0);

    model.show(new Window(NOW, 1, 1, 0, List.of(task(1, 99))));

    assertThat(model.chosen().get()).extracting(Task::polls).isEqualTo(99L);
  }

  @Test
  void move_nothingChosen_choosesTheFirstVisible() {
    model.show(window(100, 0, 60));
    model.visible(4, 23);

    model.move(1);

    assertThat(model.chosenIndex().get()).isEqualTo(4);
  }

  @Test
  void move_beyondTheEnds_staysInside() {
    model.show(window(3, 0, 60));
    model.chooseAt(0);

    model.move(-1);
    assertThat(model.chosenIndex().get()).isZero();
    model.move(20);
    assertThat(model.chosenIndex().get()).isEqualTo(2);
  }

  @Test
  void last_notLoaded_isChosenWhenItArrives() {
    model.show(window(1_000, 0, 60));

    model.last();
    assertThat(revealed).containsExactly(999);
    model.visible(980, 999);
    model.show(window(1_000, 940, 60));

    assertThat(model.chosen().get()).extracting(Task::id).isEqualTo("1000");
    assertThat(model.chosenIndex().get()).isEqualTo(999);
  }

  @Test
  void filter_refused_keepsRowsAndSaysWhy() {
    model.show(window(3, 0, 60));
    model.filter("state:idel");
    var problem = new Problem("urn:x", "Filter", 400, "unknown state 'idel'", null, 6);

    model.refuse(problem);

    assertThat(model.problem().get()).isEqualTo(problem);
    assertThat(model.content().get()).isEqualTo(TasksViewModel.Content.ROWS);
    model.filter("state:idle");
    assertThat(model.problem().get()).isNull();
  }

  @Test
  void show_filterLetsNoneThrough_saysSo() {
    model.filter("nobody");

    model.show(new Window(NOW, 10, 0, 0, List.of()));

    assertThat(model.content().get()).isEqualTo(TasksViewModel.Content.NO_MATCH);
  }

  @Test
  void pause_rowsStandStill() {
    model.show(window(3, 0, 60));
    model.pause(true);

    model.show(new Window(NOW.plusSeconds(1), 5, 5, 0, window(5, 0, 5).rows()));

    assertThat(model.asOf().get()).isEqualTo(NOW);
    assertThat(model.slots()).hasSize(3);
  }

  @Test
  void pause_scrolledAway_theRowsThereAreShown() {
    model.show(window(1_000, 0, 60));
    model.pause(true);

    model.visible(500, 519);
    model.show(window(1_000, model.request().get().offset(), 60));

    assertThat(model.slots().loaded(500)).isNotNull();
  }

  @Test
  void show_fewerThanBefore_shrinksTheList() {
    model.show(window(1_000, 0, 60));

    model.show(window(2, 0, 60));

    assertThat(model.slots()).hasSize(2);
    assertThat(model.slots().loaded(2)).isNull();
  }
}
