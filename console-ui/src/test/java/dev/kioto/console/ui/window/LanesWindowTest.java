package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.ui.lanes.LaneLayout;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.geometry.VerticalDirection;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// From the lanes of the workers to a task, in front of a server with invented polls.
final class LanesWindowTest {
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

  private Look connect() throws TimeoutException {
    desk.server().setSick(true);
    desk.connect();
    robot.write("w");
    await().until(() -> desk.model().lanes().titles().size() == 4);
    return desk.look();
  }

  @Test
  void lanes_liveUntilSomebodyZooms_andAgainByAClick() throws TimeoutException {
    connect();
    var lanes = desk.model().lanes();
    long first = lanes.axis().get().to();
    await().until(() -> lanes.axis().get().to() > first);

    robot.moveTo("#lanes").scroll(3, VerticalDirection.UP);

    await().until(() -> !lanes.live().get() && lanes.axis().get().length() < 9_000_000_000L);
    robot.clickOn("#lane-live");
    await().until(() -> lanes.live().get());
    robot.clickOn("#lane-fit");
    assertThat(lanes.axis().get().length()).isEqualTo(10_000_000_000L);
  }

  @Test
  void poll_underThePointer_isExplained_andAClickOpensItsTask() throws TimeoutException {
    var look = connect();
    robot.clickOn("#lane-in").clickOn("#lane-in").clickOn("#lane-in");
    assertThat(desk.model().lanes().live().get()).isTrue();

    // The poll that goes on on worker 2 reaches to the right edge.
    Node canvas = robot.lookup("#lanes").query();
    var size = canvas.getLayoutBounds();
    double x = size.getWidth() - 30;
    double y = LaneLayout.polls(2) + LaneLayout.POLLS / 2;
    await().until(() -> WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
      var hit = desk.model().lanes().hit(x, y, new LaneLayout(size.getWidth()));
      return hit != null && hit.ongoing();
    }));
    robot.moveTo(robot.point(canvas).atOffset(x - size.getWidth() / 2, y - size.getHeight() / 2));
    await().until(() -> look.shown("#lane-hint"));
    assertThat(look.text("#lane-hint .lane-hint-title")).isEqualTo("poll of image.resize #13");
    robot.clickOn(MouseButton.PRIMARY);

    await().until(() -> look.text("#task .task-id").equals("#13"));
  }

  @Test
  void runsUnderEachOther_aClickOpensTheTaskInItsRecording() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
      desk.model().view().set(View.LAB);
      desk.model().lab().open("1");
    });
    await().until(() -> look.shown("#timelines-open"));
    WaitForAsyncUtils.waitForAsyncFx(10_000, () -> robot.lookup("#timelines-open").queryButton().fire());
    var timelines = desk.model().lab().timelines();
    // 1-A with two workers above 1-B with four.
    await().until(() -> timelines.upper().picture().strips().size() == 2
        && timelines.lower().picture().strips().size() == 4);
    WaitForAsyncUtils.waitForFxEvents();
    WaitForAsyncUtils.waitForAsyncFx(10_000,
        () -> ((ScrollPane) look.stage().getScene().lookup("#experiment")).setVvalue(1));
    WaitForAsyncUtils.waitForFxEvents();

    Node canvas = robot.lookup("#timelines").query();
    var size = canvas.getLayoutBounds();
    // On the last worker of the run below; some poll is near at any place of the ten seconds.
    double y = size.getHeight() - 40;
    double x = size.getWidth() / 2;
    var hit = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> timelines.hit(x, y, size.getWidth()));
    assertThat(hit).isNotNull();
    assertThat(hit.side()).isSameAs(timelines.lower());
    var task = Objects.requireNonNull(hit.hit().task());
    robot.clickOn(robot.point(canvas).atOffset(0, y - size.getHeight() / 2));

    await().until(() -> look.text("#task .task-id").equals("#" + task.id()));
    assertThat(Objects.requireNonNull(desk.model().targets().chosen().get()).address())
        .isEqualTo("file:/tmp/lab/1/1-B.kiorec");
  }

  @Test
  void colours_areOfDurationsOrTasks() throws TimeoutException {
    var look = connect();

    robot.clickOn("#lane-colour");

    assertThat(look.text("#lane-colour")).isEqualTo("Colour: task");
  }
}
