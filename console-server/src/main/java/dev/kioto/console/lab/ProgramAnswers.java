package dev.kioto.console.lab;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks short programs of the installation, and remembers what they answered: the same question has the same answer as long as this
/// process lives. Asks one at a time, however many want to know. Safe for use by any thread.
final class ProgramAnswers {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST = 500; // a guess: more than people try out of an evening
  private static final String JVM_SAYS = "Picked up "; // of variables such as JAVA_TOOL_OPTIONS

  private final Object lock = new Object();
  private final Map<List<String>, Answer> known = new LinkedHashMap<>(); // guarded by lock; the oldest first

  /// What a program answered.
  ///
  /// @param status with which it ended
  /// @param lines that it printed, 200 at most
  record Answer(int status, List<String> lines) {
  }

  /// Asks, unless the answer is known.
  ///
  /// @param what the program is, for messages
  /// @throws RunFailure if it cannot be started, or does not end
  Answer ask(String what, List<String> command) throws RunFailure, InterruptedException {
    synchronized (lock) {
      var answer = known.get(command);
      if (answer != null) return answer;
      var asked = run(what, command);
      if (known.size() == MOST) known.remove(known.keySet().iterator().next());
      known.put(List.copyOf(command), asked);
      return asked;
    }
  }

  private static Answer run(String what, List<String> command) throws RunFailure, InterruptedException {
    try (var program = LabProcess.start(what, command, null, Map.of(), _ -> {})) {
      if (!program.awaitExit(PATIENCE.toMillis())) {
        throw new RunFailure(what + " did not answer within " + PATIENCE.toSeconds() + " s");
      }
      return new Answer(program.exit().join(),
          program.lastLines().stream().filter(line -> !line.startsWith(JVM_SAYS)).toList());
    }
  }
}
