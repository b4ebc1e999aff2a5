package dev.kioto.console.ui.tasks;

import static dev.kioto.console.ui.Fixtures.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.completion.CompletionViewModel;
import dev.kioto.console.ui.groups.GroupsViewModel;
import dev.kioto.console.ui.settings.DesktopSettings;
import dev.kioto.console.ui.theme.Theme;
import dev.kioto.console.ui.window.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.geometry.VerticalDirection;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// The table alone over a million rows, answered at once.
final class TasksViewTest {
  private static final int MILLION = 1_000_000;

  private final FxRobot robot = new FxRobot();
  private final TasksViewModel model = new TasksViewModel();
  private Look look = new Look(null);
  private @Nullable TasksView view;
  // UI thread only.
  private int matched = MILLION;

  @BeforeAll
  static void toolkit() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
  }

  @BeforeEach
  void open() throws TimeoutException {
    FxToolkit.setupFixture(() -> {
      var newView = new TasksView(model, new GroupsViewModel(new RecordedCommands()),
          new CompletionViewModel(new RecordedCommands(), "tasks"), () -> {
          }, () -> {
          });
      view = newView;
      var scene = new Scene(newView.node(), 980, 600);
      new Theme().install(scene);
      var stage = new Stage();
      stage.setScene(scene);
      stage.show();
      look = new Look(stage);
      model.reset(true);
      model.request().subscribe(request -> model.show(window(matched, request.offset(), request.limit())));
    });
    await().until(() -> look.cells(TaskColumn.ID).startsWith("1 2 3 "));
  }

  @AfterEach
  void close() throws TimeoutException {
    FxToolkit.setupFixture(look::close);
  }

  @Test
  void last_ofAMillion_isShownAndLittleIsKept() {
    robot.interact(model::last);

    await().until(() -> look.cells(TaskColumn.ID).endsWith("1000000"));
    assertThat(look.chosenRowId()).isEqualTo("1000000");
    assertThat(kept()).isLessThan(200);
  }

  @Test
  void wheel_turned_loadsWhatComesIntoView() {
    robot.moveTo(look.cell(TaskColumn.NAME, 4));

    await().until(() -> {
      robot.scroll(20, VerticalDirection.DOWN);
      return firstId() > 60;
    });
    assertThat(look.cells(TaskColumn.NAME)).doesNotContain("…");
  }

  @Test
  void matching_growsAndShrinks_theVisibleRowsStay() {
    robot.interact(() -> model.chooseAt(500_000));
    await().until(() -> look.chosenRowId().equals("500001"));
    long first = firstId();

    for (int size : new int[] {MILLION + 7_000, MILLION - 3_000, MILLION + 1}) {
      robot.interact(() -> {
        matched = size;
        var request = model.request().get();
        model.show(window(matched, request.offset(), request.limit()));
      });
      robot.interact(() -> {
      });
      assertThat(firstId()).isEqualTo(first);
    }
    assertThat(look.chosenRowId()).isEqualTo("500001");
  }

  @Test
  void columns_restored_areInThatOrder() {
    var columns = new ArrayList<DesktopSettings.Column>();
    columns.add(new DesktopSettings.Column("POLLS", 90, true));
    columns.add(new DesktopSettings.Column("NAME", 200, true));
    columns.add(new DesktopSettings.Column("STATE", 80, false));
    columns.add(new DesktopSettings.Column("COLOUR", 80, true));

    robot.interact(() -> shownView().restore(settings(columns)));

    var names = shownView().table().columns().stream().map(DesktopSettings.Column::name).toList();
    assertThat(names).startsWith("POLLS", "NAME", "STATE", "WARN", "ID").hasSize(TaskColumn.values().length);
    assertThat(shownView().table().columns().get(1).width()).isEqualTo(200);
    assertThat(look.cells(TaskColumn.STATE)).isEmpty();
    assertThat(model.request().get().sort()).isEqualTo("polls");
  }

  @Test
  void columns_allHidden_areShownAgain() {
    var columns = List.of(TaskColumn.values()).stream().map(column -> new DesktopSettings.Column(column.name(), 80,
        false)).toList();

    robot.interact(() -> shownView().restore(settings(columns)));

    assertThat(shownView().table().columns()).allMatch(DesktopSettings.Column::visible);
  }

  private static DesktopSettings.Table settings(List<DesktopSettings.Column> columns) {
    return new DesktopSettings.Table(columns, "POLLS", false);
  }

  private TasksView shownView() {
    return Objects.requireNonNull(view);
  }

  private long firstId() {
    return Long.parseLong(look.cells(TaskColumn.ID).split(" ")[0]);
  }

  private int kept() {
    return model.slots().kept();
  }
}
