package dev.kioto.console.api.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An experiment as somebody asks for it: the workload, what is varied, and for how long. The same names stand in a file of YAML.
/// Times are texts like `10s`, `500ms`, `2m`.
///
/// @param name for people
/// @param workload what is run
/// @param load what puts load on it; null when the workload does that by itself
/// @param vary the values of each setting, in order; every combination is one arm of the experiment
/// @param settings those that are the same in all runs
/// @param baseline the combination that the others are compared to; null for the first
/// @param warmUp how long a run goes before it is measured; null for 3 s
/// @param duration for how long each run is measured; null for 10 s
/// @param rounds how often each combination is run; null for 8
/// @param level what the program records while it is measured: `off`, `counts`, `tasks` or `trace`; null for `tasks`
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExperimentSpec(
    @Nullable String name,
    @Nullable Workload workload,
    @Nullable LoadSpec load,
    @Nullable Map<String, List<String>> vary,
    @Nullable Map<String, String> settings,
    @Nullable Map<String, String> baseline,
    @Nullable String warmUp,
    @Nullable String duration,
    @Nullable Integer rounds,
    @Nullable String level) {

  /// The program of an experiment: a demo, or a command that starts a JVM.
  ///
  /// @param demo a demo's name and its options; null with a command
  /// @param command the command and its arguments; null with a demo
  /// @param folder where the command is run; null for the folder of whoever asks
  /// @param environment variables that the command has besides
  /// @param ready by what it shows that it is ready; null for when its console, or its JVM, can be attached to
  /// @param readyTimeout how long it may take until then; null for 60 s
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Workload(
      @Nullable List<String> demo,
      @Nullable List<String> command,
      @Nullable String folder,
      @Nullable Map<String, String> environment,
      @Nullable ReadyCheck ready,
      @Nullable String readyTimeout) {
  }

  /// By what a program shows that it is ready: one of these.
  ///
  /// @param line a regular expression that is found in a line of its output
  /// @param port a TCP port on 127.0.0.1 that takes connections
  /// @param http a URL that answers with a status below 500
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record ReadyCheck(@Nullable String line, @Nullable Integer port, @Nullable String http) {
  }

  /// What puts load on the program: a command that runs during the warm-up, and again while it is measured.
  ///
  /// @param command the command and its arguments; `{seconds}` in them is how long it shall run
  /// @param output how its output is read: `wrk`, `redis-benchmark` or `none`; null for `none`
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record LoadSpec(@Nullable List<String> command, @Nullable String output) {
  }
}
