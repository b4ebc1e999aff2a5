package dev.kioto.console.lab;

import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.ExperimentSpec.LoadSpec;
import dev.kioto.console.api.lab.ExperimentSpec.ReadyCheck;
import dev.kioto.console.api.lab.ExperimentSpec.Workload;
import dev.kioto.console.api.lab.SpecProblem;
import dev.kioto.console.text.Units;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds everything that is wrong with an experiment and can be known before anything runs.
final class SpecCheck {

  private static final int MOST_ROUNDS = 1000;
  private static final Set<String> LEVELS = Set.of("off", "counts", "tasks", "trace");

  private static final Duration LONGEST = Duration.ofDays(1); // of a time of a run
  private static final int LONGEST_NAME = 200; // characters
  private static final Pattern SETTING = Pattern.compile("[a-z][a-z0-9.-]{0,99}");
  // Quotes and control characters would let a value be another option of the JVM.
  private static final Pattern VALUE = Pattern.compile("[^'\"\\p{Cntrl}]{1,1000}");

  private final List<SpecProblem> problems = new ArrayList<>();

  private SpecCheck() {}

  /// What was found.
  ///
  /// @param plan null when something is wrong
  record Checked(@Nullable Plan plan, List<SpecProblem> problems) {
  }

  /// Makes a plan of what somebody asks for.
  ///
  /// @throws LabException naming everything that is wrong, a line each
  static Plan plan(ExperimentSpec spec) throws LabException {
    var checked = check(spec);
    if (checked.plan() == null) throw LabException.wrong(checked.problems());
    return checked.plan();
  }

  /// The same without a word where something is wrong.
  static Checked check(ExperimentSpec spec) {
    var check = new SpecCheck();
    if (spec.name() != null && spec.name().length() > LONGEST_NAME) {
      check.say("name", "the name has more than " + LONGEST_NAME + " characters");
    }
    check.workload(spec.workload(), uses(spec, "scheduler"));
    if (spec.load() != null) check.load(spec.load());
    var combinations = check.combinations(spec);
    check.baseline(combinations, spec.baseline());
    var warmUp = check.time("warmUp", "warm-up", spec.warmUp(), Duration.ofSeconds(3));
    var duration = check.time("duration", "duration", spec.duration(), Duration.ofSeconds(10));
    int rounds = Objects.requireNonNullElse(spec.rounds(), 8);
    if (rounds < 1 || rounds > MOST_ROUNDS)
      check.say("rounds", "rounds must be from 1 to " + MOST_ROUNDS + ", but is " + rounds);
    var level = Objects.requireNonNullElse(spec.level(), "tasks");
    if (!LEVELS.contains(level))
      check.say("level", "level must be off, counts, tasks or trace, but is '" + level + "'");
    var ready = check.time("workload.readyTimeout", "ready-timeout",
        spec.workload() == null ? null : spec.workload().readyTimeout(),
        Duration.ofSeconds(60));
    if (!check.problems.isEmpty()) return new Checked(null, List.copyOf(check.problems));
    return new Checked(
        new Plan(spec, Combinations.arms(combinations, spec.baseline()), warmUp, duration, rounds, ready, level),
        List.of());
  }

  private static boolean uses(ExperimentSpec spec, String setting) {
    return (spec.vary() != null && spec.vary().containsKey(setting))
        || (spec.settings() != null && spec.settings().containsKey(setting));
  }

  private void say(String field, String sentence) {
    problems.add(new SpecProblem(field, sentence));
  }

  private void workload(@Nullable Workload workload, boolean choosesScheduler) {
    if (workload == null || (workload.demo() == null) == (workload.command() == null)) {
      say("workload", "workload needs a demo (its name and options) or a command that starts a JVM, one of them");
      return;
    }
    if (workload.demo() != null) {
      if (workload.demo().isEmpty() || workload.demo().stream().anyMatch(SpecCheck::isBlank)) {
        say("workload.demo", "demo needs the name of one: ./kioto demo --list names them");
      }
      if (choosesScheduler) {
        say("vary.scheduler",
            "a demo is written for Kioto's runtime and has no other scheduler: vary the scheduler of a command");
      }
    } else {
      command("workload.command", "command", workload.command(), workload.folder());
    }
    if (workload.folder() != null && !isFolder(workload.folder())) {
      say("workload.folder", "folder: there is no folder '" + workload.folder() + "'");
    }
    if (workload.environment() != null && workload.environment().entrySet().stream()
        .anyMatch(variable -> variable.getValue() == null || !variable.getKey().matches("[^=\\x00]+")
            || variable.getValue().indexOf(0) >= 0)) {
      say("workload.environment", "environment: each variable needs a name and a value");
    }
    if (workload.ready() != null) ready(workload.ready());
  }

  private void ready(ReadyCheck ready) {
    long given = Stream.of(ready.line(), ready.port(), ready.http()).filter(Objects::nonNull).count();
    if (given != 1) say("workload.ready", "ready needs one of line, port and http, and has " + given);
    if (ready.line() != null) {
      try {
        Pattern.compile(ready.line());
      } catch (PatternSyntaxException e) {
        say("workload.ready", "ready: '" + ready.line() + "' is no regular expression: " + e.getDescription());
      }
    }
    if (ready.port() != null && (ready.port() < 1 || ready.port() > 65_535)) {
      say("workload.ready", "ready: a port is from 1 to 65535, but is " + ready.port());
    }
    if (ready.http() != null && !ready.http().matches("https?://[^\\s/]+.*")) {
      say("workload.ready", "ready: '" + ready.http() + "' is no address: write http://127.0.0.1:8080/");
    }
  }

  private void load(LoadSpec load) {
    command("load.command", "the load's command", load.command(), null);
    if (LoadOutput.named(load.output()) == null) {
      say("load.output", "the load's output is read as one of " + String.join(", ", LoadOutput.names()) + ", but is '"
          + load.output() + "'");
    }
  }

  private void command(String field, String what, @Nullable List<String> command, @Nullable String folder) {
    if (command == null || command.isEmpty() || command.stream().anyMatch(word -> word == null || word.indexOf(0) >= 0)
        || isBlank(command.getFirst())) {
      say(field, what + " needs a program and its arguments, as a list");
    } else if (!command.getFirst().equals(ProgramLine.JAVA) && !isThere(command.getFirst(), folder)) {
      say(field, what + ": there is no program '" + command.getFirst() + "'");
    }
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank() || text.indexOf(0) >= 0;
  }

  private static boolean isFolder(String folder) {
    try {
      return Files.isDirectory(Path.of(folder));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static boolean isThere(String program, @Nullable String folder) {
    var path = Path.of(program);
    if (path.isAbsolute()) return Files.isExecutable(path);
    if (program.contains("/"))
      return folder == null ? Files.isExecutable(path)
          : isFolder(folder) && Files.isExecutable(Path.of(folder).resolve(path));
    return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(java.io.File.pathSeparator))
        .filter(place -> !place.isEmpty()).anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private List<Map<String, String>> combinations(ExperimentSpec spec) {
    var vary = spec.vary() == null ? Map.<String, List<String>>of() : spec.vary();
    boolean isWhole = true;
    for (var setting : vary.entrySet()) {
      var field = "vary." + setting.getKey();
      var values = setting.getValue();
      if (values == null || values.isEmpty()) {
        say(field, "vary: " + setting.getKey() + " has no values");
        isWhole = false;
      } else if (!areRight(field, setting.getKey(), values)) {
        isWhole = false;
      } else if (new HashSet<>(values).size() < values.size()) {
        say(field, "vary: " + setting.getKey() + " has a value twice: " + String.join(", ", values));
      }
    }
    if (spec.settings() != null) {
      for (var setting : spec.settings().entrySet()) {
        var field = "settings." + setting.getKey();
        areRight(field, setting.getKey(), Collections.singletonList(setting.getValue()));
        if (vary.containsKey(setting.getKey())) {
          say(field, "'" + setting.getKey() + "' is varied, and cannot be the same in all runs, too");
        }
      }
    }
    if (vary.isEmpty()) say("vary", "vary needs a setting with two values or more, like lifo-slot: [on, off]");
    if (!isWhole) return List.of();
    int most = Plan.letters().size();
    long count = vary.values().stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, most + 1L));
    if (count > most) {
      say("vary", "there are more than " + most + " combinations of what is varied: vary less at a time");
      return List.of();
    }
    var all = Combinations.of(vary);
    if (!vary.isEmpty() && all.size() < 2) say("vary", "vary needs two combinations or more to compare");
    return all;
  }

  // Whether they can be written at all; what the runtime thinks of them is asked later.
  private boolean areRight(String field, String name, List<? extends @Nullable String> values) {
    if (!SETTING.matcher(name).matches()) {
      say(field, "'" + name + "' is no name of a setting");
      return false;
    }
    boolean areRight = true;
    for (var value : values) {
      if (value == null || (value.isEmpty() && !name.equals(Combinations.JVM_OPTIONS))) {
        say(field, name + " needs a value");
        areRight = false;
      } else if (name.equals(Combinations.SCHEDULER) && !value.equals("kioto") && !value.equals("jdk")) {
        say(field, "scheduler must be kioto or jdk, but is '" + value + "'");
      } else if (!name.equals(Combinations.JVM_OPTIONS) && !VALUE.matcher(value).matches()) {
        say(field, name + " has a value with quotes or line breaks, or of more than 1000 characters");
        areRight = false;
      }
    }
    return areRight;
  }

  private void baseline(List<Map<String, String>> combinations, @Nullable Map<String, String> baseline) {
    if (baseline == null || combinations.isEmpty()) return;
    if (Combinations.place(combinations, baseline) < 0) {
      say("baseline", "baseline: no combination has " + Combinations.label(baseline));
    }
  }

  private Duration time(String field, String what, @Nullable String text, Duration standard) {
    if (text == null) return standard;
    try {
      var time = Units.parse(text);
      if (time.compareTo(LONGEST) <= 0) return time;
      say(field, what + ": '" + text + "' is more than a day");
    } catch (IllegalArgumentException e) {
      say(field, what + ": " + e.getMessage());
    }
    return standard;
  }
}
