package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.ExperimentPlan;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.ExperimentSpec.LoadSpec;
import dev.kioto.console.api.lab.ExperimentSpec.ReadyCheck;
import dev.kioto.console.api.lab.ExperimentSpec.Workload;
import dev.kioto.console.api.lab.LabOptions;
import dev.kioto.console.api.lab.LabOptions.SettingInfo;
import dev.kioto.console.api.lab.SpecProblem;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// An experiment that is being written. What it would be, or what is wrong with it, is asked of the server with [#ask]. UI thread only.
public final class ExperimentFormViewModel {
  private static final LabOptions NO_OPTIONS = new LabOptions(List.of(), List.of(), false);

  /// What is typed into one line each.
  public enum Field {
    /// For people.
    NAME("name"),
    /// A demo's name.
    DEMO("workload.demo"),
    /// Its options.
    DEMO_OPTIONS("workload.demo"),
    /// A command that starts a JVM.
    COMMAND("workload.command"),
    /// Where it is run.
    FOLDER("workload.folder"),
    /// By what it shows that it is ready, as the next says: a line, a port, an address.
    READY("workload.ready"),
    /// `line`, `port` or `http`; empty for none.
    READY_BY("workload.ready"),
    /// What puts load on it.
    LOAD("load.command"),
    /// How the output of that is read.
    LOAD_OUTPUT("load.output"),
    /// How often each combination is run.
    ROUNDS("rounds"),
    /// How long a run goes before it is measured.
    WARM_UP("warmUp"),
    /// For how long it is measured.
    DURATION("duration"),
    /// What the program records.
    LEVEL("level"),
    /// What the others are compared to, as `lifo-slot=on`.
    BASELINE("baseline");

    private final String path;

    Field(String path) {
      this.path = path;
    }
  }

  private final ConsoleCommands commands;
  private final Map<Field, StringProperty> texts = new EnumMap<>(Field.class);
  private final BooleanProperty isCommand = new SimpleBooleanProperty();
  private final ObservableList<SettingLine> varied = FXCollections.observableArrayList();
  private final ObservableList<SettingLine> fixed = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<LabOptions> options = new ReadOnlyObjectWrapper<>(NO_OPTIONS);
  private final ReadOnlyObjectWrapper<Map<String, String>> problems = new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper beginning = new ReadOnlyBooleanWrapper();
  private @Nullable ExperimentSpec asked;
  private @Nullable Workload base; // of the experiment that is run again: what the form has no field for stays

  ExperimentFormViewModel(ConsoleCommands commands) {
    this.commands = commands;
    for (var field : Field.values()) {
      texts.put(field, new SimpleStringProperty(""));
    }
  }

  /// What is typed into a line.
  public StringProperty text(Field field) {
    return Objects.requireNonNull(texts.get(field));
  }

  /// Whether it is a command that is run, and not a demo.
  public BooleanProperty isCommand() {
    return isCommand;
  }

  /// What is varied.
  public ObservableList<SettingLine> varied() {
    return varied;
  }

  /// What is the same in all runs.
  public ObservableList<SettingLine> fixed() {
    return fixed;
  }

  /// What experiments can be made of; empty before the server has told.
  public ReadOnlyObjectProperty<LabOptions> options() {
    return options.getReadOnlyProperty();
  }

  /// What is wrong, by where it belongs.
  public ReadOnlyObjectProperty<Map<String, String>> problems() {
    return problems.getReadOnlyProperty();
  }

  /// What is wrong and belongs to no line; empty when nothing is.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// What the experiment would be: `16 runs of 2 settings, about 4 min`; empty before the server has told.
  public ReadOnlyStringProperty summary() {
    return summary.getReadOnlyProperty();
  }

  /// Whether the server finds nothing wrong with it as it stands.
  public ReadOnlyBooleanProperty ready() {
    return ready.getReadOnlyProperty();
  }

  /// Whether the server was asked to begin it and has not answered.
  public ReadOnlyBooleanProperty beginning() {
    return beginning.getReadOnlyProperty();
  }

  // Beside its line a sentence need not say which: `duration: '10' is not a duration`.
  private static String besideItsLine(String sentence) {
    return sentence.replaceFirst("^[a-z' -]{1,20}: ", "");
  }

  /// The sentence that belongs to a line; empty for none.
  public String problemOf(Field field) {
    return field == Field.DEMO_OPTIONS || field == Field.READY_BY ? ""
        : besideItsLine(problems.get().getOrDefault(field.path, ""));
  }

  /// The sentence that belongs to a setting; empty for none.
  public String problemOf(SettingLine line) {
    var name = line.name().get();
    return problems.get().getOrDefault((varied.contains(line) ? "vary." : "settings.") + name, "");
  }

  /// What a setting is; null for none that is known.
  public @Nullable SettingInfo setting(String name) {
    return options.get().settings().stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
  }

  /// Begins with an experiment as it was asked for before; null begins with the simplest one.
  void fill(@Nullable ExperimentSpec spec) {
    commands.labOptions();
    asked = null;
    problems.set(Map.of());
    problem.set("");
    summary.set("");
    ready.set(false);
    beginning.set(false);
    texts.values().forEach(text -> text.set(""));
    var from = spec == null ? standard() : spec;
    base = from.workload();
    put(Field.NAME, from.name());
    workload(from.workload());
    load(from.load());
    put(Field.ROUNDS, String.valueOf(Objects.requireNonNullElse(from.rounds(), 8)));
    put(Field.WARM_UP, Objects.requireNonNullElse(from.warmUp(), "3s"));
    put(Field.DURATION, Objects.requireNonNullElse(from.duration(), "10s"));
    put(Field.LEVEL, Objects.requireNonNullElse(from.level(), "tasks"));
    put(Field.BASELINE, from.baseline() == null ? "" : from.baseline().entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue()).collect(Collectors.joining(", ")));
    varied.setAll(lines(from.vary(), values -> String.join(", ", values)));
    fixed.setAll(lines(from.settings(), value -> value));
    ask();
  }

  private static ExperimentSpec standard() {
    return new ExperimentSpec(null, new Workload(List.of("scheduler"), null, null, null, null, null), null,
        Map.of("lifo-slot", List.of("on", "off")), null, null, null, null, null, null);
  }

  private static <T> List<SettingLine> lines(@Nullable Map<String, T> settings,
      java.util.function.Function<T, String> text) {
    return settings == null ? List.of()
        : settings.entrySet().stream().map(each -> new SettingLine(each.getKey(), text.apply(each.getValue())))
            .toList();
  }

  private void workload(@Nullable Workload workload) {
    var demo = workload == null ? null : workload.demo();
    isCommand.set(workload != null && demo == null);
    if (demo != null && !demo.isEmpty()) {
      int name = demo.getFirst().equals("trouble") ? Math.min(2, demo.size()) : 1;
      put(Field.DEMO, String.join(" ", demo.subList(0, name)));
      put(Field.DEMO_OPTIONS, CommandWords.join(demo.subList(name, demo.size())));
    }
    if (workload == null) {
      return;
    }
    put(Field.COMMAND, workload.command() == null ? "" : CommandWords.join(workload.command()));
    put(Field.FOLDER, workload.folder());
    var check = workload.ready();
    if (check != null) {
      put(Field.READY_BY, check.line() != null ? "line" : check.port() != null ? "port" : "http");
      put(Field.READY, Stream.of(check.line(), check.port(), check.http()).filter(Objects::nonNull)
          .map(String::valueOf).findFirst().orElse(""));
    }
  }

  private void load(@Nullable LoadSpec load) {
    put(Field.LOAD, load == null || load.command() == null ? "" : CommandWords.join(load.command()));
    put(Field.LOAD_OUTPUT, load == null || load.output() == null ? "none" : load.output());
  }

  private void put(Field field, @Nullable String text) {
    text(field).set(Objects.requireNonNullElse(text, ""));
  }

  private String get(Field field) {
    return text(field).get().strip();
  }

  private @Nullable String given(Field field) {
    var text = get(field);
    return text.isEmpty() ? null : text;
  }

  /// What stands in the form.
  ///
  /// @throws NumberFormatException if what is to be a number is none
  ExperimentSpec spec() {
    var vary = new LinkedHashMap<String, List<String>>();
    for (var line : varied) {
      if (!line.isEmpty()) {
        vary.put(line.name().get().strip(), values(line));
      }
    }
    var settings = new LinkedHashMap<String, String>();
    for (var line : fixed) {
      if (!line.isEmpty()) {
        settings.put(line.name().get().strip(), line.values().get().strip());
      }
    }
    var rounds = given(Field.ROUNDS);
    return new ExperimentSpec(given(Field.NAME), workload(), load(), vary, settings.isEmpty() ? null : settings,
        baseline(), given(Field.WARM_UP), given(Field.DURATION), rounds == null ? null : Integer.valueOf(rounds),
        given(Field.LEVEL));
  }

  // Options of the JVM have commas of their own.
  private static List<String> values(SettingLine line) {
    return Stream.of(line.values().get().split(",", -1)).map(String::strip).filter(value -> !value.isEmpty()).toList();
  }

  private Workload workload() {
    if (!isCommand.get()) {
      var demo = new ArrayList<>(CommandWords.split(get(Field.DEMO)));
      demo.addAll(CommandWords.split(get(Field.DEMO_OPTIONS)));
      var before = base;
      return before == null || before.demo() == null ? new Workload(demo, null, null, null, null, null)
          : new Workload(demo, null, null, null, before.ready(), before.readyTimeout());
    }
    var environment = base == null ? null : base.environment();
    var patience = base == null ? null : base.readyTimeout();
    return new Workload(null, CommandWords.split(get(Field.COMMAND)), given(Field.FOLDER), environment, readyCheck(),
        patience);
  }

  private @Nullable ReadyCheck readyCheck() {
    var value = get(Field.READY);
    return switch (get(Field.READY_BY)) {
      case "line" -> new ReadyCheck(value, null, null);
      case "port" -> new ReadyCheck(null, Integer.valueOf(value), null);
      case "http" -> new ReadyCheck(null, null, value);
      default -> null;
    };
  }

  private @Nullable LoadSpec load() {
    var command = given(Field.LOAD);
    return command == null ? null : new LoadSpec(CommandWords.split(command), given(Field.LOAD_OUTPUT));
  }

  private @Nullable Map<String, String> baseline() {
    var text = get(Field.BASELINE);
    if (text.isEmpty()) {
      return null;
    }
    var baseline = new LinkedHashMap<String, String>();
    for (var part : text.split(",", -1)) {
      var sides = part.split("=", 2);
      baseline.put(sides[0].strip(), sides.length == 2 ? sides[1].strip() : "");
    }
    return baseline;
  }

  /// Adds a setting to what is varied, or to what is the same in all runs.
  public void add(ObservableList<SettingLine> to) {
    to.add(new SettingLine("", ""));
  }

  /// Takes a setting out.
  public void remove(SettingLine line) {
    varied.remove(line);
    fixed.remove(line);
    ask();
  }

  /// Asks the server what the experiment would be as it stands now.
  public void ask() {
    ready.set(false);
    var spec = read();
    asked = spec;
    if (spec != null) {
      commands.planExperiment(spec);
    }
  }

  // What is no number is said without the server.
  private @Nullable ExperimentSpec read() {
    try {
      return spec();
    } catch (NumberFormatException _) {
      var wrong = new LinkedHashMap<String, String>();
      if (!get(Field.ROUNDS).matches("\\d{0,9}")) {
        wrong.put(Field.ROUNDS.path, "write a whole number");
      }
      if (get(Field.READY_BY).equals("port") && !get(Field.READY).matches("\\d{1,9}")) {
        wrong.put(Field.READY.path, "write a port");
      }
      problems.set(wrong);
      summary.set("");
      return null;
    }
  }

  /// Takes what experiments can be made of.
  public void showOptions(@Nullable LabOptions now, String reason) {
    if (now != null) {
      options.set(now);
    } else if (problem.get().isEmpty()) {
      problem.set(reason);
    }
  }

  /// Takes what an experiment would be; the answer to an older question is let go.
  public void showPlan(ExperimentSpec spec, @Nullable ExperimentPlan plan, String reason) {
    if (!spec.equals(asked)) {
      return;
    }
    if (plan == null) {
      problems.set(Map.of());
      problem.set(reason);
      summary.set("");
      return;
    }
    problems.set(plan.problems().stream().filter(each -> isPlaced(each.field()))
        .collect(Collectors.toMap(SpecProblem::field, SpecProblem::sentence, (one, other) -> one + "\n" + other)));
    problem.set(plan.problems().stream().filter(each -> !isPlaced(each.field())).map(SpecProblem::sentence)
        .collect(Collectors.joining("\n")));
    ready.set(plan.problems().isEmpty());
    summary.set(plan.problems().isEmpty() ? Counts.of(plan.runs(), "run") + " of "
        + Counts.of(plan.arms().size(), "combination") + ", about " + LabWords.time(plan.estimatedSeconds()) : "");
  }

  private boolean isPlaced(String path) {
    boolean isLine = Stream.concat(varied.stream().map(line -> "vary." + line.name().get()),
        fixed.stream().map(line -> "settings." + line.name().get())).anyMatch(path::equals);
    boolean isField = Stream.of(Field.values()).anyMatch(field -> field.path.equals(path));
    return isLine || (isField && (isCommand.get() || !path.startsWith("workload.") || path.equals("workload.demo")));
  }

  /// Begins the experiment.
  public void begin() {
    var spec = read();
    if (spec != null && ready.get() && !beginning.get()) {
      beginning.set(true);
      commands.beginExperiment(spec);
    }
  }

  /// Learns that it was not begun.
  void refused(String reason) {
    beginning.set(false);
    problem.set(reason);
  }
}
