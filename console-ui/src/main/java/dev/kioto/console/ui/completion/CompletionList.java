package dev.kioto.console.ui.completion;

import dev.kioto.console.api.FilterProposal;
import dev.kioto.console.ui.format.Texts;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/// The proposals below the place in a field where one types: arrows choose, Tab takes the chosen or the first, Enter takes the chosen, Esc
/// closes, a click takes; Ctrl and the blank ask. UI thread only.
///
/// Its node takes no place in a layout: it is to be the last child of a pane that reaches far enough down.
public final class CompletionList {
  private static final int MOST = 10;
  private static final double TEXT_INSET = 12;
  private static final double GAP = 2;

  private final TextField field;
  private final CompletionViewModel model;
  private final VBox node = new VBox();
  private int first;
  // Where the cursor is to be after what was typed: anywhere else it was moved.
  private int caret;
  // While a proposal is written into the field, that is no typing.
  private boolean writing;

  /// @param field whose keys it hears before those that listen to it later, who are to let consumed ones be
  public CompletionList(TextField field, CompletionViewModel model) {
    this.field = field;
    this.model = model;
    node.setManaged(false);
    node.setVisible(false);
    node.setId("completion");
    node.getStyleClass().add("completion");
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::keyPressed);
    field.textProperty().subscribe((before, now) -> typed(before, now));
    field.caretPositionProperty().subscribe((_, now) -> {
      if (!writing && model.isOpen() && now.intValue() != caret) {
        model.close();
      }
    });
    field.focusedProperty().subscribe(focused -> {
      if (!focused) {
        model.close();
      }
    });
    node.addEventFilter(ScrollEvent.SCROLL, event -> {
      scroll(event.getDeltaY() < 0 ? 1 : -1);
      event.consume();
    });
    model.proposals().subscribe(_ -> {
      first = 0;
      show();
    });
    model.chosen().subscribe(_ -> reveal());
  }

  /// The node to put over a view.
  public Node node() {
    return node;
  }

  private void typed(String before, String now) {
    if (writing || !field.isFocused()) {
      return;
    }
    // The cursor moves only after the text has changed: it will be where the change ends.
    int most = Math.min(before.length(), now.length());
    int start = 0;
    while (start < most && before.charAt(start) == now.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < most - start && before.charAt(before.length() - 1 - end) == now.charAt(now.length() - 1 - end)) {
      end++;
    }
    caret = now.length() - end;
    model.typed(now, caret);
  }

  private void keyPressed(KeyEvent event) {
    if (event.getCode() == KeyCode.SPACE && event.isControlDown()) {
      caret = field.getCaretPosition();
      model.ask(field.getText(), caret);
      event.consume();
      return;
    }
    if (!model.isOpen() || event.isControlDown() || event.isAltDown() || event.isMetaDown()) {
      return;
    }
    boolean taken = switch (event.getCode()) {
      case DOWN -> move(1);
      case UP -> move(-1);
      case TAB -> !event.isShiftDown() && write(model.accept());
      case ENTER -> model.chosen().get() >= 0 && write(model.accept());
      case ESCAPE -> {
        model.close();
        yield true;
      }
      default -> false;
    };
    if (taken) {
      event.consume();
    }
  }

  private boolean move(int places) {
    model.move(places);
    return true;
  }

  private boolean write(CompletionViewModel.@Nullable Edit edit) {
    if (edit != null) {
      writing = true;
      caret = edit.caret();
      field.setText(edit.text());
      field.positionCaret(caret);
      writing = false;
    }
    return true;
  }

  private void scroll(int rows) {
    int most = Math.max(0, model.proposals().get().size() - MOST);
    int now = Math.clamp((long) first + rows, 0, most);
    if (now != first) {
      first = now;
      show();
    }
  }

  private void reveal() {
    int chosen = model.chosen().get();
    if (chosen >= 0) {
      first = Math.clamp(first, Math.max(0, chosen - MOST + 1), chosen);
    }
    show();
  }

  private void show() {
    var proposals = model.proposals().get();
    field.pseudoClassStateChanged(Shapes.COMPLETING, !proposals.isEmpty());
    node.setVisible(!proposals.isEmpty());
    if (proposals.isEmpty() || node.getParent() == null) {
      return;
    }
    int last = Math.min(first + MOST, proposals.size());
    node.getChildren().clear();
    for (int i = first; i < last; i++) {
      node.getChildren().add(row(proposals.get(i), i));
    }
    if (proposals.size() > MOST) {
      node.getChildren().add(Labels.of((first + 1) + "–" + last + " of " + proposals.size(), "completion-note"));
    }
    place();
  }

  private Node row(FilterProposal proposal, int place) {
    var text = Labels.of(Texts.line(proposal.text()), "completion-text");
    var about = Labels.of(proposal.about(), "completion-about");
    text.setMaxWidth(320);
    about.setMaxWidth(320);
    var row = new HBox(14, text, Labels.spring(), about);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("completion-row");
    row.pseudoClassStateChanged(Shapes.CHOSEN, place == model.chosen().get());
    row.setAccessibleText(proposal.about().isEmpty() ? proposal.text() : proposal.text() + ", " + proposal.about());
    row.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
      write(model.accept(place));
      event.consume();
    });
    return row;
  }

  private void place() {
    node.applyCss();
    node.autosize();
    var parent = node.getParent();
    var corner = parent.sceneToLocal(field.localToScene(0, field.getHeight() + GAP));
    var text = new Text(field.getText().substring(0, Math.clamp(model.from(), 0, field.getLength())));
    text.setFont(field.getFont());
    double room = Math.max(0, field.getWidth() - node.getWidth());
    double left = corner.getX() + Math.clamp(text.getLayoutBounds().getWidth() + TEXT_INSET - 8, 0, room);
    node.relocate(Math.rint(left), Math.rint(corner.getY()));
  }
}
