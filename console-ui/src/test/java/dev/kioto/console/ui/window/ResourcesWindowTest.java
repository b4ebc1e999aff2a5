package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.ui.settings.DesktopSettings;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// What tasks wait for, in front of a server with invented resources.
final class ResourcesWindowTest {
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
  void resources_chosenByKeys_leadToWhoHoldsThem() throws TimeoutException {
    desk.connect();
    var look = desk.look();

    robot.write("r");
    await().until(() -> look.text("#resource-count").equals("5 of 5"));
    robot.write("j");
    await().until(() -> look.shown("#resource"));
    assertThat(look.text("#resource .panel-title")).isEqualTo("Mutex #7");
    robot.clickOn(robot.from(robot.lookup("#resource").queryAll()).lookup("cart.lock #14").<Node>query());

    await().until(() -> look.text("#task .task-id").equals("#14"));
  }

  @Test
  void columns_chosenAndSorted_areRemembered() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    robot.write("r");
    await().until(() -> look.text("#resource-count").equals("5 of 5"));

    MenuButton columns = robot.lookup("#resource-columns").query();
    robot.interact(() -> columns.getItems().stream().filter(item -> "Uses".equals(item.getText()))
        .forEach(item -> ((CheckMenuItem) item).setSelected(false)));
    robot.clickOn(look.heading("Waited")).write("i");

    var table = desk.settings().table("resources");
    assertThat(table.columns()).filteredOn(column -> !column.visible()).extracting(DesktopSettings.Column::name)
        .containsExactly("OPERATIONS");
    assertThat(table.sortColumn()).isEqualTo("WAIT");
    assertThat(table.sortDescending()).isFalse();
    assertThat(desk.settings().table("tasks").sortColumn()).isEqualTo("TOTAL");
  }

  @Test
  void parts_andFilter_leaveWhatMatches() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    robot.write("r");
    await().until(() -> look.text("#resource-count").equals("5 of 5"));

    robot.clickOn("#resources-held");
    await().until(() -> look.text("#resource-count").equals("2 of 5"));
    robot.write("/");
    robot.write("Sema");
    robot.type(KeyCode.ENTER);
    await().until(() -> look.text("#resource-count").equals("1 of 5"));
    robot.write("/");
    robot.write("x");
    robot.type(KeyCode.ENTER);

    await().until(() -> look.text(".resources .empty-title").equals("No resource matches"));
  }
}
