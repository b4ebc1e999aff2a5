package dev.kioto.console.ui.table;

/// A column of a table: a constant of an enumeration, in the order in which the columns stand before anybody moved them. Names are
/// kept in settings files: do not rename.
///
/// @param <T> what a row shows
public interface Column<T> {
  /// How a column's cells are set.
  enum Align {
    /// Words, from the left.
    TEXT("words"),
    /// Numbers in a monospaced face, from the right.
    NUMBER("number"),
    /// Code in a monospaced face, from the left.
    CODE("code");

    private final String style;

    Align(String style) {
      this.style = style;
    }

    String style() {
      return style;
    }
  }

  /// What is said of a column.
  ///
  /// @param title the heading
  /// @param sortKey the server's name for the order by this column; empty for a column that gives none
  /// @param largestFirst whether the first click sorts from the largest to the smallest
  /// @param align how the cells are set
  /// @param width in pixels, before anybody changed it
  /// @param explanation one sentence that says what the column shows
  record Heading(String title, String sortKey, boolean largestFirst, Align align, int width, String explanation) {
    /// Words, sorted from the smallest first.
    public static Heading words(String title, String sortKey, int width, String explanation) {
      return new Heading(title, sortKey, false, Align.TEXT, width, explanation);
    }

    /// Numbers, sorted from the largest first.
    public static Heading number(String title, String sortKey, int width, String explanation) {
      return new Heading(title, sortKey, true, Align.NUMBER, width, explanation);
    }

    /// Code, sorted from the smallest first.
    public static Heading code(String title, String sortKey, int width, String explanation) {
      return new Heading(title, sortKey, false, Align.CODE, width, explanation);
    }

    /// The same with the largest first.
    public Heading descending() {
      return new Heading(title, sortKey, true, align, width, explanation);
    }

    /// The same with the smallest first.
    public Heading ascending() {
      return new Heading(title, sortKey, false, align, width, explanation);
    }
  }

  /// The name of the constant.
  String name();

  /// What is said of it.
  Heading heading();

  /// What the cell of a row shows.
  String text(T row);

  /// The same for a copy: without blanks around it, and never shortened.
  default String whole(T row) {
    return text(row).strip();
  }

  /// Whether its cells are words or numbers, as opposed to drawings: those alone are copied.
  default boolean isText() {
    return true;
  }

  /// The heading's words.
  default String title() {
    return heading().title();
  }

  /// Whether the table can be sorted by the column.
  default boolean sortable() {
    return !heading().sortKey().isEmpty();
  }
}
