package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.time.TimeViewModel.Mode;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// Back in time and to the present again, in front of a server that keeps what it knew; and a recording that plays.
final class TimeWindowTest {
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
  void handle_dragged_showsThePast_andLiveThePresent() throws TimeoutException {
    desk.server().keepPast(Duration.ofMinutes(20));
    desk.connect();
    var look = desk.look();
    await().until(() -> desk.model().time().kept().get().trail() != null);

    robot.drag(look.onTimeBar(0.98), MouseButton.PRIMARY).dropTo(look.onTimeBar(0.4));
    await().until(() -> look.text("#count").equals("240 of 240"));
    assertThat(look.text("#as-of")).endsWith("past");
    assertThat(look.text("#time-what")).isEqualTo("As of");
    assertThat(look.text("#time-when")).endsWith("min ago");
    robot.type(KeyCode.DOWN);
    await().until(() -> look.text("#stack-explanation").contains("none is known of"));

    // What was stays what it was when the program is gone.
    desk.server().setState("shop", TargetState.DISCONNECTED, "Nothing listens at 127.0.0.1:6669");
    await().until(() -> look.shown("#banner"));
    assertThat(look.isGrey("#tasks")).isFalse();
    robot.clickOn("#time-live");
    await().until(() -> look.isGrey("#tasks"));
    desk.server().setState("shop", TargetState.CONNECTED, null);
    await().until(() -> look.text("#count").equals("300 of 300") && look.text("#as-of").endsWith("live"));
    await().until(() -> desk.model().task().stack().get() != null);
  }

  @Test
  void instantThatIsNotKept_isSaidInPlaceOfTheRows() throws TimeoutException {
    desk.server().keepPast(Duration.ofSeconds(20));
    desk.connect();
    var look = desk.look();
    await().until(() -> desk.model().time().kept().get().trail() != null);

    robot.clickOn(look.onTimeBar(0.1));
    await().until(() -> look.shown("#not-kept"));
    assertThat(look.shown("#tasks")).isTrue();
    robot.write("o");
    await().until(() -> !look.shown("#not-kept"));
    robot.write("t").type(KeyCode.SPACE);

    await().until(() -> !look.shown("#not-kept") && look.text("#as-of").endsWith("live"));
  }

  @Test
  void recording_isPausedAndSought() throws TimeoutException {
    desk.server().addRecording("night");
    desk.start();
    var look = desk.look();
    await().until(() -> desk.model().time().mode().get() == Mode.PLAYING && look.text("#time-speed").equals("1×"));

    robot.clickOn("#time-play");
    await().until(() -> desk.server().playback("night").paused());
    robot.clickOn(look.onTimeBar(0.5));

    await().until(() -> look.text("#time-when").matches(".*· (1:5|2:0)\\d of 4:00"));
    var place = Duration.between(desk.server().playback("night").from(), desk.server().playback("night").position());
    assertThat(place).isBetween(Duration.ofSeconds(110), Duration.ofSeconds(130));
    assertThat(look.text("#time-what")).isEqualTo("Paused at");
  }
}
