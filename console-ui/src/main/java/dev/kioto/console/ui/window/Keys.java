package dev.kioto.console.ui.window;

import dev.kioto.console.ui.theme.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The keyboard of the window: the keys of [Action], as in tokio-console. Keys that are typed into a text field are the field's, but for those
/// with `Ctrl`.
final class Keys {
  private static final long TWICE_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

  private final Scene scene;
  private final Supplier<View> view;
  private final Consumer<Action> perform;
  private final Runnable focusView;
  private final Overlays overlays;
  private final Map<String, List<Action>> actions = new HashMap<>();
  private final Set<String> beginnings = new HashSet<>(); // the first of two characters
  private long lastAt;
  private String last = "";

  /// What lies over the window and takes the keys while it does.
  interface Overlays {
    /// Whether there is any.
    boolean isAny();

    /// Takes away one that has no keys of its own for that.
    ///
    /// @return whether there was such a one
    boolean leave();
  }

  /// @param view what the window shows
  /// @param perform does what a key stands for
  /// @param focusView gives the keyboard to the view that is shown
  Keys(Scene scene, Supplier<View> view, Consumer<Action> perform, Runnable focusView, Overlays overlays) {
    this.scene = scene;
    this.view = view;
    this.perform = perform;
    this.focusView = focusView;
    this.overlays = overlays;
    for (var action : Action.values()) {
      for (var key : action.keys()) {
        actions.computeIfAbsent(key, _ -> new ArrayList<>()).add(action);
        if (key.length() == 3 && key.charAt(1) == ' ') {
          beginnings.add(key.substring(0, 1));
        }
      }
    }
  }

  void install() {
    scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    scene.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
  }

  private void pressed(KeyEvent event) {
    if (overlays.isAny()) {
      if (event.getCode() == KeyCode.ESCAPE && overlays.leave()) {
        event.consume();
      }
      return;
    }
    var focus = scene.getFocusOwner();
    boolean types = focus instanceof TextInputControl;
    if (types && event.getCode() == KeyCode.ESCAPE) {
      if (!focus.getPseudoClassStates().contains(Shapes.COMPLETING)) {
        focusView.run();
      }
      return;
    }
    // A button has its own use for these.
    boolean isButtons = focus instanceof ButtonBase
        && (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE);
    boolean chooses = focus instanceof ComboBoxBase && event.getCode() != KeyCode.ESCAPE;
    boolean mine = event.isShortcutDown() || (!types && !isButtons && !chooses && !event.isAltDown());
    if (mine && perform(name(event))) {
      event.consume();
    }
  }

  private void typed(KeyEvent event) {
    var focus = scene.getFocusOwner();
    if (focus instanceof TextInputControl || focus instanceof ComboBoxBase || event.isControlDown() || event.isAltDown()
        || event.isMetaDown()) {
      return;
    }
    var typed = event.getCharacter();
    if (overlays.isAny()) {
      if (Action.HELP.keys().contains(typed) && overlays.leave()) {
        event.consume();
      }
      return;
    }
    boolean second = !last.isEmpty() && System.nanoTime() - lastAt < TWICE_NANOS;
    var both = last + ' ' + typed;
    last = "";
    if ((second && perform(both)) || (!typed.isBlank() && perform(typed))) {
      event.consume();
    } else if (beginnings.contains(typed)) {
      last = typed;
      lastAt = System.nanoTime();
      event.consume();
    }
  }

  private boolean perform(String key) {
    for (var action : actions.getOrDefault(key, List.of())) {
      if (action.worksIn(view.get())) {
        perform.accept(action);
        return true;
      }
    }
    return false;
  }

  /// A key as actions name it; empty for what is typed as a character.
  private static String name(KeyEvent event) {
    var named = switch (event.getCode()) {
      case UP -> "Up";
      case DOWN -> "Down";
      case LEFT -> "Left";
      case RIGHT -> "Right";
      case PAGE_UP -> "PageUp";
      case PAGE_DOWN -> "PageDown";
      case HOME -> "Home";
      case END -> "End";
      case ENTER -> "Enter";
      case ESCAPE -> "Esc";
      case SPACE -> "Space";
      case DELETE -> "Delete";
      default -> "";
    };
    if (!event.isShortcutDown()) {
      return named;
    }
    // Where + is on the keyboard, and whether it takes Shift, differs by country.
    return switch (event.getCode()) {
      case PLUS, EQUALS, ADD -> "Ctrl++";
      case MINUS, SUBTRACT -> "Ctrl+-";
      case DIGIT0, NUMPAD0 -> "Ctrl+0";
      default -> {
        var key = named.isEmpty() && event.getCode().isLetterKey() ? event.getCode().getName() : named;
        yield key.isEmpty() ? "" : (event.isShiftDown() ? "Ctrl+Shift+" : "Ctrl+") + key;
      }
    };
  }
}
