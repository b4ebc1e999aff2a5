package dev.kioto.console.cli;

import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.cli.TextTable.Column;
import dev.kioto.console.cli.TopFeeds.News;
import dev.kioto.console.cli.TopFeeds.Question;
import dev.kioto.console.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What `kioto top` shows and how a person changes it, without a terminal. One thread.
final class TopView {

  static final List<
      String> TASK_FIELDS = List.of("busy", "scheduled", "idle", "total", "polls", "wakes", "name", "state",
          "location", "id");
  private static final List<String> GROUP_FIELDS = List.of("tasks", "running", "waiting", "idle", "busy", "scheduled",
      "polls", "wakes", "key");
  private static final List<String> GROUPINGS = List.of("", "location", "name", "kind", "state");
  private static final List<String> UP_FIRST = List.of("name", "state", "location", "id", "key"); // smallest first
  private static final int OTHER_LINES = 4; // title, what is asked, headings, the last line
  private static final int MOST_ROWS = 1000; // the server's

  private static final String KEYS = "q quit  space pause  < > sort by  r reverse  / filter  g group  arrows move  ? help";
  static final List<String> HELP = List.of(
      "KEYS",
      "q, Ctrl-C     quit",
      "space, p      pause, and go on",
      "< >           sort by the field before, after",
      "r             turn the order round",
      "/             type a filter: Enter to use it, Esc to leave it as it was",
      "g             group by location, name, kind, state; tasks one by one",
      "Up, Down, PgUp, PgDn, Home   move in the list",
      "?, h          this help");

  private final String title;
  private String by;
  private String filter;
  private String sort;
  private int offset;
  private int rows = 20; // that fit
  private boolean paused;
  private boolean helps;
  private News shown = new News(null, null, null, null, "", false);
  private boolean types; // a filter is being typed
  private final StringBuilder typed = new StringBuilder();

  TopView(String title, String by, String filter, String sort) {
    this.title = title;
    this.by = by;
    this.filter = filter;
    this.sort = sort.isEmpty() ? by.isEmpty() ? "-busy" : "-tasks" : sort;
  }

  Question question() {
    int limit = Math.clamp(rows, 1, MOST_ROWS);
    return new Question(by, filter, sort, by.isEmpty() ? offset : 0, by.isEmpty() ? limit : MOST_ROWS);
  }

  /// Makes room for so many lines in all.
  ///
  /// @return whether something else is to be asked for
  boolean resize(int lines) {
    int before = rows;
    rows = Math.max(1, lines - OTHER_LINES);
    return rows != before && by.isEmpty();
  }

  void hear(News news) {
    if (!paused || !shown.hasRows() || news.over()) shown = news;
  }

  boolean isTyping() {
    return types;
  }

  /// A key was pressed. Returns whether something else is to be asked for.
  boolean press(TopKey key) {
    helps = key == TopKey.HELP && !helps;
    switch (key) {
      case PAUSE -> paused = !paused;
      case SORT_BEFORE -> sortBy(-1);
      case SORT_AFTER -> sortBy(1);
      case REVERSE -> sort = sort.startsWith("-") ? sort.substring(1) : "-" + sort;
      case FILTER -> {
        types = true;
        typed.setLength(0);
        typed.append(filter);
      }
      case GROUP -> group();
      case UP -> move(-1);
      case DOWN -> move(1);
      case PAGE_UP -> move(-rows);
      case PAGE_DOWN -> move(rows);
      case HOME -> offset = 0;
      case HELP, QUIT, OTHER -> {
        return false;
      }
    }
    return key != TopKey.PAUSE && key != TopKey.FILTER;
  }

  private void sortBy(int step) {
    var fields = by.isEmpty() ? TASK_FIELDS : GROUP_FIELDS;
    int at = fields.indexOf(sort.replaceFirst("^-", ""));
    var next = fields.get(Math.floorMod(at + step, fields.size()));
    sort = UP_FIRST.contains(next) ? next : "-" + next;
    offset = 0;
  }

  private void group() {
    by = GROUPINGS.get((Math.max(0, GROUPINGS.indexOf(by)) + 1) % GROUPINGS.size());
    sort = by.isEmpty() ? "-busy" : "-tasks";
    offset = 0;
  }

  private void move(int by) {
    var window = shown.window();
    var groups = shown.groups();
    int all = window != null ? window.matched() : groups != null ? groups.groups().size() : 0;
    offset = Math.clamp(offset + (long) by, 0, Math.max(0, all - rows));
  }

  /// Characters were typed into the filter.
  void type(String text) {
    typed.append(text.replaceAll("\\p{Cntrl}", ""));
  }

  void typeBack() {
    if (!typed.isEmpty()) typed.setLength(typed.offsetByCodePoints(typed.length(), -1));
  }

  /// The filter is typed: use it, or leave it as it was. Returns whether something else is to be asked for.
  boolean typeEnd(boolean use) {
    types = false;
    if (!use) return false;
    filter = typed.toString().strip();
    offset = 0;
    return true;
  }

  /// Where the cursor stands in the last line, in characters; -1 for nowhere.
  int cursor() {
    return types ? "filter: ".length() + typed.codePointCount(0, typed.length()) : -1;
  }

  /// The lines, as many as fit but for the title: three of heading, the rows, and the last one.
  List<String> lines(int width) {
    var lines = new ArrayList<String>();
    lines.add(title + "  " + counts());
    lines.add(asked());
    var table = helps ? HELP : table(width);
    lines.addAll(table.subList(0, Math.min(table.size(), rows + 1)));
    while (lines.size() < rows + OTHER_LINES - 1) lines.add("");
    lines.add(last());
    return lines;
  }

  /// The lines for who reads them later: the title, and the rows.
  List<String> plainLines() {
    var lines = new ArrayList<String>();
    lines.add(title + "  " + counts());
    lines.addAll(table(0));
    return lines;
  }

  private String counts() {
    var states = shown.states();
    if (!shown.interruption().isEmpty()) return shown.interruption();
    if (states == null) return "waiting for the server";
    var text = new StringBuilder().append(states.total()).append(" tasks");
    for (var state : states.groups()) {
      text.append(", ").append(state.tasks().total()).append(' ').append(state.key().toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }

  private String asked() {
    var window = shown.window();
    var groups = shown.groups();
    var text = new StringBuilder(paused ? "PAUSED  " : "");
    if (!by.isEmpty()) text.append("by ").append(by).append("  ");
    text.append("sort ").append(sort).append("  filter ").append(filter.isEmpty() ? "none" : filter);
    if (by.isEmpty() && window != null) {
      text.append("  ").append(window.rows().isEmpty() ? "none" : (window.offset() + 1) + " to "
          + (window.offset() + window.rows().size())).append(" of ").append(window.matched());
    }
    if (!by.isEmpty() && groups != null) text.append("  ").append(groups.groupCount()).append(" groups");
    return text.toString();
  }

  private String last() {
    if (types) return "filter: " + typed;
    var problem = shown.problem();
    return problem == null ? KEYS : problem.detail();
  }

  private List<String> table(int width) {
    var window = shown.window();
    var groups = shown.groups();
    if (groups != null) return groupTable(groups, width, width == 0 || by.isEmpty() ? 0 : offset);
    return window == null ? List.of() : TaskTable.lines(window.rows(), width);
  }

  private static List<String> groupTable(TaskGroupList list, int width, int from) {
    var table = new TextTable(Column.right("TASKS"), Column.right("RUN"), Column.right("SCHED"), Column.right("IDLE"),
        Column.right("DONE"), Column.right("BUSY"), Column.right("WAITED"), Column.right("POLLS"),
        Column.right("WAKES"),
        Column.left(list.by().toUpperCase(Locale.ROOT)));
    for (TaskGroup group : list.groups().subList(Math.min(from, list.groups().size()), list.groups().size())) {
      var tasks = group.tasks();
      table.add(
          List.of(String.valueOf(tasks.total()), String.valueOf(tasks.running()), String.valueOf(tasks.scheduled()),
              String.valueOf(tasks.idle()), String.valueOf(tasks.completed()), Units.nanos(group.busyNanos()),
              Units.nanos(group.scheduledNanos()), Long.toUnsignedString(group.polls()),
              Long.toUnsignedString(group.wakes()),
              group.key().isEmpty() ? "(none)" : group.key()));
    }
    return table.lines(width);
  }
}
