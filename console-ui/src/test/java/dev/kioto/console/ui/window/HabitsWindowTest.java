package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.ui.theme.Appearance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void task_atDoubleSize_takesThePlaceOfTheTable_untilItIsClosed() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    robot.type(KeyCode.DOWN);
    await().until(() -> look.shown("#task") && look.shown("#tasks"));

    for (int i = 0; i < 6; i++) {
      robot.push(KeyCode.CONTROL, KeyCode.PLUS);
    }

    await().until(() -> desk.settings().scale() == 2 && look.shown("#task") && !look.shown("#tasks"));
    await().until(() -> rightEdge("#task") <= 1480);
    robot.type(KeyCode.ESCAPE);
    await().until(() -> look.shown("#tasks") && !look.shown("#task"));
    robot.push(KeyCode.CONTROL, KeyCode.DIGIT0).type(KeyCode.ENTER);
    await().until(() -> look.shown("#task") && look.shown("#tasks") && rightEdge("#task") <= 1480);
  }

  private double rightEdge(String query) {
    return WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
      var node = Objects.requireNonNull(desk.look().stage().getScene().lookup(query));
      return node.localToScene(node.getLayoutBounds()).getMaxX();
    });
  }

  @Test
  void theme_byItsName_isTakenAndRemembered() throws TimeoutException {
    desk.connect();

    robot.push(KeyCode.CONTROL, KeyCode.K).write("theme: high").type(KeyCode.ENTER);

    await().until(() -> desk.settings().theme() == Appearance.HIGH_CONTRAST);
    assertThat(desk.look().text("#theme")).isEqualTo("Dark");
  }

  @Test
  void picture_ofTheOverview_isAFileOfTwiceTheSize_onThePage(@TempDir Path folder)
      throws IOException, TimeoutException {
    desk.connect();
    var look = desk.look();
    robot.write("o");
    await().until(() -> !desk.model().charts().figures().get().isEmpty());
    desk.savePicturesAs(folder.resolve("figures"));

    robot.push(KeyCode.CONTROL, KeyCode.S);

    await().until(() -> look.text("#picture-message").startsWith("The picture is in "));
    var image = ImageIO.read(folder.resolve("figures.png").toFile());
    var canvas = Objects.requireNonNull(look.stage().getScene().lookup("#charts")).getLayoutBounds();
    assertThat(image.getWidth()).isEqualTo((int) Math.ceil(2 * canvas.getWidth()));
    assertThat(image.getRGB(1, 1)).isEqualTo(0xff0f141b); // the page of the dark theme

    desk.savePicturesAs(folder.resolve("no such folder").resolve("figures.png"));
    robot.push(KeyCode.CONTROL, KeyCode.S);
    await().until(() -> look.text("#picture-message").contains("was not written"));
    assertThat(look.text("#picture-message")).contains("there is no such folder", "figures.png");
    robot.clickOn("#picture-dismiss");
    await().until(() -> !look.shown("#picture-message"));
  }

  private double contentWidth() {
    return WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
      var top = (Region) Objects.requireNonNull(desk.look().stage().getScene().lookup(".top-bar"));
      return top.getWidth();
    });
  }
}
