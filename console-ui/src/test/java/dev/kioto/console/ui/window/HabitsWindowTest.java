package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.ui.theme.Appearance;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// The command palette, the size and the theme, by the keyboard alone.
final class HabitsWindowTest {
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
  void palette_aFewLetters_goToAViewAndATask() throws TimeoutException {
    desk.connect();
    var look = desk.look();

    robot.push(KeyCode.CONTROL, KeyCode.K);
    await().until(() -> look.shown("#palette"));
    robot.write("diagn");
    await().until(() -> look.texts("#palette-list .palette-keys").startsWith("d"));
    robot.type(KeyCode.ENTER);
    await().until(() -> desk.model().view().get() == View.DIAGNOSES && !look.shown("#palette"));

    robot.push(KeyCode.CONTROL, KeyCode.K).write("17").type(KeyCode.ENTER);
    await().until(() -> look.text("#task .task-id").equals("#17"));

    // The keys of the window are the line's while it is open, and the view's again after it.
    robot.push(KeyCode.CONTROL, KeyCode.K).write("t").type(KeyCode.ESCAPE);
    await().until(() -> !look.shown("#palette"));
    assertThat(desk.model().view().get()).isEqualTo(View.DIAGNOSES);
    robot.write("t");
    await().until(() -> desk.model().view().get() == View.TASKS);
  }

  @Test
  void size_changesByKeys_andIsRemembered() throws TimeoutException {
    desk.connect();
    double width = contentWidth();

    robot.push(KeyCode.CONTROL, KeyCode.PLUS).push(KeyCode.CONTROL, KeyCode.EQUALS);

    await().until(() -> desk.settings().scale() == 1.25);
    await().until(() -> contentWidth() == width / 1.25);
    robot.push(KeyCode.CONTROL, KeyCode.MINUS);
    await().until(() -> desk.settings().scale() == 1.1);
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT0);
    await().until(() -> desk.settings().scale() == 1 && contentWidth() == width);
  }

  @Test
  void theme_byItsName_isTakenAndRemembered() throws TimeoutException {
    desk.connect();

    robot.push(KeyCode.CONTROL, KeyCode.K).write("theme: high").type(KeyCode.ENTER);

    await().until(() -> desk.settings().theme() == Appearance.HIGH_CONTRAST);
    assertThat(desk.look().text("#theme")).isEqualTo("Dark");
  }

  private double contentWidth() {
    return WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
      var top = (Region) Objects.requireNonNull(desk.look().stage().getScene().lookup(".top-bar"));
      return top.getWidth();
    });
  }
}
