package dev.kioto.console.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.json.ApiJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which process makes the runs of an experiment, and what it does now: a file in the experiment's folder, which says nothing once that
/// process has ended. A second file beside it asks that process to stop. Safe for use by any thread, and by several processes.
final class RunningMark {

  private final Path file;
  private final Path stop;
  private final ObjectMapper json = ApiJson.mapper();

  /// @param folder of the experiment
  RunningMark(Path folder) {
    this.file = folder.resolve("running");
    this.stop = folder.resolve("stop");
  }

  /// What the file says.
  ///
  /// @param pid of the process
  /// @param startMillis when it was started, since 1970, so that another of the same pid is not taken for it; 0 where the system does
  ///     not tell
  /// @param run that is made; null before the first
  /// @param place of the run in the order, from 1; 0 before the first
  /// @param since when this phase began
  /// @param runSince when the run began
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Going(long pid, long startMillis, @Nullable String run, int place, Phase phase, Instant since,
      Instant runSince) {

    /// Of this process, before its first run.
    static Going here(Phase phase) {
      var now = Instant.now();
      var self = ProcessHandle.current();
      return new Going(self.pid(), startMillis(self), null, 0, phase, now, now);
    }

    Going at(String newRun, int newPlace, Phase newPhase) {
      var now = Instant.now();
      return new Going(pid, startMillis, newRun, newPlace, newPhase, now, newRun.equals(run) ? runSince : now);
    }

    boolean isHere() {
      return pid == ProcessHandle.current().pid();
    }

    private boolean isAlive() {
      return ProcessHandle.of(pid).map(process -> process.isAlive() && startMillis(process) == startMillis)
          .orElse(false);
    }

    private static long startMillis(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
  }

  /// Who makes the experiment; null when nobody does.
  @Nullable Going going() {
    try {
      var going = json.readValue(file.toFile(), Going.class);
      return going != null && going.isAlive() ? going : null;
    } catch (IOException _) {
      return null; // it is not there, or nothing that this version knows
    }
  }

  void write(Going going) throws IOException {
    var half = file.resolveSibling(file.getFileName() + ".new");
    json.writeValue(half.toFile(), going);
    Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  void askToStop() throws IOException {
    Files.writeString(stop, "");
  }

  boolean isAskedToStop() {
    return Files.exists(stop);
  }

  /// Lets a wish of before be forgotten.
  void forgetStop() throws IOException {
    Files.deleteIfExists(stop);
  }

  /// Says that nobody makes it any more.
  void end() {
    try {
      Files.deleteIfExists(stop);
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // this process will be gone: it is not taken for running then
    }
  }
}
