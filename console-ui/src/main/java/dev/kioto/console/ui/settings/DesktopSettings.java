package dev.kioto.console.ui.settings;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kioto.console.ui.theme.Appearance;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the window remembers.
///
/// @param theme the theme that was chosen; null before anybody chose one: then the desktop's preference holds
/// @param scale how large everything is, 1 being the usual size
/// @param frame where the window stood; null before it was closed the first time
/// @param tables the tables, by name; without those that were never shown
/// @param detailOpen whether the detail pane is open
/// @param detailWidth width of the detail pane in pixels; 0 before the first time
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DesktopSettings(
    @Nullable Appearance theme,
    double scale,
    @Nullable Frame frame,
    Map<String, Table> tables,
    boolean detailOpen,
    double detailWidth) {

  /// What holds before anything was remembered.
  public static final DesktopSettings DEFAULT = new DesktopSettings(null, 1, null, Map.of(), true, 0);

  /// Fills in what an older file lacks.
  public DesktopSettings {
    scale = scale > 0 ? scale : 1;
    tables = tables == null ? Map.of() : Map.copyOf(tables);
  }

  /// What is remembered of a table.
  public Table table(String name) {
    return tables.getOrDefault(name, Table.UNKNOWN);
  }

  /// A table.
  ///
  /// @param columns from left to right; empty before the first time
  /// @param sortColumn name of the column that gives the order; null before the first time
  /// @param sortDescending whether the order is from the largest to the smallest
  public record Table(List<Column> columns, @Nullable String sortColumn, boolean sortDescending) {
    static final Table UNKNOWN = new Table(List.of(), null, true);

    /// Fills in what an older file lacks.
    public Table {
      columns = columns == null ? List.of() : List.copyOf(columns);
    }
  }

  /// Where a window stands, in pixels of the desktop.
  public record Frame(double x, double y, double width, double height, boolean maximized) {}

  /// A column of a table.
  ///
  /// @param name that of its constant
  /// @param width in pixels
  public record Column(String name, double width, boolean visible) {}
}
