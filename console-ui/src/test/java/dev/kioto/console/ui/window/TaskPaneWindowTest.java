package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeoutException;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// What the task pane leads to, and cancelling from it.
final class TaskPaneWindowTest {
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
  void relations_ofATask_leadToOthers() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    robot.interact(() -> desk.model().openTask("14"));

    await().until(() -> look.texts("#task-operations .relation-link").equals("Mutex #7 Semaphore #9"));
    await().until(() -> look.texts("#task-family .explanation").startsWith("spawned it"));
    assertThat(look.texts("#task-wakes .explanation")).contains("4,007 times", "woken by it");
    robot.interact(() -> ((ButtonBase) robot.lookup("#task-operations .relation-link").query()).fire());
    await().until(() -> look.shown("#resource"));
    assertThat(look.text("#resource .panel-title")).isEqualTo("Mutex #7");

    robot.interact(() -> desk.model().openTask("1"));
    await().until(() -> look.texts("#task-family .relation-link").startsWith("all "));
    robot.interact(() -> ((ButtonBase) robot.lookup("#task-family .relation-link").query()).fire());
    await().until(() -> look.typed("#filter").equals("parent=1"));
    await().until(() -> !look.text("#count").startsWith("300"));
  }

  @Test
  void cancel_confirmed_saysHowItWent() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    robot.interact(() -> desk.model().openTask("13"));
    await().until(() -> look.text("#task .task-id").equals("#13"));

    robot.clickOn("#task-menu").clickOn("Cancel…");
    await().until(() -> look.text("#cancel-words").startsWith("Cancel '"));
    robot.type(KeyCode.ENTER);
    await().until(() -> !look.shown("#cancel"));

    robot.clickOn("#task-menu").clickOn("Cancel…").clickOn("#cancel-confirm");
    await().until(() -> look.text("#cancel-words").contains("blocking pool"));
    robot.clickOn("#cancel-dismiss");
    await().until(() -> !look.shown("#cancel"));
  }
}
