package dev.kioto.console.ui.window;

import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The views of the chosen target, with a count each, below the targets; and the lab, which needs no target.
final class ViewList {
  private static final PseudoClass CRITICAL = PseudoClass.getPseudoClass("critical");
  private static final PseudoClass WARNING = PseudoClass.getPseudoClass("warning");

  private final ConsoleViewModel model;
  private final VBox node = new VBox(2);

  /// @param after gives the keyboard to the view that was chosen
  ViewList(ConsoleViewModel model, Runnable after) {
    this.model = model;
    var title = Labels.of("", "side-title");
    var views = new VBox(2, title);
    for (var view : View.values()) {
      (view == View.LAB ? node : views).getChildren().add(row(view, after));
    }
    node.getChildren().addFirst(views);
    model.targets().chosen().subscribe(target -> {
      Labels.show(views, target != null);
      if (target != null) {
        title.setText(target.name().toUpperCase(Locale.ROOT));
      }
    });
  }

  Region node() {
    return node;
  }

  private Region row(View view, Runnable after) {
    var count = Labels.rigid("", "side-note");
    count.textProperty().bind(count(view));
    if (view == View.DIAGNOSES) {
      var diagnoses = model.diagnoses();
      diagnoses.criticalCount().subscribe(number -> count.pseudoClassStateChanged(CRITICAL, number.intValue() > 0));
      diagnoses.warningCount().subscribe(number -> count.pseudoClassStateChanged(WARNING, number.intValue() > 0));
    }
    var row = new Button();
    var content = new HBox(6, new Label(view.title()), Labels.spring(), count);
    row.setGraphic(content);
    content.prefWidthProperty().bind(row.widthProperty().subtract(20));
    row.setId("view-" + view.name().toLowerCase(Locale.ROOT));
    row.setMaxWidth(Double.MAX_VALUE);
    var action = Action.valueOf(view.name());
    row.setTooltip(Labels.tooltip(action.words() + " (" + action.keysText() + ")"));
    row.getStyleClass().add("side-row");
    row.accessibleTextProperty().bind(count.textProperty().map(text -> view.title() + ' ' + text));
    row.setOnAction(_ -> {
      model.view().set(view);
      after.run();
    });
    model.view().subscribe(now -> row.pseudoClassStateChanged(Shapes.CHOSEN, now == view));
    return row;
  }

  private ObservableValue<String> count(View view) {
    return switch (view) {
      case OVERVIEW, GRAPHS -> new ReadOnlyStringWrapper("");
      case LAB -> Bindings.createStringBinding(() -> {
        int number = model.lab().experiments().size();
        return number == 0 ? "" : Counts.text(number);
      }, model.lab().experiments());
      case TASKS -> Bindings.createStringBinding(() -> {
        var target = model.targets().chosen().get();
        boolean past = model.time().instant().get() != null;
        return target == null ? "" : Counts.text(past ? model.tasks().total().get() : target.tasks().total());
      }, model.targets().chosen(), model.time().instant(), model.tasks().total());
      case RESOURCES -> Bindings.createStringBinding(() -> {
        int number = model.resources().total().get();
        return number == 0 ? "" : Counts.text(number);
      }, model.resources().total());
      case WORKERS -> model.workers().rows().map(rows -> rows.isEmpty() ? "" : Counts.text(rows.size()));
      case DIAGNOSES -> Bindings.createStringBinding(() -> {
        int number = model.diagnoses().criticalCount().get() + model.diagnoses().warningCount().get();
        return number == 0 ? "" : Counts.text(number);
      }, model.diagnoses().criticalCount(), model.diagnoses().warningCount());
    };
  }
}
