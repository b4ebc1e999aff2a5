package dev.kioto.console.ui.window;

import dev.kioto.console.ui.theme.Labels;
import javafx.geometry.Pos;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The keys, over the window.
final class HelpOverlay {
  private static final String[][] KEYS = {
      {"↑ ↓   j k", "previous and next row"},
      {"PgUp  PgDn", "one page up and down"},
      {"g g   Home", "first task"},
      {"G   End", "last task"},
      {"Enter", "open the details of what is chosen"},
      {"Esc", "back: close the details, then select nothing"},
      {"i", "invert the order of a table; click a heading to sort by it"},
      {"space", "pause the view, and go on"},
      {"/", "type a filter"},
      {"o", "the overview: figures over time, and the worst"},
      {"t", "the tasks"},
      {"r", "the resources: what tasks wait for"},
      {"w", "the workers: what each did and does now"},
      {"← →  + -  0 l", "in the lanes: move, zoom, ten seconds, the present"},
      {"v", "the graphs: who waits for, wakes and has spawned whom"},
      {"d", "the diagnoses: what is wrong, the worst first"},
      {"?", "these keys"},
  };
  private static final String[][] FILTERS = {
      {"http", "name contains the word"},
      {"state:idle kind:direct", "terms with a blank between them must all hold"},
      {"idle>5s or polls>=100", "numbers and durations are compared"},
      {"not name~\"db.*\"", "a regular expression, turned round"},
      {"location:Server.java", "where the task was spawned"},
  };

  private final StackPane node = new StackPane();

  HelpOverlay() {
    var card = new VBox(14, Labels.of("Keys", "help-title"), grid(KEYS), Labels.of("Filter", "help-title"),
        grid(FILTERS), Labels.of("Esc closes this.", "help-note"));
    card.getStyleClass().add("help-card");
    card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    node.getChildren().setAll(card);
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

  private static GridPane grid(String[][] lines) {
    var grid = new GridPane();
    grid.setHgap(24);
    grid.setVgap(6);
    for (int i = 0; i < lines.length; i++) {
      grid.addRow(i, Labels.rigid(lines[i][0], "help-key"), Labels.rigid(lines[i][1], "help-text"));
    }
    return grid;
  }
}
