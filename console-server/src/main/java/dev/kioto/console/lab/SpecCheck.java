package dev.kioto.console.lab;

import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.ExperimentSpec.LoadSpec;
import dev.kioto.console.api.lab.ExperimentSpec.ReadyCheck;
import dev.kioto.console.api.lab.ExperimentSpec.Workload;
import dev.kioto.console.text.Units;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

  private final List<String> problems = new ArrayList<>();

  private SpecCheck() {}

  /// Makes a plan of what somebody asks for.
  ///
  /// @throws LabException naming everything that is wrong, a line each
  static Plan plan(ExperimentSpec spec) throws LabException {
    var check = new SpecCheck();
    check.workload(spec.workload(), uses(spec, "scheduler"));
    if (spec.load() != null) check.load(spec.load());
    var combinations = check.combinations(spec);
    check.baseline(combinations, spec.baseline());
    var warmUp = check.time("warm-up", spec.warmUp(), Duration.ofSeconds(3));
    var duration = check.time("duration", spec.duration(), Duration.ofSeconds(10));
    int rounds = Objects.requireNonNullElse(spec.rounds(), 8);
    if (rounds < 1 || rounds > MOST_ROUNDS) check.say("rounds must be from 1 to " + MOST_ROUNDS + ", but is " + rounds);
    var level = Objects.requireNonNullElse(spec.level(), "tasks");
    if (!LEVELS.contains(level)) check.say("level must be off, counts, tasks or trace, but is '" + level + "'");
    var ready = check.time("ready-timeout", spec.workload() == null ? null : spec.workload().readyTimeout(),
        Duration.ofSeconds(60));
    if (!check.problems.isEmpty()) throw LabException.badSpec(check.problems);
    return new Plan(spec, Combinations.arms(combinations, spec.baseline()), warmUp, duration, rounds, ready, level);
  }

  private static boolean uses(ExperimentSpec spec, String setting) {
    return (spec.vary() != null && spec.vary().containsKey(setting))
        || (spec.settings() != null && spec.settings().containsKey(setting));
  }

  private void say(String problem) {
    problems.add(problem);
  }

  private void workload(@Nullable Workload workload, boolean choosesScheduler) {
    if (workload == null || (workload.demo() == null) == (workload.command() == null)) {
      say("workload needs a demo (its name and options) or a command that starts a JVM, one of them");
      return;
    }
    if (workload.demo() != null) {
      if (workload.demo().isEmpty()) say("demo needs the name of one: ./kioto demo --list names them");
      if (choosesScheduler) {
        say("a demo is written for Kioto's runtime and has no other scheduler: vary the scheduler of a command");
      }
    } else {
      command("command", workload.command(), workload.folder());
    }
    if (workload.folder() != null && !Files.isDirectory(Path.of(workload.folder()))) {
      say("folder: there is no folder '" + workload.folder() + "'");
    }
    if (workload.ready() != null) ready(workload.ready());
  }

  private void ready(ReadyCheck ready) {
    long given = Stream.of(ready.line(), ready.port(), ready.http()).filter(Objects::nonNull).count();
    if (given != 1) say("ready needs one of line, port and http, and has " + given);
    if (ready.line() != null) {
      try {
        Pattern.compile(ready.line());
      } catch (PatternSyntaxException e) {
        say("ready: '" + ready.line() + "' is no regular expression: " + e.getDescription());
      }
    }
    if (ready.port() != null && (ready.port() < 1 || ready.port() > 65_535)) {
      say("ready: a port is from 1 to 65535, but is " + ready.port());
    }
    if (ready.http() != null && !ready.http().matches("https?://[^\\s/]+.*")) {
      say("ready: '" + ready.http() + "' is no address: write http://127.0.0.1:8080/");
    }
  }

  private void load(LoadSpec load) {
    command("the load's command", load.command(), null);
    if (LoadOutput.named(load.output()) == null) {
      say("the load's output is read as one of " + String.join(", ", LoadOutput.names()) + ", but is '" + load.output()
          + "'");
    }
  }

  private void command(String what, @Nullable List<String> command, @Nullable String folder) {
    if (command == null || command.isEmpty() || command.getFirst().isBlank()) {
      say(what + " needs a program and its arguments, as a list");
    } else if (!command.getFirst().equals(ProgramLine.JAVA) && !isThere(command.getFirst(), folder)) {
      say(what + ": there is no program '" + command.getFirst() + "'");
    }
  }

  private static boolean isThere(String program, @Nullable String folder) {
    var path = Path.of(program);
    if (path.isAbsolute()) return Files.isExecutable(path);
    if (program.contains("/")) return Files.isExecutable(Path.of(folder == null ? "" : folder).resolve(path));
    return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(java.io.File.pathSeparator))
        .filter(place -> !place.isEmpty()).anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  private List<Map<String, String>> combinations(ExperimentSpec spec) {
    var vary = spec.vary() == null ? Map.<String, List<String>>of() : spec.vary();
    boolean isWhole = true;
    for (var setting : vary.entrySet()) {
      if (setting.getValue() == null || setting.getValue().isEmpty()) {
        say("vary: " + setting.getKey() + " has no values");
        isWhole = false;
      } else if (new HashSet<>(setting.getValue()).size() < setting.getValue().size()) {
        say("vary: " + setting.getKey() + " has a value twice: " + String.join(", ", setting.getValue()));
      }
      scheduler(setting.getKey(), setting.getValue());
    }
    if (spec.settings() != null) {
      spec.settings().forEach((name, value) -> {
        scheduler(name, List.of(value));
        if (vary.containsKey(name)) say("'" + name + "' is varied, and cannot be the same in all runs, too");
      });
    }
    if (vary.isEmpty()) say("vary needs a setting with two values or more, like lifo-slot: [on, off]");
    if (!isWhole) return List.of();
    int most = Plan.letters().size();
    long count = vary.values().stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(a * b, most + 1L));
    if (count > most) {
      say("there are more than " + most + " combinations of what is varied: vary less at a time");
      return List.of();
    }
    var all = Combinations.of(vary);
    if (!vary.isEmpty() && all.size() < 2) say("vary needs two combinations or more to compare");
    return all;
  }

  private void scheduler(String name, @Nullable List<String> values) {
    if (!name.equals(Combinations.SCHEDULER) || values == null) return;
    for (var value : values) {
      if (!value.equals("kioto") && !value.equals("jdk")) say("scheduler must be kioto or jdk, but is '" + value + "'");
    }
  }

  private void baseline(List<Map<String, String>> combinations, @Nullable Map<String, String> baseline) {
    if (baseline == null || combinations.isEmpty()) return;
    if (Combinations.place(combinations, baseline) < 0) {
      say("baseline: no combination has " + Combinations.label(baseline));
    }
  }

  private Duration time(String what, @Nullable String text, Duration standard) {
    if (text == null) return standard;
    try {
      return Units.parse(text);
    } catch (IllegalArgumentException e) {
      say(what + ": " + e.getMessage());
      return standard;
    }
  }
}
