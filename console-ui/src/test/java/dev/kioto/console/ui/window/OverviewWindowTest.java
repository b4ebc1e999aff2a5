package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// From figures over time to what is wrong, in front of a server with invented figures.
final class OverviewWindowTest {
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
  void overview_ofASickTarget_leadsToTheWorst() throws TimeoutException {
    desk.server().setSick(true);
    desk.connect();
    var look = desk.look();

    robot.clickOn("#view-overview");
    await().until(() -> look.shown(".worst-row") && !desk.model().charts().figures().get().isEmpty());
    assertThat(look.texts(".worst-row .diagnosis-title")).isEqualTo("Starved Long poll Lock held across an await");
    robot.clickOn(".worst-row");

    await().until(() -> look.shown("#diagnosis"));
    assertThat(look.text("#diagnosis .panel-title")).isEqualTo("Starved");
  }

  @Test
  void charts_pointedAt_sayWhatWasThen_andAButtonChangesTheStretch() throws TimeoutException {
    desk.connect();
    robot.write("o");
    await().until(() -> !desk.model().charts().figures().get().isEmpty());

    robot.moveTo("#charts");
    await().until(() -> desk.model().charts().pointed().get() != null);
    robot.clickOn("#charts-15m");

    assertThat(desk.model().charts().axis().get().length()).isEqualTo(900_000_000_000L);
    await().until(() -> desk.model().charts().pointed().get() == null);
    await().until(() -> desk.look().texts(".worst-note").equals("Nothing is wrong now."));
  }
}
