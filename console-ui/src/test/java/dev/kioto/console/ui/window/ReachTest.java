package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// Walks through all that is on the screen, in every view: what takes the keyboard says what it is, what can be clicked is reached by Tab or a
/// key, and every title explains itself.
final class ReachTest {
  // What else does the same: a row is moved to by the arrows, an order is chosen by [ and ], the overlays are left by Esc.
  private static final Set<String> BY_KEYS = Set.of("list-table", "help-overlay", "palette-overlay", "column-header");
  // Of the toolkit's own controls: they scroll and size, which the arrows and the size of the window do.
  private static final Set<String> SKINS = Set.of("viewport", "split-pane-divider");
  private static final Set<String> TITLES = Set.of("view-title", "section-title", "heading");

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
  void everyView_isReachedByTheKeyboard_andSaysWhatItIs() throws TimeoutException {
    desk.server().setSick(true);
    desk.connect();
    WaitForAsyncUtils.waitForAsyncFx(10_000, () -> desk.model().tasks().move(0));
    await().until(() -> desk.look().text("#why").startsWith("Woken"));

    for (var view : View.values()) {
      WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
        desk.model().view().set(view);
        if (view == View.LAB) {
          desk.model().lab().open("1");
        }
      });
      await().until(() -> seen(view));
      WaitForAsyncUtils.waitForAsyncFx(10_000, desk.model()::open);
      WaitForAsyncUtils.waitForFxEvents();

      check(view.name());
    }
    experimentIsWritten();
  }

  private void check(String where) {
    assertThat(onScreen(ReachTest::isMute)).as("takes the keyboard and has no name, in %s", where).isEmpty();
    assertThat(onScreen(ReachTest::isOutOfReach)).as("can only be clicked, in %s", where).isEmpty();
    assertThat(onScreen(ReachTest::isUnexplained)).as("a title without a tooltip, in %s", where).isEmpty();
  }

  private void experimentIsWritten() {
    fire("#lab-delete");
    assertThat(desk.look().shown("#lab-delete-yes")).isTrue();
    fire("#lab-delete-not");
    assertThat(desk.look().shown("#lab-delete-yes")).isFalse();
    fire("#lab-again");
    await().until(() -> desk.look().text("#form-summary").equals("16 runs of 2 combinations, about 4 min"));
    for (var kind : List.of("#form-kind-command", "#form-kind-demo")) {
      fire(kind);
      check("the form, " + kind);
    }
    await().until(() -> desk.model().lab().form().ready().get());
    fire("#form-begin");
    await().until(() -> desk.look().shown("#lab-stop"));
    assertThat(desk.look().shown("#lab-form")).isFalse();
    fire("#lab-stop");
    await().until(() -> !desk.model().lab().acting().get());
    assertThat(desk.model().lab().message().get()).isEmpty();
  }

  private void fire(String button) {
    WaitForAsyncUtils.waitForAsyncFx(10_000,
        () -> ((ButtonBase) desk.look().stage().getScene().lookup(button)).fire());
    WaitForAsyncUtils.waitForFxEvents();
  }

  private boolean seen(View view) {
    return switch (view) {
      case OVERVIEW -> desk.look().shown(".worst-row");
      case TASKS -> desk.look().shown("#tasks");
      case DIAGNOSES -> desk.look().shown("#diagnoses");
      case RESOURCES -> !desk.model().resources().list().rows().isEmpty();
      case WORKERS -> desk.look().shown(".worker-lane") && !desk.model().lanes().titles().isEmpty();
      case GRAPHS -> desk.look().shown(".graph-node");
      case LAB -> desk.look().shown("#experiment") && !desk.model().lab().experiment().sideBySide().isEmpty();
    };
  }

  private List<String> onScreen(Predicate<Node> wanted) {
    return WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
      var found = new ArrayList<String>();
      walk(desk.look().stage().getScene().getRoot(), wanted, found);
      return found;
    });
  }

  private static void walk(Node node, Predicate<Node> wanted, List<String> found) {
    if (!node.isVisible()) {
      return;
    }
    if (wanted.test(node)) {
      found.add(node + (node instanceof Labeled labeled ? " " + labeled.getText() : ""));
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> walk(child, wanted, found));
    }
  }

  private static boolean isMute(Node node) {
    boolean takes = node.isFocusTraversable() && !node.isDisabled();
    return takes && isBlank(node.getAccessibleText()) && !(node instanceof Labeled labeled && hasWords(labeled));
  }

  // A sign alone says nothing to those who do not see it.
  private static boolean hasWords(Labeled labeled) {
    var text = labeled.getText();
    return text != null && text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }

  private static boolean isOutOfReach(Node node) {
    boolean acts = node.getOnMouseClicked() != null || node.getOnMousePressed() != null
        || (node instanceof ButtonBase button && button.getOnAction() != null);
    return acts && !node.isFocusTraversable() && !node.isDisabled() && !isByKeys(node)
        && node.getStyleClass().stream().noneMatch(SKINS::contains);
  }

  private static boolean isByKeys(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      boolean partOfAControl = at instanceof ScrollBar || at instanceof IndexedCell<?> || at instanceof TableView<?>
          || at instanceof ListView<?>;
      if (partOfAControl || at.getStyleClass().stream().anyMatch(BY_KEYS::contains)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnexplained(Node node) {
    return node instanceof Label label && label.getStyleClass().stream().anyMatch(TITLES::contains)
        && label.getTooltip() == null && !label.getText().isBlank();
  }
}
