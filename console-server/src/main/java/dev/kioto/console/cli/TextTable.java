package dev.kioto.console.cli;

import java.util.ArrayList;
import java.util.List;

/// Rows of text in aligned columns, two blanks between them.
final class TextTable {

  /// Which side of its column a cell keeps to.
  enum Align { LEFT, RIGHT }

  /// @param title what stands above the column
  record Column(String title, Align align) {

    static Column left(String title) {
      return new Column(title, Align.LEFT);
    }

    static Column right(String title) {
      return new Column(title, Align.RIGHT);
    }
  }

  private static final String GAP = "  ";
  // What a terminal would act upon, or would break the line.
  private static final String CONTROL = "\\p{Cntrl}";

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(Column... columns) {
    this.columns = List.of(columns);
  }

  /// Adds a row of as many cells as there are columns.
  void add(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
    }
    rows.add(cells.stream().map(cell -> cell.replaceAll(CONTROL, " ")).toList());
  }

  /// The lines, titles first, without blanks at their ends.
  ///
  /// @param width longer lines are cut to this many characters; 0 for no limit
  List<String> lines(int width) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) widths[i] = columns.get(i).title().length();
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], length(row.get(i)));
    }
    var lines = new ArrayList<String>(rows.size() + 1);
    lines.add(line(columns.stream().map(Column::title).toList(), widths, width));
    for (var row : rows) lines.add(line(row, widths, width));
    return lines;
  }

  private String line(List<String> cells, int[] widths, int width) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (i > 0) line.append(GAP);
      var padding = " ".repeat(widths[i] - length(cells.get(i)));
      if (columns.get(i).align() == Align.RIGHT) line.append(padding).append(cells.get(i));
      else line.append(cells.get(i)).append(padding);
    }
    var text = line.toString().stripTrailing();
    return width > 0 && length(text) > width ? text.substring(0, text.offsetByCodePoints(0, width)) : text;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
