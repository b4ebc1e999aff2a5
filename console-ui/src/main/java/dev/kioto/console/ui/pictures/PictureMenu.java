package dev.kioto.console.ui.pictures;

import dev.kioto.console.ui.chart.Drawing;
import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// The menu that a click of the right button, or the menu key, opens on a drawing. UI thread only.
public final class PictureMenu {
  private PictureMenu() {}

  /// Offers the menu on every drawing of a scene that can be saved.
  ///
  /// @param save is told what a person wants to save
  public static void install(Scene scene, Consumer<Node> save) {
    scene.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, event -> {
      var drawing = event.getTarget() instanceof Node node ? drawing(node) : null;
      if (drawing != null) {
        var item = new MenuItem("Save as a picture…");
        item.setOnAction(_ -> save.accept(drawing));
        new ContextMenu(item).show(drawing, event.getScreenX(), event.getScreenY());
        event.consume();
      }
    });
  }

  private static @Nullable Node drawing(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if ((at instanceof Drawing drawing && !drawing.pictureName().isEmpty()) || "graph".equals(at.getId())) {
        return at;
      }
    }
    return null;
  }

  /// Asks a person for a file.
  ///
  /// @param suggestion a name for it
  /// @return null when the person wants none
  public static @Nullable Path ask(@Nullable Window owner, String suggestion) {
    var chooser = new FileChooser();
    chooser.setTitle("Save as a picture");
    chooser.setInitialFileName(suggestion);
    chooser.getExtensionFilters().setAll(new FileChooser.ExtensionFilter("PNG", "*.png"));
    File chosen = chooser.showSaveDialog(owner);
    return chosen == null ? null : chosen.toPath();
  }
}
