package dev.kioto.console.ui.window;

import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Theme;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;

/// How the window shares its width: targets and views at the left, the view in the middle, the task at the right. Where there is no room for
/// all, as in a small window with large text, a task takes the view's place until it is closed, and the left side gives way. UI thread only.
final class Panes {
  static final double SIDE_WIDTH = 204;
  private static final double LEAST_MIDDLE_WIDTH = 380;
  private static final double DETAIL_WIDTH = 366;
  private static final double LEAST_DETAIL_WIDTH = 360;

  private final ConsoleViewModel model;
  private final Region side;
  private final Region middle;
  private final Region detail;
  private final Runnable focus;
  private final SplitPane split = new SplitPane();
  private double width; // of the scene, in the sizes that the theme's scale enlarges

  /// @param detailWidth that was remembered; 0 for none
  /// @param focus gives the keyboard to the view
  Panes(ConsoleViewModel model, Region side, Region middle, Region detail, double detailWidth, Runnable focus) {
    this.model = model;
    this.side = side;
    this.middle = middle;
    this.detail = detail;
    this.focus = focus;
    middle.setMinWidth(LEAST_MIDDLE_WIDTH);
    detail.setMinWidth(LEAST_DETAIL_WIDTH);
    detail.setPrefWidth(detailWidth > 0 ? Math.max(LEAST_DETAIL_WIDTH, detailWidth) : DETAIL_WIDTH);
    SplitPane.setResizableWithParent(detail, false);
    split.getItems().add(middle);
  }

  /// The view and the task.
  Region node() {
    return split;
  }

  /// Begins to share the width of a scene.
  void follow(Scene scene, Theme theme) {
    width = scene.getWidth() / theme.scale().get();
    model.detailOpen().subscribe(_ -> arrange());
    model.view().subscribe(_ -> arrange());
    model.task().shownId().subscribe(_ -> arrange());
    scene.widthProperty().subscribe(_ -> resized(scene, theme));
    theme.scale().subscribe(_ -> resized(scene, theme));
  }

  /// The width of the task's pane, to remember.
  double detailWidth() {
    return split.getItems().size() == 2 ? detail.getWidth() : detail.getPrefWidth();
  }

  private void resized(Scene scene, Theme theme) {
    width = scene.getWidth() / theme.scale().get();
    arrange();
  }

  private void arrange() {
    boolean open = model.detailOpen().get() && model.view().get() != View.LAB; // of no target
    boolean fits = width >= SIDE_WIDTH + LEAST_MIDDLE_WIDTH + LEAST_DETAIL_WIDTH;
    boolean alone = open && !fits && !model.task().shownId().get().isEmpty();
    Labels.show(side, width >= SIDE_WIDTH + (alone ? LEAST_DETAIL_WIDTH : LEAST_MIDDLE_WIDTH));
    show(!alone, alone || (open && fits));
  }

  private void show(boolean withMiddle, boolean withDetail) {
    var items = split.getItems();
    if (items.contains(middle) == withMiddle && items.contains(detail) == withDetail) {
      return;
    }
    detail.setPrefWidth(Math.max(LEAST_DETAIL_WIDTH, detailWidth()));
    boolean left = !withDetail && items.remove(detail);
    if (!withMiddle) {
      items.remove(middle);
    } else if (!items.contains(middle)) {
      items.addFirst(middle);
    }
    if (withDetail && !items.contains(detail)) {
      items.add(detail);
    }
    if (items.size() == 2) {
      split.setDividerPositions(1 - detail.getPrefWidth() / (width - SIDE_WIDTH));
    }
    if (left) {
      focus.run();
    }
  }
}
