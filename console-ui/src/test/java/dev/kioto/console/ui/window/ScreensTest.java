package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.graph.GraphKind;
import dev.kioto.console.ui.lab.ExperimentFormViewModel;
import dev.kioto.console.ui.groups.GroupBy;
import dev.kioto.console.ui.targets.SettingsViewModel;
import dev.kioto.console.ui.theme.Palette;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Draws every view, dark and light, to be looked at: PNG files in `target/screens`, or in the folder that `kioto.screens` names.
final class ScreensTest {
  private static final double WIDTH = 1480;
  private static final double HEIGHT = 860;
  private static final long PATIENCE_MILLIS = 20_000;

  private final Desk desk = new Desk(WIDTH, HEIGHT);

  @BeforeAll
  static void toolkit() throws TimeoutException {
    FxToolkit.registerPrimaryStage();
  }

  @AfterEach
  void close() throws TimeoutException {
    desk.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyView_drawn_hasTheColoursOfItsTheme(boolean dark) throws IOException, TimeoutException {
    desk.server().setSick(true);
    desk.server().keepPast(Duration.ofMinutes(8));
    desk.connect();
    var look = desk.look();
    if (!dark) {
      fire("#theme");
    }
    await().until(() -> look.text("#view-diagnoses .side-note").equals("3"));
    onFx(() -> desk.model().tasks().move(0));
    await().until(() -> look.text("#why").startsWith("Woken") && !look.text("#stack-explanation").equals("Loading…"));

    for (var view : View.values()) {
      onFx(() -> desk.model().view().set(view));
      await().until(() -> shows(view));
      draw(view.name(), dark);
    }
    for (var kind : List.of(GraphKind.WAKES, GraphKind.TREE)) {
      onFx(() -> {
        desk.model().view().set(View.GRAPHS);
        desk.model().graphs().kind().set(kind);
      });
      await().until(() -> desk.model().graphs().answered().get());
      draw("GRAPHS-" + kind, dark);
    }
    closeUp(dark);
    lab(dark);
    parts(dark);
    past(dark);
  }

  private void past(boolean dark) throws IOException {
    onFx(() -> {
      desk.model().view().set(View.TASKS);
      desk.model().time().choose(Instant.now().minusSeconds(190));
    });
    await().untilAsserted(() -> assertThat(desk.look().text("#count")).isEqualTo("240 of 240"));
    draw("TASKS-PAST", dark);
    onFx(() -> desk.model().view().set(View.OVERVIEW));
    await().until(() -> shows(View.OVERVIEW));
    draw("OVERVIEW-PAST", dark);
  }

  // An experiment, and its lower half.
  private void lab(boolean dark) throws IOException {
    onFx(() -> {
      desk.model().view().set(View.LAB);
      desk.model().lab().open("1");
    });
    await().until(() -> desk.model().lab().experiment().sideBySide().size() == 3 && desk.look().shown("#lab-course"));
    draw("EXPERIMENT", dark);
    onFx(() -> ((ScrollPane) desk.look().stage().getScene().lookup("#experiment")).setVvalue(1));
    save(picture(), name("EXPERIMENT-RUNS", dark)); // all panels: there is no page to be seen
    var timelines = desk.model().lab().timelines();
    onFx(() -> timelines.open().set(true));
    await().until(() -> timelines.lower().picture().strips().size() == 4);
    onFx(() -> timelines.look(2_000_000_000L, 2_060_000_000L));
    await().until(() -> timelines.lower().picture().length() < 1_000_000_000);
    onFx(() -> ((ScrollPane) desk.look().stage().getScene().lookup("#experiment")).setVvalue(1));
    save(picture(), name("TIMELINES", dark));
    onFx(() -> {
      desk.model().lab().writeAgain();
      desk.model().lab().form().isCommand().set(true);
      desk.model().lab().form().text(ExperimentFormViewModel.Field.COMMAND).set("java -cp app.jar com.example.Server");
    });
    await().until(() -> desk.model().lab().form().ready().get() && desk.look().shown("#form-command"));
    draw("EXPERIMENT-FORM-COMMAND", dark);
    onFx(() -> {
      desk.model().lab().back();
      desk.model().lab().back();
      desk.model().lab().write();
      desk.model().lab().form().text(ExperimentFormViewModel.Field.DURATION).set("10");
      desk.model().lab().form().ask();
    });
    await().until(() -> !desk.model().lab().form().problems().get().isEmpty());
    draw("EXPERIMENT-FORM", dark);
    onFx(() -> desk.model().lab().open("3"));
    await().until(() -> desk.look().shown("#lab-stop"));
    draw("EXPERIMENT-RUNNING", dark);
    onFx(() -> {
      desk.model().lab().back();
      desk.model().lab().compare();
      desk.model().lab().compareForm().other().from().set("5m");
    });
    await().until(() -> desk.look().shown("#compare-form") && desk.model().lab().compareForm().ready().get());
    draw("COMPARE-FORM", dark);
    onFx(() -> ((Button) desk.look().stage().getScene().lookup("#compare-begin")).fire());
    await().until(() -> desk.look().shown("#lab-stop"));
  }

  // What stands in a view or over it when it is asked for.
  private void parts(boolean dark) throws IOException {
    var model = desk.model();
    var look = desk.look();
    onFx(() -> model.view().set(View.TASKS));
    onFx(() -> model.groups().by().set(GroupBy.LOCATION));
    await().until(() -> !model.groups().list().rows().isEmpty());
    draw("GROUPS", dark);
    onFx(() -> model.groups().by().set(GroupBy.NONE));
    onFx(() -> ((ScrollPane) look.stage().getScene().lookup("#task .detail-scroll")).setVvalue(1));
    await().until(() -> look.shown("#task-history"));
    draw("TASK", dark);
    onFx(() -> model.targets().panel().toggle(model.targets().targets().getFirst()));
    await().until(() -> model.targets().panel().facts().get() != null);
    draw("TARGET", dark);
    onFx(() -> model.targets().panel().close());
    onFx(() -> look.stage().getScene().lookup("#filter").requestFocus());
    onFx(() -> ((TextField) look.stage().getScene().lookup("#filter")).setText("sta"));
    await().until(() -> look.shown("#completion"));
    draw("COMPLETION", dark);
    onFx(() -> ((TextField) look.stage().getScene().lookup("#filter")).setText(""));
  }

  // What lies over the window, and the third theme, larger.
  @Test
  void overlays_inHighContrastAndLarger_drawn() throws IOException, TimeoutException {
    desk.server().setSick(true);
    desk.connect();
    var look = desk.look();
    await().until(() -> look.text("#view-diagnoses .side-note").equals("3"));
    press(KeyCode.K, true);
    onFx(() -> ((TextField) look.stage().getScene().lookup("#palette-line")).setText("wor"));
    save(picture(), "commands.png");
    press(KeyCode.ESCAPE, false);
    fire("#help");
    save(picture(), "help.png");
    press(KeyCode.ESCAPE, false);

    fire("#theme");
    fire("#theme");
    press(KeyCode.PLUS, true);
    press(KeyCode.PLUS, true);
    onFx(() -> desk.model().tasks().move(0));
    await().until(() -> look.text("#why").startsWith("Woken"));
    var image = picture();
    save(image, "tasks-contrast.png");
    assertThat(share(image, Palette.HIGH_CONTRAST.page())).isGreaterThan(0.1);
    onFx(() -> desk.model().view().set(View.WORKERS));
    await().until(() -> shows(View.WORKERS));
    save(picture(), "workers-contrast.png");
  }

  // What stands where there is nothing, or where something is refused: only where somebody looks at the pictures.
  @Test
  @EnabledIfSystemProperty(named = "kioto.screens", matches = ".+")
  void nothingAndRefusals_drawn() throws IOException, TimeoutException {
    desk.server().setWantsToken(true);
    desk.start();
    var look = desk.look();
    var model = desk.model();
    await().until(() -> look.text(".tasks .empty-title").equals("The server does not let this window in"));
    save(picture(), "empty-shut-out.png");
    desk.server().setWantsToken(false);
    await().until(() -> look.text(".tasks .empty-title").equals("No program attached"));
    everyView("empty-no-target-");
    onFx(() -> model.targets().attach("127.0.0.1:1"));
    await().until(() -> look.shown("#attach-error"));
    save(picture(), "error-attach.png");

    desk.server().addTarget("shop", "127.0.0.1:6669", TargetState.CONNECTED, null);
    await().until(() -> look.text("#count").equals("300 of 300"));
    onFx(() -> model.tasks().filter("name=nobody"));
    await().until(() -> look.text(".tasks .empty-title").equals("No task matches"));
    save(picture(), "empty-no-match.png");
    onFx(() -> model.tasks().filter("state:idel"));
    await().until(() -> look.shown("#filter-problem"));
    onFx(() -> model.resources().filter("nothing"));
    everyView("empty-nothing-");
    onFx(() -> {
      model.tasks().filter("");
      model.targets().panel().toggle(model.targets().targets().getFirst());
      model.targets().panel().settings().edit(new SettingsViewModel.Place("1", "event-interval"));
      model.targets().panel().settings().apply("often");
    });
    await().until(() -> look.texts("#target-panel .setting-problem").contains("whole number"));
    onFx(() -> look.stage().getScene().lookup("#target-panel .setting-field").requestFocus());
    save(picture(), "error-setting.png");
    onFx(() -> model.targets().panel().close());
    onFx(() -> model.openTask("17"));
    await().until(() -> look.text("#task .task-id").equals("#17"));
    desk.server().forget("17");
    desk.server().setState("shop", TargetState.DISCONNECTED, "Nothing listens at 127.0.0.1:6669");
    await().until(() -> look.shown("#task-notice") && look.shown("#banner"));
    save(picture(), "error-target-gone.png");
    desk.server().stop();
    await().until(() -> look.text("#connection").startsWith("No answer"));
    everyView("error-no-server-");
  }

  private void everyView(String name) throws IOException {
    for (var view : View.values()) {
      onFx(() -> desk.model().view().set(view));
      WaitForAsyncUtils.sleep(1_500, TimeUnit.MILLISECONDS); // until what is asked for is answered, or not
      save(picture(), name + view.name().toLowerCase(Locale.ROOT) + ".png");
    }
    onFx(() -> desk.model().view().set(View.TASKS));
  }

  private void fire(String button) {
    onFx(() -> ((ButtonBase) desk.look().stage().getScene().lookup(button)).fire());
  }

  private void press(KeyCode key, boolean withControl) {
    onFx(() -> {
      var scene = desk.look().stage().getScene();
      Node at = scene.getFocusOwner() == null ? scene.getRoot() : scene.getFocusOwner();
      Event.fireEvent(at, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, withControl, false, false));
    });
  }

  private static void save(BufferedImage image, String name) throws IOException {
    ImageIO.write(image, "png", folder().resolve(name).toFile());
  }

  // Some milliseconds of the lanes, where wakes are arrows.
  private void closeUp(boolean dark) throws IOException {
    var lanes = desk.model().lanes();
    onFx(() -> {
      desk.model().view().set(View.WORKERS);
      long end = lanes.axis().get().to();
      lanes.look(end - 1_012_000_000, end - 1_000_000_000);
    });
    await().until(() -> lanes.picture().get().length() < 100_000_000);
    save(picture(), dark ? "lanes.png" : "lanes-light.png");
  }

  private void draw(String what, boolean dark) throws IOException {
    var image = picture();
    save(image, name(what, dark));
    assertThat(share(image, (dark ? Palette.DARK : Palette.LIGHT).page())).as("page of %s", what).isGreaterThan(0.1);
    assertThat(share(image, (dark ? Palette.LIGHT : Palette.DARK).page())).as("page of %s", what).isLessThan(0.1);
  }

  private boolean shows(View view) {
    if (view == View.OVERVIEW && desk.model().charts().figures().get().isEmpty()) {
      return false;
    }
    if (view == View.WORKERS && desk.model().lanes().titles().isEmpty()) {
      return false;
    }
    if (view == View.LAB) {
      return !desk.model().lab().experiments().isEmpty() && desk.look().shown("#experiments");
    }
    if (view != View.TASKS) {
      onFx(desk.model()::open);
    }
    return desk.look().shown(switch (view) {
      case OVERVIEW -> ".worst-row";
      case TASKS -> "#tasks";
      case DIAGNOSES -> "#diagnosis";
      case RESOURCES -> "#resource";
      case WORKERS -> ".worker-lane";
      case GRAPHS -> ".graph-node";
      case LAB -> "#experiments";
    });
  }

  private static Path folder() throws IOException {
    return Files.createDirectories(Path.of(System.getProperty("kioto.screens", "target/screens")));
  }

  private static String name(String what, boolean dark) {
    return what.toLowerCase(Locale.ROOT) + (dark ? "" : "-light") + ".png";
  }

  private BufferedImage picture() {
    var drawn = WaitForAsyncUtils.waitForAsyncFx(PATIENCE_MILLIS, () -> desk.look().stage().getScene().snapshot(null));
    var image = new BufferedImage((int) drawn.getWidth(), (int) drawn.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, drawn.getPixelReader().getArgb(x, y));
      }
    }
    return image;
  }

  private static double share(BufferedImage image, Color color) {
    int wanted = rgb(color);
    int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    return (double) Arrays.stream(pixels).filter(pixel -> (pixel & 0xffffff) == wanted).count() / pixels.length;
  }

  private static int rgb(Color color) {
    return (int) Math.round(color.getRed() * 255) << 16 | (int) Math.round(color.getGreen() * 255) << 8
        | (int) Math.round(color.getBlue() * 255);
  }

  private static void onFx(Runnable work) {
    WaitForAsyncUtils.waitForAsyncFx(PATIENCE_MILLIS, work);
  }
}
