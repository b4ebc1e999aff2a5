package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.ui.tasks.TaskColumn;
import dev.kioto.console.ui.time.TimeViewModel.Mode;
import dev.kioto.console.web.ConsoleServer;
import dev.kioto.testsupport.ProgramProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// What people come for, from the address that they type to the answer: the window, a real collector and a program in a JVM of
/// its own.
@Timeout(300)
final class JourneysTest {
  private static final List<String> JVM = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

  private final FxRobot robot = new FxRobot();
  private final OpenWindow window = new OpenWindow(1400, 900);

  @BeforeAll
  static void toolkit() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
  }

  @AfterEach
  void close() throws TimeoutException {
    window.close();
  }

  @Test
  void stuckTask_ofAProgramAtAnAddress_isFoundWithWhoHoldsTheLock() throws Exception {
    try (var program = trouble("deadlock"); var server = ConsoleServer.builder().port(0).start()) {
      attach(server, program);
      eventually(() -> titles().contains("Deadlock"),
          () -> robot.clickOn("#view-diagnoses"));

      robot.write("j");
      await().atMost(60, TimeUnit.SECONDS).until(() -> look().shown("#diagnosis"));
      assertThat(look().text("#diagnosis .panel-sentence")).contains("transfer-there", "transfer-back");
      robot.type(KeyCode.ENTER);

      await().atMost(60, TimeUnit.SECONDS).until(() -> look().text("#task .task-name").startsWith("transfer-"));
      var stuck = look().text("#task .task-name");
      var other = stuck.endsWith("there") ? "transfer-back" : "transfer-there";
      await().atMost(60, TimeUnit.SECONDS).until(() -> look().text("#why").contains(other));
    }
  }

  @Test
  void starvingTask_foundByItsScheduledTime_saysWhoHadTheWorkers() throws Exception {
    try (var program = trouble("starved"); var server = ConsoleServer.builder().port(0).start()) {
      attach(server, program);
      robot.clickOn(look().heading("Sched"));
      await().atMost(60, TimeUnit.SECONDS).until(() -> look().cells(TaskColumn.NAME).startsWith("heartbeat-"));

      robot.clickOn(look().cell(TaskColumn.NAME, 0));

      await().atMost(60, TimeUnit.SECONDS).until(() -> look().text("#task .task-name").startsWith("heartbeat-"));
      eventually(() -> look().text("#why").contains("import-"), () -> robot.clickOn("#why-refresh"));
    }
  }

  @Test
  void recording_ofAProgramThatGotSick_isOpenedAndScrubbed() throws Exception {
    try (var program = ProgramProcess.start(SickLater.class.getName(), JVM, List.of("deadlock"));
        var server = ConsoleServer.builder().port(0).temporaryData().start()) {
      attach(server, program);
      robot.clickOn("#record");
      // The healthy time has some length, so that there is a place for it on the bar.
      await().atMost(60, TimeUnit.SECONDS).until(() -> look().text("#record").matches("Stop  0:0[3-9].*"));
      var healthy = look().text("#count");
      program.tell("get sick");
      eventually(() -> titles().contains("Deadlock"), () -> robot.clickOn("#view-diagnoses"));
      // The recording listens by itself, and a circle has to be told of twice: it goes on until it has heard that for sure.
      long found = recordedSeconds();
      await().atMost(60, TimeUnit.SECONDS).until(() -> recordedSeconds() >= found + 4 + found / 50);
      var sick = look().text("#count");
      assertThat(sick).isNotEqualTo(healthy);
      robot.clickOn("#record");
      await().atMost(60, TimeUnit.SECONDS).until(() -> look().shown("#recording-folder"));
      var folders = new CopyOnWriteArrayList<Path>();
      window.showFoldersBy(folders::add);
      press("#recording-folder");
      assertThat(folders).hasSize(1).allSatisfy(folder -> assertThat(folder).isDirectoryContaining("glob:**.kiorec"));

      press("#recording-open");
      await().atMost(60, TimeUnit.SECONDS).until(() -> window.model().time().mode().get() == Mode.PLAYING);
      press("#time-play");
      await().atMost(60, TimeUnit.SECONDS).until(() -> look().text("#time-what").equals("Paused at"));
      scrub(0.2, healthy, "");
      scrub(0.99, sick, "Deadlock");
      scrub(0.2, healthy, "");
    }
  }

  private long recordedSeconds() {
    var clock = look().text("#record").replaceFirst("^Stop +(\\d+):(\\d\\d).*", "$1:$2").split(":");
    return 60 * Long.parseLong(clock[0]) + Long.parseLong(clock[1]);
  }

  /// Presses a button that has just come, whether it was laid out already or not.
  private void press(String button) {
    robot.interact(() -> robot.lookup(button).queryButton().fire());
  }

  /// Goes to a place of the recording, and sees how many tasks there were, and what was wrong.
  private void scrub(double share, String tasks, String diagnoses) {
    robot.clickOn(look().onTimeBar(share));
    await().atMost(60, TimeUnit.SECONDS).untilAsserted(
        () -> assertThat(List.of(look().text("#count"), titles())).containsExactly(tasks, diagnoses));
  }

  private String titles() {
    return look().texts("#diagnoses .diagnosis-title");
  }

  private static ProgramProcess trouble(String name) throws Exception {
    return ProgramProcess.start("dev.kioto.demo.Main", JVM,
        List.of("trouble", name, "--instrument-port", "0", "--workers", "2"));
  }

  /// Types the program's address as somebody would who has just been told it, and again if that is refused: a program that has only
  /// just begun, on a busy machine, is slow to tell of its tasks.
  private void attach(ConsoleServer server, ProgramProcess program) throws Exception {
    var address = "127.0.0.1:" + program.port();
    window.open(server.uri());
    robot.clickOn("#attach-address").write(address).type(KeyCode.ENTER);
    eventually(() -> !look().cells(TaskColumn.NAME).isEmpty(), () -> {
      if (look().shown("#attach-error")) robot.clickOn("#attach");
    });
  }

  /// Does something again and again until what is wanted is there.
  private static void eventually(Callable<Boolean> wanted, Runnable again) {
    await().atMost(120, TimeUnit.SECONDS).pollInterval(500, TimeUnit.MILLISECONDS).until(() -> {
      if (wanted.call()) return true;
      again.run();
      return wanted.call();
    });
  }

  private Look look() {
    return window.look();
  }
}
