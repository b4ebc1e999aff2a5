package dev.kioto.console.ui.parts;

import java.util.List;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// Copies what is chosen: Ctrl+C as text, Ctrl+Shift+C as JSON, and the same in menus. UI thread only.
public final class CopyKeys {
  private static final KeyCombination TEXT = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
  private static final KeyCombination JSON = new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN,
      KeyCombination.SHIFT_DOWN);

  private CopyKeys() {}

  /// Has a node hear the keys.
  ///
  /// @param chosen what is to be copied; null when nothing is chosen
  public static void install(Node node, Supplier<@Nullable Copyable> chosen) {
    node.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
      boolean json = JSON.match(event);
      if (json || TEXT.match(event)) {
        copy(chosen.get(), json);
        event.consume();
      }
    });
  }

  /// The entries of a menu; they can be chosen when there is something to copy.
  public static List<MenuItem> items(@Nullable Copyable what) {
    var text = new MenuItem("Copy as text");
    text.setAccelerator(TEXT);
    text.setOnAction(_ -> copy(what, false));
    var json = new MenuItem("Copy as JSON");
    json.setAccelerator(JSON);
    json.setOnAction(_ -> copy(what, true));
    text.setDisable(what == null);
    json.setDisable(what == null);
    return List.of(text, json);
  }

  /// Puts a text on the clipboard.
  public static void put(String text) {
    var content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static void copy(@Nullable Copyable what, boolean json) {
    if (what != null) {
      put((json ? what.json() : what.text()).get());
    }
  }
}
