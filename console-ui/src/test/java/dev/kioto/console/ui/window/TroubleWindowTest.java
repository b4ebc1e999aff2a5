package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.tasks.TaskColumn;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A server that says more than the window knows, and one that refuses.
final class TroubleWindowTest {
  private final Desk desk = new Desk(1480, 860);

  @BeforeAll
  static void toolkit() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
  }

  @AfterEach
  void close() throws TimeoutException {
    desk.close();
  }

  @Test
  void server_newer_everyViewShowsWhatItKnows() throws TimeoutException {
    desk.server().setNewer("99.1");
    desk.server().setSick(true);
    desk.connect();
    var look = desk.look();

    assertThat(look.cells(TaskColumn.STATE)).contains("idle");
    for (var view : View.values()) {
      onFx(() -> desk.model().view().set(view));
      await().until(() -> hasAnswers(view));
    }
    onFx(() -> desk.model().openTask("1"));
    await().until(() -> look.text("#task .task-id").equals("#1") && look.shown("#task .percentiles"));
    assertThat(look.shown("#banner")).isFalse();
  }

  @Test
  void server_thatLetsReadAlone_saysSoWhereSomebodyActs() throws TimeoutException {
    desk.server().setSick(true);
    desk.server().setReadOnly(true);
    desk.connect();
    var look = desk.look();

    await().until(() -> desk.model().diagnoses().rows().size() == 3);
    onFx(() -> {
      desk.model().view().set(View.DIAGNOSES);
      desk.model().diagnoses().rows().stream().filter(one -> one.subject().site() != null).findFirst()
          .ifPresent(desk.model().diagnoses()::silence);
    });
    await().until(() -> look.text("#diagnoses-problem").startsWith("The token lets read and not act"));
    assertThat(look.shown("#diagnoses-problem")).isTrue();
    assertThat(look.shown("#undo-silence")).isFalse();

    onFx(() -> desk.model().targets().detach(desk.model().targets().targets().getFirst()));
    await().until(() -> look.text("#attach-error").startsWith("The target stays: The token lets read and not act"));
    await().until(() -> look.shown(".target"));

    onFx(() -> desk.model().targets().attach("127.0.0.1:6670"));
    await().until(() -> look.text("#attach-error").startsWith("The token lets read and not act"));
  }

  @Test
  void server_thatWantsAToken_isSaidInPlaceOfTheTasks_andAboveWhatIsKnown() throws TimeoutException {
    desk.server().setWantsToken(true);
    desk.start();
    var look = desk.look();
    await().until(() -> look.text(".tasks .empty-title").equals("The server does not let this window in"));
    assertThat(look.text(".tasks .empty-hint")).startsWith("This server lets nobody read without a token. ");
    assertThat(look.text("#connection")).startsWith("Not let in by 127.0.0.1:");

    desk.server().addTarget("shop", "127.0.0.1:6669", TargetState.CONNECTED, null);
    desk.server().setWantsToken(false);
    await().until(() -> look.text("#count").equals("300 of 300") && !look.shown("#banner"));
    desk.server().setWantsToken(true);

    await().until(() -> look.text("#banner .banner-text")
        .startsWith("This server lets nobody read without a token. Values as of "));
    assertThat(look.cells(TaskColumn.STATE)).contains("idle"); // what was known stays
  }

  @Test
  void target_goneWhileItsTaskIsOpen_isSaidInThePane() throws TimeoutException {
    desk.connect();
    var look = desk.look();
    onFx(() -> desk.model().openTask("17"));
    await().until(() -> look.text("#task .task-id").equals("#17"));

    desk.server().setState("shop", TargetState.DISCONNECTED, "The program has ended");
    desk.server().forget("17");

    await().until(() -> look.shown("#task-notice") && look.shown("#banner"));
    assertThat(look.text("#banner .banner-text")).startsWith("The program has ended.");
    assertThat(look.text("#task .task-id")).isEqualTo("#17"); // what was known of it stays
  }

  private boolean hasAnswers(View view) {
    var model = desk.model();
    return switch (view) {
      case OVERVIEW -> !model.charts().figures().get().isEmpty();
      case TASKS -> model.tasks().matched().get() > 0;
      case DIAGNOSES -> model.diagnoses().warningCount().get() == 3;
      case RESOURCES -> !model.resources().list().rows().isEmpty();
      case WORKERS -> !model.workers().rows().get().isEmpty() && !model.lanes().titles().isEmpty();
      case GRAPHS -> !model.graphs().graph().get().boxes().isEmpty();
      case LAB -> !model.lab().experiments().isEmpty();
    };
  }

  private static void onFx(Runnable work) {
    WaitForAsyncUtils.waitForAsyncFx(10_000, work);
  }
}
