package dev.kioto.console.ui.window;

import dev.kioto.console.ui.table.Column;
import dev.kioto.console.ui.tasks.TaskColumn;
import dev.kioto.console.ui.theme.Shapes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableRow;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.testfx.util.WaitForAsyncUtils;

/// What a test sees of a window. Any thread but the UI thread.
public final class Look {
  private static final long PATIENCE_MILLIS = 10_000;

  private final @Nullable Stage stage;

  /// What a test sees of the window on a stage.
  public Look(@Nullable Stage stage) {
    this.stage = stage;
  }

  /// Closes the window. UI thread only.
  public void close() {
    if (stage != null) {
      stage.hide();
      // The headless platform's robots hold the window that was active, and each window the robot before it: without this all that the tests
      // ever opened would stay.
      stage.setScene(null);
    }
  }

  /// Whether there is such a node, shown or not.
  public boolean exists(String query) {
    return onFx(() -> root().lookup(query) != null);
  }

  /// Whether there is such a node, and it and all around it is shown.
  public boolean shown(String query) {
    return onFx(() -> {
      var node = root().lookup(query);
      boolean visible = node != null;
      for (; node != null; node = node.getParent()) {
        visible &= node.isVisible();
      }
      return visible;
    });
  }

  /// Whether a node is shown as not fresh.
  public boolean isGrey(String query) {
    return onFx(() -> root().lookup(query).getPseudoClassStates().contains(Shapes.STALE));
  }

  /// The text of a node; empty when there is none.
  public String text(String query) {
    return onFx(() -> root().lookup(query) instanceof Labeled labeled
        ? Objects.requireNonNullElse(labeled.getText(), "") : "");
  }

  /// What stands in a field where one types; empty when there is none.
  public String typed(String query) {
    return onFx(() -> root().lookup(query) instanceof TextInputControl field ? field.getText() : "");
  }

  /// The texts of nodes, with blanks between them.
  public String texts(String query) {
    return onFx(() -> root().lookupAll(query).stream().map(node -> ((Labeled) node).getText())
        .collect(Collectors.joining(" ")));
  }

  /// The texts of a column from top to bottom, with blanks between them.
  public String cells(Column<?> column) {
    return onFx(() -> cellsOf(column).map(Labeled::getText).filter(Objects::nonNull).collect(Collectors.joining(" ")));
  }

  /// How many visible rows there are.
  public long rows(Column<?> column) {
    return onFx(() -> cellsOf(column).count());
  }

  /// A cell of a visible row.
  public Node cell(Column<?> column, int row) {
    return onFx(() -> cellsOf(column).skip(row).findFirst().orElseThrow());
  }

  /// The id in the row that is drawn as chosen; empty when none is.
  public String chosenRowId() {
    return onFx(() -> cellsOf(TaskColumn.ID)
        .filter(cell -> cell.getTableRow().getPseudoClassStates().contains(Shapes.CHOSEN))
        .map(Labeled::getText).findFirst().orElse(""));
  }

  /// The heading of a column with this text.
  public Node heading(String text) {
    return onFx(() -> root().lookupAll(".heading").stream().filter(node -> ((Labeled) node).getText().equals(text))
        .findFirst().orElseThrow(() -> new AssertionError("no heading '" + text + "'")));
  }

  /// What has the keyboard; null when nothing has.
  @Nullable Node focus() {
    return onFx(() -> Objects.requireNonNull(stage).getScene().getFocusOwner());
  }

  /// A place of the time bar on the screen, from 0 for its beginning to 1 for its end.
  Point2D onTimeBar(double share) {
    return onFx(() -> {
      var strip = root().lookup("#time-strip");
      return strip.localToScreen(strip.getLayoutBounds().getWidth() * share, 20);
    });
  }

  private Stream<TableCell<?, ?>> cellsOf(Column<?> column) {
    var rows = new ArrayList<TableRow<?>>();
    for (var node : root().lookupAll(".table-row-cell")) {
      if (node instanceof TableRow<?> row && row.isVisible() && !row.isEmpty()) {
        rows.add(row);
      }
    }
    rows.sort(Comparator.comparingInt(TableRow::getIndex));
    return rows.stream().flatMap(row -> row.getChildrenUnmodifiable().stream())
        .filter(cell -> cell instanceof TableCell<?, ?> && column.name().equals(cell.getId()))
        .map(cell -> (TableCell<?, ?>) cell);
  }

  /// The stage.
  Stage stage() {
    return Objects.requireNonNull(stage);
  }

  private Parent root() {
    return Objects.requireNonNull(stage).getScene().getRoot();
  }

  private static <T> T onFx(Callable<T> question) {
    return WaitForAsyncUtils.waitForAsyncFx(PATIENCE_MILLIS, question);
  }
}
