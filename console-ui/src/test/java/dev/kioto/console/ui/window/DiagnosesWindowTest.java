package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.ui.tasks.TaskColumn;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// From a count at the left to the task that is to blame, in front of a server with invented diagnoses.
final class DiagnosesWindowTest {
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

  private Look connect(boolean sick) throws TimeoutException {
    desk.server().setSick(sick);
    desk.connect();
    return desk.look();
  }

  @Test
  void views_ofASickTarget_tellHowManyAndListTheWorstFirst() throws TimeoutException {
    var look = connect(true);
    await().until(() -> look.text("#view-diagnoses .side-note").equals("3"));

    robot.clickOn("#view-diagnoses");

    await().until(() -> look.shown("#diagnoses"));
    await()
        .until(() -> look.texts("#diagnoses .diagnosis-title").equals("Starved Long poll Lock held across an await"));
    assertThat(look.text("#diagnoses-summary")).isEqualTo("2 critical, 1 warning");
    robot.clickOn("#show-cleared");
    await().until(() -> look.texts("#diagnoses .diagnosis-title").endsWith("Late timers"));
  }

  @Test
  void diagnosis_chosenByKeys_leadsToTheCauseAndItsStack() throws TimeoutException {
    var look = connect(true);
    await().until(() -> look.text("#view-diagnoses .side-note").equals("3"));

    robot.write("d");
    robot.write("j");
    await().until(() -> look.shown("#diagnosis"));
    assertThat(look.text("#diagnosis .panel-sentence")).contains("image.resize #13");
    assertThat(look.texts("#diagnosis .numbers .value")).contains("140 ms");
    robot.clickOn("image.resize #13  ·  94 %");
    await().until(() -> look.text("#task .task-id").equals("#13"));

    robot.write("j");
    await().until(() -> look.text("#diagnosis .panel-title").equals("Long poll"));
    assertThat(look.texts("#diagnosis .frame-name")).contains("Images.resize");
  }

  @Test
  void diagnosis_silenced_leavesAndComesBack() throws TimeoutException {
    var look = connect(true);
    await().until(() -> look.text("#view-diagnoses .side-note").equals("3"));
    robot.write("d");
    robot.write("j");
    await().until(() -> look.shown("#diagnosis-silence"));

    robot.clickOn("#diagnosis-silence");
    await().until(() -> look.text("#view-diagnoses .side-note").equals("2"));

    robot.clickOn("#undo-silence");
    await().until(() -> look.text("#view-diagnoses .side-note").equals("3"));
  }

  @Test
  void healthyTarget_saysThatNothingIsWrong() throws TimeoutException {
    var look = connect(false);

    robot.write("d");

    await().until(() -> look.text(".diagnoses .empty-title").equals("Nothing is wrong"));
    assertThat(look.text("#view-diagnoses .side-note")).isEmpty();
    robot.type(KeyCode.ESCAPE).type(KeyCode.ESCAPE);
    await().until(() -> look.shown("#count"));
  }

  @Test
  void task_chosen_saysWhyItWaitsAndWhoIsToBlame() throws TimeoutException {
    var look = connect(true);
    robot.type(KeyCode.DOWN);

    await().until(() -> look.text("#why").startsWith("Woken 140 ms ago"));
    robot.clickOn("→ image.resize #13 was polled by it for 131 ms (94 %), Images.java:61");

    await().until(() -> look.text("#task .task-id").equals("#13"));
    assertThat(look.cells(TaskColumn.NAME)).isNotEmpty();
  }
}
