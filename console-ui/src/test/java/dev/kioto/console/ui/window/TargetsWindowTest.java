package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TargetState;
import java.util.concurrent.TimeoutException;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// Programs that are found by themselves, and the panel that tells more of a target.
final class TargetsWindowTest {
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
  void programsOfThisMachine_clicked_areAttached() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    await().until(() -> look.texts("#local .side-note").contains("127.0.0.1:6680"));
    assertThat(look.texts("#local .side-note")).doesNotContain("127.0.0.1:6669");
    assertThat(look.text("#local-plain")).isEqualTo("▸ 2 JVMs without a console");

    robot.clickOn("mini-redis");
    await().until(() -> look.exists("#target-2"));
    await().until(() -> !look.texts("#local .side-note").contains("127.0.0.1:6680"));

    robot.clickOn("ledger");
    await().until(() -> look.shown("#attach-token"));
    robot.write("secret").type(KeyCode.ENTER);
    await().until(() -> look.exists("#target-3"));
    assertThat(look.shown("#attach-token")).isFalse();
  }

  @Test
  void panel_opened_tellsAndRecordsMore() throws TimeoutException {
    desk.connect();
    var look = desk.look();

    robot.clickOn("#target-1 .target-more");
    await().until(() -> look.texts("#target-panel .value").contains("512"));
    assertThat(look.texts("#target-panel .capability")).contains("Stacks", "Acting in it").doesNotContain("Incidents");
    assertThat(look.texts("#target-losses .explanation")).startsWith("Nothing.");

    robot.clickOn("#level-trace");
    await().until(() -> look.text("#recording .label").startsWith("records every event"));
    desk.server().setReadOnly(true);
    robot.clickOn("#level-counts");
    await().until(() -> look.text("#level-problem").contains("read alone"));

    robot.interact(() -> robot.lookup("#setting-event-interval").queryButton().fire());
    await().until(() -> look.focus() instanceof TextField);
    robot.write("128").type(KeyCode.ENTER);
    await().until(() -> look.texts("#target-panel .setting-problem").contains("read alone"));
    desk.server().setReadOnly(false);
    robot.write("x").type(KeyCode.ENTER);
    await().until(() -> look.texts("#target-panel .setting-problem").contains("is not a whole number"));
    robot.type(KeyCode.BACK_SPACE).type(KeyCode.ENTER);
    await().until(() -> look.text("#setting-event-interval").equals("128"));

    desk.server().setState("shop", TargetState.DISCONNECTED, "Nothing listens at 127.0.0.1:6669");
    await().until(() -> look.text("#target-error").startsWith("Nothing listens at 127.0.0.1:6669"));
    robot.type(KeyCode.ESCAPE);
    await().until(() -> !look.shown("#target-panel"));
    assertThat(look.exists("#task")).isTrue();
  }

  @Test
  void lanes_atLevelTasks_offerToRecordMore() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    robot.write("w");
    await().until(() -> look.text("#lane-level").equals("Record them"));

    // Not by a click: the lanes above it grow as they come in, and it moves.
    robot.interact(() -> robot.lookup("#lane-level").queryButton().fire());

    await().until(() -> look.text("#lane-level").equals("Back to tasks"));
  }
}
