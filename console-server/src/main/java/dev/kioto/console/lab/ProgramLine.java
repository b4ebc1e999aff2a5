package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Arm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// How the program of a run is started: its command, and the options of its JVM, which whatever starts it passes on by the
/// variable `JAVA_TOOL_OPTIONS`, that every JVM reads.
///
/// @param environment what the process has besides that of the lab
/// @param hasConsole whether it is Kioto's scheduler that it runs on, so that a console can be expected
record ProgramLine(List<String> command, Map<String, String> environment, boolean hasConsole) {

  /// What stands for the JVM that the lab runs on, in a command.
  static final String JAVA = "{java}";

  private static final String OPTIONS = "JAVA_TOOL_OPTIONS";
  private static final Pattern PLAIN = Pattern.compile("[\\w.,:;=/@%+-]*");

  static ProgramLine of(Plan plan, Arm arm, LabPrograms programs) {
    var workload = Objects.requireNonNull(plan.spec().workload());
    var settings = plan.settings(arm);
    var scheduler = settings.get(Combinations.SCHEDULER);
    var options = new ArrayList<String>();
    if (workload.demo() == null && "kioto".equals(scheduler)) options.addAll(programs.agent());
    boolean isOnKioto = !"jdk".equals(scheduler);
    options.addAll(isOnKioto ? kioto(settings, plan.level(), workload.demo() != null) : jdk(settings));
    var own = settings.get(Combinations.JVM_OPTIONS);
    var text = new StringBuilder(Objects.requireNonNullElse(System.getenv(OPTIONS), ""));
    for (var option : options) text.append(text.isEmpty() ? "" : " ").append(quoted(option));
    if (own != null && !own.isBlank()) text.append(' ').append(own);
    var environment = new LinkedHashMap<String, String>();
    if (workload.environment() != null) environment.putAll(workload.environment());
    environment.put(OPTIONS, text.toString());
    var command = workload.demo() != null ? programs.demo(atAnyPort(workload.demo()))
        : Objects.requireNonNull(workload.command()).stream().map(word -> word.replace(JAVA, java())).toList();
    return new ProgramLine(command, environment, isOnKioto);
  }

  /// The command of the JVM that this runs on.
  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  // A demo serves a console by itself.
  private static List<String> kioto(Map<String, String> settings, String level, boolean isDemo) {
    var options = new ArrayList<>(properties(settings));
    if (!isDemo) options.add("-Dkioto.console=127.0.0.1:0");
    options.add("-Dkioto.console.publish-interval=250ms");
    options.add("-Dkioto.console.level=" + level);
    options.add("-Dkioto.console.cpu-share-cap=0"); // a level that falls in one run and not in another would be measured, too
    return options;
  }

  /// The arguments of a demo that finds a free port for consoles.
  static List<String> atAnyPort(List<String> demo) {
    var arguments = new ArrayList<>(demo);
    arguments.addAll(List.of("--instrument-port", "0"));
    return arguments;
  }

  /// The settings of the runtime, as options of the JVM.
  static List<String> properties(Map<String, String> settings) {
    var options = new ArrayList<String>();
    settings.forEach((name, value) -> {
      boolean isOther = name.equals(Combinations.SCHEDULER) || name.equals(Combinations.JVM_OPTIONS)
          || name.equals(Combinations.COPY);
      if (!isOther) options.add("-Dkioto." + name + "=" + value);
    });
    return options;
  }

  private static List<String> jdk(Map<String, String> settings) {
    var workers = settings.get(Combinations.WORKERS);
    return workers == null ? List.of() : List.of("-Djdk.virtualThreadScheduler.parallelism=" + workers,
        "-Djdk.virtualThreadScheduler.maxPoolSize=" + Math.max(256, Integer.parseInt(workers)));
  }

  private static String quoted(String option) {
    return PLAIN.matcher(option).matches() ? option : "'" + option + "'"; // SpecCheck lets no quotes through
  }
}
