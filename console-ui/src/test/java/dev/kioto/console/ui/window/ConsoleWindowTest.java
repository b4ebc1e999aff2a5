package dev.kioto.console.ui.window;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.Recorder.Level;
import dev.kioto.console.api.TargetKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.ui.Fixtures;
import dev.kioto.console.ui.fake.FakeConsole;
import dev.kioto.console.ui.tasks.TaskColumn;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/// Clicks and types through the whole window, in front of a server with invented tasks.
final class ConsoleWindowTest {
  private final FxRobot robot = new FxRobot();
  private final Desk desk = new Desk();
  private final FakeConsole server = desk.server();
  private ConsoleViewModel model = desk.model();
  private Look look = desk.look();

  @BeforeAll
  static void toolkit() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
  }

  @AfterEach
  void close() throws TimeoutException {
    desk.close();
  }

  @Test
  void table_targetConnected_showsItsTasks() throws TimeoutException {
    connect();

    assertThat(look.text("#count")).isEqualTo("300 of 300");
    assertThat(look.cells(TaskColumn.STATE)).containsAnyOf("idle", "running", "scheduled");
    assertThat(look.text("#card-live .card-number")).matches("\\d+");
  }

  @Test
  void statusBar_targetThatRecordsLess_warns() throws TimeoutException {
    connect();
    await().until(() -> look.text("#recording .label").startsWith("records tasks"));
    assertThat(look.shown("#recording .shape")).isFalse();

    server.setRecorder("shop", Fixtures.recorder(Level.COUNTS, "the console's own threads took too much", 0));

    await().until(() -> look.text("#recording .label").startsWith("records counts alone"));
    assertThat(look.shown("#recording .shape")).isTrue();
  }

  @Test
  void heading_clicked_asksTheServerForThatOrder() throws TimeoutException {
    connect();

    robot.clickOn(look.heading("Name"));
    await().until(() -> server.asked().getLast().sort().equals("name"));
    await().until(() -> look.cells(TaskColumn.NAME).startsWith("–"));
    robot.clickOn(look.heading("Name ▲"));

    await().until(() -> server.asked().getLast().sort().equals("-name"));
    await().until(() -> look.cells(TaskColumn.NAME).startsWith("session.sweeper"));
  }

  @Test
  void filter_understood_leavesMatchingRows() throws TimeoutException {
    connect();

    type("/");
    robot.write("http");
    robot.type(KeyCode.ENTER);

    await().until(() -> !look.text("#count").startsWith("300"));
    assertThat(look.cells(TaskColumn.NAME)).contains("http.accept").doesNotContain("cart.lock");
  }

  @Test
  void filter_notUnderstood_saysWhyInPlaceAndKeepsRows() throws TimeoutException {
    connect();

    type("/");
    // At once: what is typed slowly is asked for on the way.
    robot.interact(() -> robot.lookup("#filter").queryTextInputControl().setText("state:idel"));
    robot.type(KeyCode.ENTER);

    await().until(() -> look.shown("#filter-problem"));
    assertThat(look.text("#filter-problem .problem-text")).contains("'idel'", "idle");
    assertThat(look.text("#count")).isEqualTo("300 of 300");
  }

  @Test
  void filter_typed_isCompletedByKeysAndMouse() throws TimeoutException {
    connect();

    type("/");
    robot.write("sta");
    await().until(() -> look.texts("#completion .completion-text").startsWith("state"));
    robot.type(KeyCode.TAB);
    await().until(() -> look.texts("#completion .completion-text").startsWith(":"));
    robot.write(":");
    await().until(() -> look.texts("#completion .completion-text").contains("idle"));
    robot.type(KeyCode.DOWN).type(KeyCode.ESCAPE);
    await().until(() -> !look.shown("#completion"));
    robot.write("co");
    await().until(() -> look.texts("#completion .completion-text").equals("completed"));
    robot.clickOn("#completion .completion-row");

    await().until(() -> look.typed("#filter").equals("state:completed"));
    await().until(() -> !look.text("#count").startsWith("300"));
    assertThat(look.shown("#completion")).isFalse();
  }

  @Test
  void selection_rowsMove_staysOnItsTask() throws TimeoutException {
    connect();
    robot.type(KeyCode.DOWN).type(KeyCode.DOWN).type(KeyCode.DOWN);
    await().until(() -> chosen() != null);
    var id = Objects.requireNonNull(chosen()).id();

    type("i");
    await().until(() -> server.asked().getLast().sort().equals("total"));
    type("i");

    await().until(() -> look.chosenRowId().equals(id));
    assertThat(Objects.requireNonNull(chosen()).id()).isEqualTo(id);
    assertThat(look.text("#task .task-id")).isEqualTo("#" + id);
  }

  @Test
  void row_clicked_showsDetailAndStack() throws TimeoutException {
    connect();
    type("/");
    robot.write("kind:direct");
    robot.type(KeyCode.ENTER);
    await().until(() -> !look.text("#count").startsWith("300"));

    robot.clickOn(look.cell(TaskColumn.NAME, 2), MouseButton.PRIMARY);

    await().until(() -> look.shown("#stack"));
    assertThat(look.text("#stack-explanation")).contains("parked");
    assertThat(look.texts("#stack .frame-name")).contains("Checkout.reserve");
    assertThat(look.texts("#stack .dimmed .frame-name")).contains("VirtualThread.park")
        .doesNotContain("Checkout.reserve");
    assertThat(look.texts("#task .percentiles .value")).contains("µs");
  }

  @Test
  void row_futureTask_saysWhyThereIsNoStack() throws TimeoutException {
    connect();
    type("/");
    robot.write("kind:future");
    robot.type(KeyCode.ENTER);
    await().until(() -> !look.text("#count").startsWith("300") && look.rows(TaskColumn.NAME) > 1);

    robot.clickOn(look.cell(TaskColumn.NAME, 1));

    await().until(() -> look.text("#stack-explanation").contains("only while it is being polled"));
    assertThat(look.shown("#stack")).isFalse();
  }

  @Test
  void task_forgotten_saysThatItIsGone() throws TimeoutException {
    connect();
    robot.type(KeyCode.DOWN);
    await().until(() -> look.shown("#task .section"));

    server.forget(Objects.requireNonNull(chosen()).id());

    await().until(() -> look.shown("#task-notice"));
    assertThat(look.text("#task-notice")).contains("no longer kept");
  }

  @Test
  void server_goneAndBack_bannerComesAndGoes() throws TimeoutException {
    connect();
    int port = server.port();

    server.stop();
    await().atMost(20, SECONDS).until(() -> look.shown("#banner"));
    assertThat(look.text("#banner .banner-text")).contains("Values as of");
    assertThat(look.text("#count")).isEqualTo("300 of 300");

    server.start(port);
    await().atMost(20, SECONDS).until(() -> !look.shown("#banner"));
    var before = look.text("#as-of");
    await().until(() -> !look.text("#as-of").equals(before));
  }

  @Test
  void target_gone_bannerCarriesItsError() throws TimeoutException {
    connect();

    server.setState("shop", TargetState.DISCONNECTED, "Nothing listens at 127.0.0.1:6669");

    await().until(() -> look.shown("#banner"));
    assertThat(look.text("#banner .banner-text")).startsWith("Nothing listens at 127.0.0.1:6669.");
  }

  @Test
  void targets_none_saysWhatToTypeAndAttaches() throws TimeoutException {
    start();
    await().until(() -> look.texts(".tasks .empty-title").contains("No program attached"));

    robot.clickOn("#attach-address").write("127.0.0.1:1").type(KeyCode.ENTER);
    await().until(() -> look.shown("#attach-error"));
    assertThat(look.text("#attach-error")).contains("Nothing listens at 127.0.0.1:1");

    robot.clickOn("#attach-address").type(KeyCode.END).eraseText(11).write("127.0.0.1:6669").clickOn("#attach");
    await().until(() -> look.text("#count").equals("300 of 300"));
    assertThat(look.shown("#attach-error")).isFalse();
  }

  @Test
  void target_ofTheOtherProtocol_tellsWhatItCannot() throws TimeoutException {
    server.addTarget("rust", "127.0.0.1:6670", TargetState.CONNECTED, null, TargetKind.TOKIO, 17);
    start();
    await().until(() -> look.text("#count").equals("300 of 300"));

    robot.type(KeyCode.DOWN);

    await().until(() -> look.text("#stack-explanation").contains("tokio-console protocol"));
    assertThat(look.text("#card-polls .card-note")).isEqualTo("not told");
    assertThat(look.text("#dropped")).isEqualTo("17 events dropped");
  }

  @Test
  void keys_escapeEnterAndHelp_closeAndOpen() throws TimeoutException {
    connect();
    robot.type(KeyCode.DOWN).type(KeyCode.ESCAPE);
    await().until(() -> !look.exists("#task"));

    robot.type(KeyCode.ENTER);
    await().until(() -> look.exists("#task"));

    type("?");
    await().until(() -> look.shown("#help-overlay"));
    robot.type(KeyCode.ESCAPE);
    await().until(() -> !look.shown("#help-overlay"));
    assertThat(look.exists("#task")).isTrue();
  }

  @Test
  void keys_endOfList_loadsAndChoosesTheLast() throws TimeoutException {
    connect();

    type("G");

    await().until(() -> chosen() != null && model.tasks().chosenIndex().get() == Desk.TASKS - 1);
    assertThat(server.asked()).extracting(WindowRequest::offset).anyMatch(offset -> offset > 100);
    await().until(() -> look.chosenRowId().equals(Objects.requireNonNull(chosen()).taskId()));
    type("gg");
    await().until(() -> model.tasks().chosenIndex().get() == 0);
  }

  @Test
  void keys_space_standsStillAndGoesOn() throws TimeoutException {
    connect();

    robot.type(KeyCode.SPACE);
    await().until(() -> look.text("#as-of").endsWith("paused"));
    var before = look.text("#as-of");
    robot.type(KeyCode.DOWN);
    await().until(() -> chosen() != null);
    assertThat(look.text("#as-of")).isEqualTo(before);

    robot.type(KeyCode.SPACE);
    await()
        .until(() -> look.text("#as-of").endsWith("live") && !look.text("#as-of").startsWith(before.substring(0, 18)));
  }

  private void connect() throws TimeoutException {
    desk.connect();
    adopt();
  }

  private void start() throws TimeoutException {
    desk.start();
    adopt();
  }

  private void adopt() {
    model = desk.model();
    look = desk.look();
  }

  // A typed character, as opposed to a key: '/' and '?' then need no keyboard layout.
  private void type(String characters) {
    robot.write(characters);
  }

  private @Nullable Task chosen() {
    return model.tasks().chosen().get();
  }
}
