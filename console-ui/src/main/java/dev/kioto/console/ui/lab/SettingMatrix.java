package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Comparison.ArmValues;
import dev.kioto.console.api.lab.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values of one measure under all settings, as rows and columns: of the two settings that are varied, or, when there are not two, a row for
/// each combination.
///
/// @param corner which setting has its values in rows, and which in columns; empty for a list
/// @param columns the headings of the columns; one empty one for a list
record SettingMatrix(String corner, List<String> columns, List<Row> rows, Measure.Better better) {
  /// A row.
  ///
  /// @param cells as many as there are columns; null where there is no such combination, or it was not measured
  record Row(String title, List<@Nullable Cell> cells) {}

  /// A value.
  ///
  /// @param share where it stands between the best (0) and the worst (1); where neither way is good, between the least and the most
  record Cell(Arm arm, ArmValues value, double share) {}

  /// The matrix of a measure; an empty one when it was not measured.
  static SettingMatrix of(List<Arm> arms, Comparison comparison, String measureId) {
    var measure = comparison.measures().stream().filter(each -> each.id().equals(measureId)).findFirst().orElse(null);
    if (measure == null) {
      return new SettingMatrix("", List.of(), List.of(), Measure.Better.NEITHER);
    }
    Map<String, ArmValues> values = comparison.values().stream().filter(value -> value.measure().equals(measureId))
        .collect(Collectors.toMap(ArmValues::arm, Function.identity(), (first, _) -> first));
    var ranks = Ranks.of(measure, values.values().stream().map(ArmValues::median).toList());
    Function<@Nullable Arm, @Nullable Cell> cell = arm -> {
      var value = arm == null ? null : values.get(arm.letter());
      return arm == null || value == null ? null : new Cell(arm, value, ranks.share(value.median()));
    };
    var keys = arms.stream().flatMap(arm -> arm.settings().keySet().stream()).distinct().toList();
    return keys.size() == 2 ? crossed(arms, keys.get(0), keys.get(1), cell, measure)
        : listed(arms, cell, measure);
  }

  private static SettingMatrix crossed(List<Arm> arms, String down, String across,
      Function<@Nullable Arm, @Nullable Cell> cell, Measure measure) {
    var columns = valuesOf(arms, across);
    var rows = new ArrayList<Row>();
    for (var row : valuesOf(arms, down)) {
      var cells = new ArrayList<@Nullable Cell>();
      for (var column : columns) {
        cells.add(cell.apply(arms.stream().filter(arm -> row.equals(arm.settings().get(down)))
            .filter(arm -> column.equals(arm.settings().get(across))).findFirst().orElse(null)));
      }
      rows.add(new Row(row, cells));
    }
    return new SettingMatrix(down + " ↓\n" + across + " →", columns, rows, measure.better());
  }

  private static SettingMatrix listed(List<Arm> arms, Function<@Nullable Arm, @Nullable Cell> cell, Measure measure) {
    var rows = new ArrayList<Row>();
    for (var arm : arms) {
      var cells = new ArrayList<@Nullable Cell>();
      cells.add(cell.apply(arm));
      rows.add(new Row(arm.label(), cells));
    }
    return new SettingMatrix("", List.of(""), rows, measure.better());
  }

  private static List<String> valuesOf(List<Arm> arms, String key) {
    return arms.stream().flatMap(arm -> arm.settings().entrySet().stream()).filter(entry -> entry.getKey().equals(key))
        .map(Map.Entry::getValue).distinct().toList();
  }

  /// Places values between the best and the worst: by their ratios where all are positive. What differs by less than a double is nearer to the
  /// middle, so that a difference of nothing to speak of has no strong colour.
  private record Ranks(boolean byRatio, double low, double high, boolean isHighGood) {
    static Ranks of(Measure measure, List<Double> medians) {
      boolean byRatio = medians.stream().allMatch(value -> value > 0);
      var places = medians.stream().mapToDouble(value -> byRatio ? Math.log(value) : value).summaryStatistics();
      return new Ranks(byRatio, places.getMin(), places.getMax(), measure.better() == Measure.Better.HIGHER);
    }

    double share(double value) {
      double whole = high > low ? ((byRatio ? Math.log(value) : value) - low) / (high - low) : 0.5;
      double share = 0.5 + (whole - 0.5) * (byRatio ? Math.min(1, (high - low) / Math.log(2)) : 1);
      return isHighGood ? 1 - share : share;
    }
  }
}
