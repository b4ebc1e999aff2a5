package dev.kioto.console.ui.window;

import dev.kioto.console.ui.theme.Labels;
import java.util.Arrays;
import javafx.geometry.Pos;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The keys, over the window: those of [Action], and what can be typed as a filter.
final class HelpOverlay {
  private static final String[][] COPIES = {{"Ctrl C", "Copy what is chosen as text; with Shift as JSON"}};
  private static final String[][] FILTERS = {
      {"http", "name contains the word"},
      {"state:idle kind:direct", "terms with a blank between them must all hold"},
      {"idle>5s or polls>=100", "numbers and durations are compared"},
      {"not name~\"db.*\"", "a regular expression, turned round"},
      {"location:Server.java", "where the task was spawned"},
  };

  private final StackPane node = new StackPane();

  HelpOverlay() {
    var left = new VBox(14, group(Action.Group.VIEWS), group(Action.Group.ROWS), group(Action.Group.TABLE),
        grid(COPIES));
    var right = new VBox(14, group(Action.Group.TIME), group(Action.Group.LAB), group(Action.Group.WINDOW));
    var card = new VBox(16, new HBox(44, left, right),
        new VBox(6, Labels.of("Filter", "help-title"), grid(FILTERS)),
        Labels.of("Ctrl+K finds each of these by its name. Esc closes this.", "help-note"));
    card.getStyleClass().add("help-card");
    var scroll = new ScrollPane(card);
    scroll.setFocusTraversable(false);
    scroll.getStyleClass().add("detail-scroll");
    scroll.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    node.getChildren().setAll(scroll);
    node.setAlignment(Pos.CENTER);
    node.setId("help-overlay");
    node.getStyleClass().add("help-overlay");
    node.setOnMouseClicked(_ -> hide());
    hide();
  }

  Region node() {
    return node;
  }

  boolean isShown() {
    return node.isVisible();
  }

  void show() {
    Labels.show(node, true);
  }

  void hide() {
    Labels.show(node, false);
  }

  private static Region group(Action.Group group) {
    var lines = Arrays.stream(Action.values())
        .filter(action -> action.group() == group && !action.keys().isEmpty())
        .map(action -> new String[] {action.keysText(), action.words()}).toArray(String[][]::new);
    return new VBox(6, Labels.of(group.title(), "help-title"), grid(lines));
  }

  private static GridPane grid(String[][] lines) {
    var grid = new GridPane();
    grid.setHgap(20);
    grid.setVgap(4);
    for (int i = 0; i < lines.length; i++) {
      var key = Labels.rigid(lines[i][0], "help-key");
      grid.addRow(i, key, Labels.rigid(lines[i][1], "help-text"));
    }
    return grid;
  }
}
