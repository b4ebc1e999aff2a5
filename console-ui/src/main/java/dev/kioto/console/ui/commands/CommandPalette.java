package dev.kioto.console.ui.commands;

import dev.kioto.console.ui.theme.Labels;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/// The command palette, over the window: a line to type in, and what answers it. The keyboard stays in the line. UI thread only.
public final class CommandPalette {
  private static final double WIDTH = 620;
  private static final double ROW = 30;
  private static final int MOST_ROWS = 12;

  private final CommandsViewModel model;
  private final TextField line = new TextField();
  private final ListView<CommandsViewModel.Found> list = new ListView<>();
  private final Label nothing = Labels.of("No command is called so. A number opens the task with that id.",
      "palette-nothing");
  private final StackPane node = new StackPane();
  private @Nullable Node focusBefore;

  /// A palette of a view model.
  public CommandPalette(CommandsViewModel model) {
    this.model = model;
    line.setId("palette-line");
    line.setPromptText("A view, an action, a target, or the id of a task");
    line.setAccessibleText("Command");
    line.getStyleClass().add("palette-line");
    line.textProperty().bindBidirectional(model.query());
    line.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    line.setOnAction(_ -> model.run());
    list.setId("palette-list");
    list.setItems(model.found());
    list.setFixedCellSize(ROW);
    list.setFocusTraversable(false);
    list.setAccessibleText("Commands");
    list.getStyleClass().add("palette-list");
    list.setCellFactory(_ -> new Cell());
    list.setOnMouseClicked(_ -> {
      model.choose(list.getSelectionModel().getSelectedIndex());
      model.run();
    });
    model.found().subscribe(this::resize);
    model.chosen().subscribe(place -> {
      list.getSelectionModel().clearAndSelect(place.intValue());
      list.scrollTo(Math.max(0, place.intValue() - MOST_ROWS / 2));
    });
    var card = new VBox(line, list, nothing);
    card.getStyleClass().add("palette-card");
    card.setMaxSize(WIDTH, Region.USE_PREF_SIZE);
    node.setId("palette");
    node.getStyleClass().add("palette-overlay");
    node.getChildren().setAll(card);
    node.setAlignment(Pos.TOP_CENTER);
    node.setOnMousePressed(event -> {
      if (node.equals(event.getTarget())) {
        model.close();
      }
    });
    model.open().subscribe(this::showOpen);
  }

  /// The node to put over a window.
  public Region node() {
    return node;
  }

  private void showOpen(boolean open) {
    var scene = node.getScene();
    if (open && scene != null) {
      focusBefore = scene.getFocusOwner();
    }
    Labels.show(node, open);
    if (open) {
      line.requestFocus();
    } else if (focusBefore != null) {
      focusBefore.requestFocus();
      focusBefore = null;
    }
  }

  private void resize() {
    int rows = model.found().size();
    Labels.show(list, rows > 0);
    Labels.show(nothing, rows == 0);
    double height = Math.min(rows, MOST_ROWS) * ROW + 2;
    list.setMinHeight(0);
    list.setPrefHeight(height);
    list.setMaxHeight(height);
  }

  private void pressed(KeyEvent event) {
    boolean known = true;
    switch (event.getCode()) {
      case UP -> model.move(-1);
      case DOWN, TAB -> model.move(event.isShiftDown() ? -1 : 1);
      case PAGE_UP -> model.choose(Math.max(0, model.chosen().get() - MOST_ROWS));
      case PAGE_DOWN -> model.choose(Math.min(model.found().size() - 1, model.chosen().get() + MOST_ROWS));
      case ESCAPE -> model.close();
      default -> known = false;
    }
    if (known) {
      event.consume();
    }
  }

  /// A command: what it belongs to, its words with the letters that were typed, its keys.
  private static final class Cell extends ListCell<CommandsViewModel.Found> {
    private final Label kind = Labels.of("", "palette-kind");
    private final TextFlow words = new TextFlow();
    private final Label keys = Labels.rigid("", "palette-keys");
    private final HBox content = new HBox(10, kind, words, Labels.spring(), keys);

    Cell() {
      getStyleClass().add("palette-cell");
      content.setAlignment(Pos.CENTER_LEFT);
      words.setMinWidth(0);
      words.setMaxHeight(Region.USE_PREF_SIZE);
    }

    @Override
    protected void updateItem(CommandsViewModel.@Nullable Found found, boolean empty) {
      super.updateItem(found, empty);
      if (empty || found == null) {
        setGraphic(null);
        return;
      }
      kind.setText(found.command().kind());
      keys.setText(found.command().keys());
      mark(found);
      setGraphic(content);
      setAccessibleText(found.command().words() + ' ' + found.command().keys());
    }

    private void mark(CommandsViewModel.Found found) {
      words.getChildren().clear();
      var text = found.command().words();
      int at = 0;
      for (int place : found.match().places()) {
        add(text.substring(at, place), "palette-text");
        add(text.substring(place, place + 1), "palette-match");
        at = place + 1;
      }
      add(text.substring(at), "palette-text");
    }

    private void add(String part, String style) {
      if (!part.isEmpty()) {
        var text = new Text(part);
        text.getStyleClass().add(style);
        words.getChildren().add(text);
      }
    }
  }
}
