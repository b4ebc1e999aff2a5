package dev.kioto.console.ui.task;

import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.api.Histogram;
import dev.kioto.console.ui.chart.HistogramChart;
import dev.kioto.console.ui.chart.Tone;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Theme;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A distribution of durations: its chart, its percentiles, and what fell outside.
final class HistogramSection {
  private static final List<String> NAMES = List.of("p10", "p25", "p50", "p75", "p90", "p95", "p99", "max");

  private final HistogramChart chart;
  private final Label count = Labels.rigid("", "section-note");
  private final Label nothing = Labels.wrapped("", "explanation");
  private final Label outliers = Labels.wrapped("", "outliers");
  private final List<Label> values = new ArrayList<>();
  private final GridPane grid = new GridPane();
  private final VBox node;
  private boolean loading;
  private boolean past;

  HistogramSection(String title, String explanation, Theme theme, Tone tone) {
    chart = new HistogramChart(theme, tone);
    grid.getStyleClass().addAll("numbers", "percentiles");
    grid.setVgap(3);
    grid.setHgap(9);
    int columns = NAMES.size() / 2;
    for (int i = 0; i < columns; i++) {
      var column = new ColumnConstraints();
      column.setPercentWidth(100.0 / columns);
      grid.getColumnConstraints().add(column);
    }
    for (int i = 0; i < NAMES.size(); i++) {
      var value = Labels.rigid("", "value");
      values.add(value);
      grid.add(new HBox(Terms.explained(Labels.rigid(NAMES.get(i), "label")), Labels.spring(), value), i % columns,
          i / columns);
    }
    node = Section.of(title, count, chart, grid, outliers, nothing);
    count.setTooltip(Labels.tooltip(explanation));
    show(null);
  }

  Region node() {
    return node;
  }

  void setLoading(boolean now) {
    loading = now;
    if (nothing.isVisible()) {
      nothing.setText(reason(null));
    }
  }

  /// Learns whether it is the past that is shown, of which no distribution is known.
  void setPast(boolean now) {
    past = now;
    if (nothing.isVisible()) {
      nothing.setText(reason(null));
    }
  }

  void show(@Nullable Histogram histogram) {
    var some = histogram == null || histogram.count() == 0 ? null : histogram;
    Labels.show(chart, some != null);
    Labels.show(grid, some != null);
    Labels.show(nothing, some == null);
    Labels.show(outliers, some != null && some.highOutliers() > 0);
    chart.show(some);
    nothing.setText(reason(histogram));
    count.setText(some == null ? "" : Counts.text(some.count()) + " recorded");
    if (some != null) {
      write(some);
    }
  }

  private void write(Histogram histogram) {
    long[] numbers = {histogram.p10Nanos(), histogram.p25Nanos(), histogram.p50Nanos(), histogram.p75Nanos(),
        histogram.p90Nanos(), histogram.p95Nanos(), histogram.p99Nanos(), histogram.maxNanos()};
    for (int i = 0; i < numbers.length; i++) {
      values.get(i).setText(Durations.text(numbers[i]));
    }
    var highest = histogram.highestOutlierNanos();
    outliers.setText(Counts.of(histogram.highOutliers(), "duration") + " above the histogram's reach"
        + (highest == null ? "" : ", the longest " + Durations.text(highest)) + '.');
  }

  private String reason(@Nullable Histogram histogram) {
    return past ? "Distributions are known of the present alone."
        : loading ? "Loading…" : histogram == null ? "The program does not tell." : "Nothing recorded yet.";
  }
}
