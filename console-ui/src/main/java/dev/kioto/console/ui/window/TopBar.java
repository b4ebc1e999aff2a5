package dev.kioto.console.ui.window;

import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.ui.recording.RecordingView;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The line at the top: the name, the shown target, and what concerns the whole window.
final class TopBar {
  private static final PseudoClass CONNECTED = PseudoClass.getPseudoClass("connected");
  private static final PseudoClass DISCONNECTED = PseudoClass.getPseudoClass("disconnected");

  private final HBox node = new HBox(12);

  /// @param palette opens the command palette
  /// @param help shows the keys
  /// @param showFolder shows a folder of this machine
  /// @param after gives the keyboard back after a click
  TopBar(ConsoleViewModel model, Theme theme, Runnable palette, Runnable help, Consumer<Path> showFolder,
      Runnable after) {
    node.getStyleClass().add("top-bar");
    node.setAlignment(Pos.CENTER_LEFT);
    var brand = new HBox(Labels.rigid("ki", "brand"), Labels.rigid("o", "brand", "accented"),
        Labels.rigid("to console", "brand"));
    brand.setAlignment(Pos.CENTER_LEFT);

    var shape = Shapes.of(Shapes.RING);
    var words = Labels.of("");
    words.setId("target-summary");
    var chip = new HBox(8, shape, words);
    chip.setAlignment(Pos.CENTER_LEFT);
    chip.getStyleClass().add("chip");
    model.targets().chosen().subscribe(target -> {
      Labels.show(chip, target != null);
      if (target != null) {
        words.setText(summary(target));
        Shapes.become(shape, shape(target.state()));
        shape.pseudoClassStateChanged(CONNECTED, target.state() == TargetState.CONNECTED);
        shape.pseudoClassStateChanged(DISCONNECTED, target.state() == TargetState.DISCONNECTED);
      }
    });

    var pause = new Button("Pause");
    pause.setId("pause");
    pause.setTooltip(
        Labels.tooltip("Let the window stand at this instant, or go on (space). The program is not disturbed."));
    pause.setOnAction(_ -> {
      model.time().toggle();
      after.run();
    });
    model.time().mode().subscribe(mode -> {
      boolean paused = switch (mode) {
        case NONE, LIVE, PLAYING -> false;
        case STANDING, PAST, HALTED -> true;
      };
      pause.setText(paused ? "Resume" : "Pause");
      pause.setGraphic(Shapes.of(paused ? Shapes.PLAY : Shapes.PAUSE));
      pause.pseudoClassStateChanged(Shapes.CHOSEN, paused);
    });

    var look = new Button("", Shapes.of(Shapes.CONTRAST));
    look.setId("theme");
    look.setOnAction(_ -> {
      theme.take(theme.appearance().get().next());
      after.run();
    });
    theme.appearance().subscribe(now -> {
      var next = now.next().title();
      look.setText(next.substring(0, 1).toUpperCase(Locale.ROOT) + next.substring(1));
      look.setTooltip(Labels.tooltip("Use the " + next + " theme"));
    });

    var commands = new Button("Commands");
    commands.setId("commands");
    commands.setTooltip(Labels.tooltip("Find a view, an action, a target or a task by typing (Ctrl+K)"));
    commands.setOnAction(_ -> palette.run());

    var keys = new Button("?");
    keys.setId("help");
    keys.setAccessibleText("Keys");
    keys.setTooltip(Labels.tooltip("Show the keys (?)"));
    keys.setOnAction(_ -> help.run());

    for (var button : new Button[] {pause, commands, look, keys}) {
      button.getStyleClass().add("pill");
      button.setMinWidth(Region.USE_PREF_SIZE);
    }
    node.getChildren().setAll(brand, chip, Labels.spring(),
        new RecordingView(model.recording(), showFolder, after).node(), pause,
        commands, look, keys);
  }

  Region node() {
    return node;
  }

  private static String summary(Target target) {
    var facts = new ArrayList<String>();
    facts.add(target.name());
    add(facts, target.pid() == null ? null : "pid " + target.pid());
    add(facts, target.platform());
    add(facts, switch (target.kind()) {
      case KIOTO -> target.version() == null ? "Kioto" : "Kioto " + target.version();
      case TOKIO -> "tokio-console protocol";
      case UNKNOWN -> null;
    });
    if (target.kind() == TargetKind.UNKNOWN && !target.name().equals(target.address())) {
      facts.add(target.address());
    }
    return String.join("  ·  ", facts);
  }

  private static void add(List<String> facts, @Nullable String fact) {
    if (fact != null && !fact.isBlank()) {
      facts.add(fact);
    }
  }

  private static String shape(TargetState state) {
    return switch (state) {
      case CONNECTED -> Shapes.DISC;
      case CONNECTING -> Shapes.RING;
      case DISCONNECTED -> Shapes.CROSS;
    };
  }
}
