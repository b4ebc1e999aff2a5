package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Resource;
import dev.kioto.console.api.Task;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.ui.tasks.TaskColumn;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Takes what is chosen to other programs.
final class CopyWindowTest {
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
  void chosenRow_copied_isTextOrJson() throws TimeoutException, IOException {
    desk.server().setSick(true);
    desk.connect();
    robot.type(KeyCode.DOWN);
    await().until(() -> desk.model().tasks().chosen().get() != null);
    var id = Objects.requireNonNull(desk.model().tasks().chosen().get()).id();

    copy(false);
    assertThat(clipboard().lines().toList()).hasSize(2).first().asString().startsWith("Warn\tID\tState\tName");
    assertThat(clipboard().lines().toList().getLast()).contains("\t" + id + "\t");
    copy(true);
    assertThat(ApiJson.mapper().readValue(clipboard(), Task.class).id()).isEqualTo(id);

    robot.write("r");
    await().until(() -> desk.look().text("#resource-count").equals("5 of 5"));
    robot.write("j");
    copy(true);
    assertThat(ApiJson.mapper().readValue(clipboard(), Resource.class).type()).isEqualTo("Mutex");

    robot.write("d");
    await().until(() -> !desk.model().diagnoses().rows().isEmpty());
    robot.write("j");
    copy(true);
    assertThat(ApiJson.mapper().readValue(clipboard(), Diagnosis.class).title()).isEqualTo("Starved");
    copy(false);
    assertThat(clipboard()).startsWith("critical: Starved, ");
  }

  @Test
  void menuOfARow_narrows_toTasksOfThatName() throws TimeoutException {
    desk.connect();
    var name = desk.look().cell(TaskColumn.NAME, 2);

    robot.rightClickOn(name);
    await().until(() -> robot.lookup("Copy as JSON").tryQuery().isPresent());
    robot.clickOn("Only tasks of this name");

    await().until(() -> desk.look().typed("#filter").startsWith("name="));
    await().until(() -> !desk.look().text("#count").startsWith("300"));
  }

  private void copy(boolean json) {
    robot.interact(() -> Clipboard.getSystemClipboard().clear());
    if (json) {
      robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.C);
    } else {
      robot.push(KeyCode.SHORTCUT, KeyCode.C);
    }
    await().until(() -> !clipboard().isEmpty());
  }

  private static String clipboard() {
    return WaitForAsyncUtils.waitForAsyncFx(10_000,
        () -> Objects.requireNonNullElse(Clipboard.getSystemClipboard().getString(), ""));
  }
}
