package dev.kioto.console.ui.window;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a person can have the window do. The keyboard, the help and the command palette are made from this list alone.
///
/// A key is a typed character (`j`, `?`), a key by its name (`Up`, `Esc`), one with `Ctrl+` or `Ctrl+Shift+` before it (the command key on
/// macOS), or two characters one after the other (`g g`).
enum Action {
  /// The figures over time.
  OVERVIEW(Group.VIEWS, "Overview: figures over time, and the worst", "o"),
  /// The table of tasks.
  TASKS(Group.VIEWS, "Tasks", "t"),
  /// What is wrong.
  DIAGNOSES(Group.VIEWS, "Diagnoses: what is wrong, the worst first", "d"),
  /// What tasks wait for.
  RESOURCES(Group.VIEWS, "Resources: what tasks wait for", "r"),
  /// Who polls them.
  WORKERS(Group.VIEWS, "Workers: what each did and does now", "w"),
  /// Who waits for whom.
  GRAPHS(Group.VIEWS, "Graphs: who waits for, wakes and has spawned whom", "v"),
  /// Experiments.
  LAB(Group.VIEWS, "Lab: experiments with settings, and what they change", "e"),

  /// One row down.
  NEXT_ROW(Group.ROWS, "Next row", In.LISTS, "Down", "j"),
  /// One row up.
  PREVIOUS_ROW(Group.ROWS, "Previous row", In.LISTS, "Up", "k"),
  /// One page down.
  PAGE_DOWN(Group.ROWS, "One page down", In.TASKS, "PageDown"),
  /// One page up.
  PAGE_UP(Group.ROWS, "One page up", In.TASKS, "PageUp"),
  /// The first task.
  FIRST_ROW(Group.ROWS, "First task", In.TASKS, "g g", "Home"),
  /// The last task.
  LAST_ROW(Group.ROWS, "Last task", In.TASKS, "G", "End"),
  /// The details of what is chosen.
  OPEN(Group.ROWS, "Open the details of what is chosen", In.LISTS, "Enter"),
  /// One step back.
  BACK(Group.ROWS, "Back: close the details, choose nothing, then the tasks", In.ALL, "Esc"),

  /// Types a filter.
  FILTER(Group.TABLE, "Type a filter", "/"),
  /// Tasks in groups, and as they are.
  GROUPS(Group.TABLE, "Group tasks by the next thing that they have in common", In.TASKS, "b"),
  /// Another column.
  SORT_NEXT(Group.TABLE, "Sort by the next column", In.TABLES, "]"),
  /// Another column before it.
  SORT_PREVIOUS(Group.TABLE, "Sort by the column before", In.TABLES, "["),
  /// The other order.
  INVERT_ORDER(Group.TABLE, "Turn the order of the table round", In.TABLES, "i"),

  /// The window stands at an instant, or goes on.
  PAUSE(Group.TIME, "Stand at this instant, or return to the present", "Space"),
  /// A second earlier.
  SECOND_BACK(Group.TIME, "The whole window a second back", ","),
  /// A second later.
  SECOND_ON(Group.TIME, "The whole window a second on", "."),
  /// Ten seconds earlier.
  TEN_BACK(Group.TIME, "The whole window ten seconds back", "<", ";"), // both with Shift, on English and on German keyboards
  /// Ten seconds later.
  TEN_ON(Group.TIME, "The whole window ten seconds on", ">", ":"),
  /// To the left.
  EARLIER(Group.TIME, "Earlier, in the charts and the lanes", In.MOVES, "Left"),
  /// To the right.
  LATER(Group.TIME, "Later, in the charts and the lanes", In.MOVES, "Right"),
  /// Zooms in.
  CLOSER(Group.TIME, "Closer, in charts, lanes and graphs", In.DRAWINGS, "+", "="),
  /// Zooms out.
  FARTHER(Group.TIME, "From further away", In.DRAWINGS, "-"),
  /// The usual stretch.
  FIT(Group.TIME, "The last minutes, ten seconds of lanes, all of a graph", In.DRAWINGS, "0"),
  /// The present.
  PRESENT(Group.TIME, "The present, as it goes on", In.TIMES, "l"),
  /// The longest poll to the left.
  LONG_POLL_BEFORE(Group.TIME, "The longest poll to the left of the lanes", In.LANES, "["),
  /// The longest poll to the right.
  LONG_POLL_AFTER(Group.TIME, "The longest poll to the right of the lanes", In.LANES, "]"),
  /// What colours of polls say.
  LANE_COLOUR(Group.TIME, "Colour polls by their time, or by their task", In.LANES, "c"),

  /// Other settings to compare to.
  LAB_BASELINE(Group.LAB, "Compare the others to the next settings", In.LAB, "b"),
  /// Another measure.
  LAB_MEASURE(Group.LAB, "Colour the settings by the next measure", In.LAB, "c"),
  /// A page of all of it.
  LAB_REPORT(Group.LAB, "Save the report of the experiment as a page", In.LAB, "p"),

  /// A form for an experiment.
  LAB_NEW(Group.LAB, "New experiment: write one, and begin it", In.LAB, "n"),
  /// A form for two targets.
  LAB_COMPARE(Group.LAB, "Compare two targets, or stretches of one", In.LAB, "u"),
  /// No more runs, or those that are missing.
  LAB_STOP(Group.LAB, "Stop the experiment, or go on with it", In.LAB, "h"),
  /// The form, filled in.
  LAB_AGAIN(Group.LAB, "Run again: write an experiment like this one", In.LAB, "y"),
  /// It is gone.
  LAB_DELETE(Group.LAB, "Delete the experiment, which is to be confirmed", In.LAB, "Delete"),

  /// Every command by name.
  COMMANDS(Group.WINDOW, "Every command, by a part of its name", "Ctrl+K", "Ctrl+Shift+P"),
  /// Types an address.
  ATTACH(Group.WINDOW, "Attach a program", "a"),
  /// Opens the file of a recording.
  OPEN_RECORDING(Group.WINDOW, "Open a recording; or drop its file onto the window", "Ctrl+O"),
  /// Begins or ends a recording.
  RECORD(Group.WINDOW, "Record what the program tells, or end the recording"),
  /// The panel of the shown target.
  TARGET(Group.WINDOW, "More about the target: what it can tell, records, has lost", "m"),
  /// Shows or hides the task pane.
  DETAIL(Group.WINDOW, "Show or hide the task pane", "x"),
  /// Reads the stack again.
  READ_STACK(Group.WINDOW, "Read the stack of the open task again", "s"),
  /// A file of the drawing.
  SAVE_PICTURE(Group.WINDOW, "Save the charts, lanes or graph as a picture", In.DRAWINGS, "Ctrl+S"),
  /// Larger text and drawings.
  LARGER(Group.WINDOW, "Larger", "Ctrl++"),
  /// Smaller text and drawings.
  SMALLER(Group.WINDOW, "Smaller", "Ctrl+-"),
  /// The usual size.
  USUAL_SIZE(Group.WINDOW, "The usual size", "Ctrl+0"),
  /// The next theme.
  THEME(Group.WINDOW, "The next theme: dark, light, high contrast"),
  /// The keys.
  HELP(Group.WINDOW, "The keys", "?");

  /// What actions have in common.
  enum Group {
    /// What the middle shows.
    VIEWS("Views"),
    /// The rows of a list.
    ROWS("Rows"),
    /// A table as a whole.
    TABLE("Table"),
    /// Time, and what is drawn over it.
    TIME("Time and drawings"),
    /// An experiment.
    LAB("Lab"),
    /// The window as a whole.
    WINDOW("Window");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    /// For people.
    String title() {
      return title;
    }

    /// Whether its actions are of use by name: a step to the next row is not.
    boolean isNamed() {
      return this != ROWS;
    }
  }

  /// Where actions are of use.
  private static final class In {
    static final Set<View> ALL = EnumSet.allOf(View.class);
    static final Set<View> TASKS = EnumSet.of(View.TASKS);
    static final Set<View> TABLES = EnumSet.of(View.TASKS, View.RESOURCES);
    static final Set<View> LISTS = EnumSet.of(View.TASKS, View.DIAGNOSES, View.RESOURCES, View.LAB);
    static final Set<View> LAB = EnumSet.of(View.LAB);
    static final Set<View> LANES = EnumSet.of(View.WORKERS);
    static final Set<View> TIMES = EnumSet.of(View.OVERVIEW, View.WORKERS);
    static final Set<View> MOVES = EnumSet.of(View.OVERVIEW, View.WORKERS, View.LAB);
    static final Set<View> DRAWINGS = EnumSet.of(View.OVERVIEW, View.WORKERS, View.GRAPHS, View.LAB);
  }

  private final Group group;
  private final String words;
  @SuppressWarnings("ImmutableEnumChecker") // sets of constants that nobody changes
  private final Set<View> views;
  @SuppressWarnings("ImmutableEnumChecker") // a list of texts that does not change
  private final List<String> keys;

  Action(Group group, String words, String... keys) {
    this(group, words, In.ALL, keys);
  }

  Action(Group group, String words, Set<View> views, String... keys) {
    this.group = group;
    this.words = words;
    this.views = views;
    this.keys = List.of(keys);
  }

  /// What it belongs to.
  Group group() {
    return group;
  }

  /// What it does.
  String words() {
    return words;
  }

  /// Its keys; empty for one that is reached by its name alone.
  List<String> keys() {
    return keys;
  }

  /// Whether it is of use in a view.
  boolean worksIn(View view) {
    return views.contains(view);
  }

  /// Its keys for people, with wide gaps; empty when it has none.
  String keysText() {
    return keys.stream().map(Action::keyText).collect(Collectors.joining("   "));
  }

  private static String keyText(String key) {
    return switch (key) {
      case "Up" -> "↑";
      case "Down" -> "↓";
      case "Left" -> "←";
      case "Right" -> "→";
      case "PageUp" -> "PgUp";
      case "PageDown" -> "PgDn";
      case "Space" -> "space";
      case "Ctrl++" -> "Ctrl +";
      case "Ctrl+-" -> "Ctrl -";
      case "Ctrl+0" -> "Ctrl 0";
      default -> key;
    };
  }
}
