package dev.kioto.console.ui.overview;

import dev.kioto.console.ui.chart.Sparkline;
import dev.kioto.console.ui.chart.Tone;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import dev.kioto.console.ui.theme.Theme;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The row of cards. UI thread only.
public final class OverviewView {
  private final HBox node = new HBox(10);

  /// The cards of a view model.
  public OverviewView(OverviewViewModel model, Theme theme) {
    node.getStyleClass().add("cards");
    for (var card : Card.values()) {
      var region = card(card, model, theme);
      HBox.setHgrow(region, Priority.ALWAYS);
      node.getChildren().add(region);
    }
  }

  /// The node to put in a window.
  public Region node() {
    return node;
  }

  /// Greys the numbers while they are not fresh.
  public void bindStale(ObservableValue<Boolean> stale) {
    stale.subscribe(is -> node.pseudoClassStateChanged(Shapes.STALE, is));
  }

  private static Region card(Card card, OverviewViewModel model, Theme theme) {
    var title = Labels.of(card.title(), "card-title");
    var number = Labels.rigid("", "card-number");
    var note = Labels.of("", "card-note");
    // A note that does not fit is not shown: half a number is worse than none.
    note.visibleProperty().bind(Bindings.createBooleanBinding(() -> note.getWidth() >= note.prefWidth(-1) - 1,
        note.widthProperty(), note.textProperty()));
    var line = new HBox(7, number, note);
    line.setAlignment(Pos.BASELINE_LEFT);
    var course = new Sparkline(theme, tone(card), OverviewViewModel.POINTS);
    course.setMinHeight(26);
    course.setPrefHeight(26);
    var region = new VBox(title, line, course);
    region.setId("card-" + card.name().toLowerCase(Locale.ROOT));
    region.getStyleClass().add("card-panel");
    // Equal widths, whatever stands in them.
    region.setPrefWidth(100);
    region.setMinWidth(0);
    Tooltip.install(region, Labels.tooltip(card.explanation()));
    model.value(card).subscribe(value -> {
      number.setText(value.text());
      note.setText(value.note());
      course.show(value.course());
      region.setAccessibleText(card.title() + ": " + value.text() + ' ' + value.note());
    });
    return region;
  }

  private static Tone tone(Card card) {
    return switch (card) {
      case LIVE -> Tone.COUNT;
      case POLLS, RUNNING -> Tone.RUNNING;
      case SCHEDULED -> Tone.SCHEDULED;
      case IDLE -> Tone.IDLE;
      case COMPLETED -> Tone.COMPLETED;
    };
  }
}
