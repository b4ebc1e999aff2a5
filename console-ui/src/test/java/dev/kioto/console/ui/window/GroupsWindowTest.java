package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.ui.groups.GroupBy;
import dev.kioto.console.ui.groups.GroupColumn;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// Tasks in groups.
final class GroupsWindowTest {
  private final FxRobot robot = new FxRobot();
  private final Desk desk = new Desk(1480, 900);

  @BeforeAll
  static void toolkit() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
  }

  @AfterEach
  void close() throws TimeoutException {
    desk.close();
  }

  @Test
  void group_clicked_leavesItsTasks() throws TimeoutException {
    desk.connect();
    var look = desk.look();

    robot.clickOn("#group-by").clickOn("By spawn site");
    await().until(() -> look.shown("#groups") && !desk.model().groups().list().rows().isEmpty());
    assertThat(look.shown("#tasks")).isFalse();
    var first = desk.model().groups().list().rows().getFirst();
    robot.type(KeyCode.DOWN);
    await().until(() -> first.key().equals(key()));
    robot.clickOn(look.cell(GroupColumn.KEY, 0));
    await().until(() -> look.typed("#filter").equals("location=" + first.key()));
    await().until(() -> look.text("#count").equals(first.tasks().total() + " of 300"));
    assertThat(look.shown("#groups")).isFalse();
  }

  @Test
  void groups_byKeys_openAndClose() throws TimeoutException {
    desk.connect();
    var look = desk.look();

    robot.write("bb");
    await().until(
        () -> desk.model().groups().by().get() == GroupBy.NAME && !desk.model().groups().list().rows().isEmpty());
    robot.write("j");
    robot.type(KeyCode.ENTER);
    await().until(() -> look.typed("#filter").startsWith("name="));

    robot.write("b");
    await().until(() -> look.shown("#groups"));
    robot.interact(() -> desk.model().detailOpen().set(false));
    robot.type(KeyCode.ESCAPE);
    await().until(() -> look.shown("#tasks"));
  }

  private String key() {
    var chosen = desk.model().groups().list().chosen().get();
    return chosen == null ? "" : chosen.key();
  }
}
