package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// The graphs, in front of a server with invented waits and wakes.
final class GraphsWindowTest {
  private final FxRobot robot = new FxRobot();
  private final Desk desk = new Desk();

  @BeforeAll
  static void toolkit() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
  }

  @AfterEach
  void close() throws TimeoutException {
    desk.close();
  }

  @Test
  void deadlock_isDrawnOut_andLeadsToItsTasks() throws TimeoutException {
    desk.server().setSick(true);
    desk.connect();
    var look = desk.look();

    robot.write("v");
    await().until(() -> look.text("#graph-note").equals("2 tasks wait for each other in a circle"));
    assertThat(robot.lookup(".graph-node:stuck").queryAll()).hasSize(4);
    assertThat(robot.lookup(".graph-edge:stuck").queryAll()).hasSize(4);
    assertThat(robot.lookup("36 more tasks").queryAll()).isNotEmpty();
    robot.clickOn("#graph-fit");
    robot.clickOn("cart.lock #14");

    await().until(() -> look.text("#task .task-id").equals("#14"));
    assertThat(robot.lookup(".graph-node:here").queryAll()).hasSize(1);

    robot.clickOn("Mutex #7");
    await().until(() -> look.shown("#resource") && look.text("#resource .panel-title").equals("Mutex #7"));
    assertThat(look.typed("#resource-filter")).isEqualTo("id:7");
  }

  @Test
  void kinds_areChosen_andAChosenTaskHasItsOwn() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    robot.write("v");
    await().until(() -> !robot.lookup("Semaphore #9").queryAll().isEmpty());

    robot.clickOn("#graph-wakes");
    await().until(() -> look.text("#graph-note").equals("The most frequent; 4 others left out."));
    robot.clickOn("#graph-fit");
    robot.clickOn("http.accept #1");
    await().until(() -> look.text("#task .task-id").equals("#1"));
    robot.clickOn("#graph-tree");
    await().until(() -> robot.lookup(".graph-task").queryAll().size() > 100);
    robot.clickOn("#graph-about-task");

    await().until(() -> {
      int tasks = robot.lookup(".graph-task").queryAll().size();
      return tasks > 1 && tasks < 100;
    });
  }
}
