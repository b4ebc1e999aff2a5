package dev.kioto.console.lab;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Experiment.Now;
import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.Experiment.RunInfo;
import dev.kioto.console.api.lab.Experiment.State;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.lab.LabException.Kind;
import dev.kioto.console.lab.RunningMark.Going;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Experiments on disk: a folder each, with a file of what was asked for, and one of each run that has ended. A kill loses the run
/// that goes on. Safe for use by any thread, and by several processes.
final class LabStore {

  /// The folder that demos are run in, within that of the experiment.
  static final String EMPTY = "empty";

  private static final String EXPERIMENT = "experiment.json";
  private static final String RUN = ".run.json";

  private final Path root;
  private final ObjectMapper json = ApiJson.mapper();

  LabStore(Path root) {
    this.root = root;
  }

  /// What is kept of an experiment itself.
  ///
  /// @param order the ids of its runs
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Kept(String id, ExperimentSpec spec, Instant createdAt, List<Arm> arms, List<String> order, long runMillis,
      @Nullable String problem) {

    Kept with(@Nullable String newProblem) {
      return new Kept(id, spec, createdAt, arms, order, runMillis, newProblem);
    }
  }

  /// Makes room for a new experiment.
  Kept create(Plan plan) throws LabException {
    return create(plan.spec(), plan.arms(), seed -> plan.order(seed).stream().map(RunKey::id).toList(),
        plan.estimate());
  }

  /// Makes room for a new experiment.
  ///
  /// @param order the ids of its runs, by a seed
  /// @param runTime how long each takes at least
  Kept create(ExperimentSpec spec, List<Arm> arms, LongFunction<List<String>> order, Duration runTime)
      throws LabException {
    try {
      Files.createDirectories(root);
      int number = ids().stream().mapToInt(Integer::parseInt).max().orElse(0) + 1;
      while (true) {
        try {
          Files.createDirectory(folder(String.valueOf(number)));
          break;
        } catch (FileAlreadyExistsException _) {
          number++; // of another process, at this moment
        }
      }
      var id = String.valueOf(number);
      var now = Instant.now();
      var kept = new Kept(id, spec, now, arms, order.apply(number * 31L + now.toEpochMilli()), runTime.toMillis(),
          null);
      write(folder(id).resolve(EXPERIMENT), kept);
      return kept;
    } catch (IOException e) {
      throw disk("an experiment cannot be kept", e);
    }
  }

  /// The ids of all, the newest first.
  List<String> ids() throws LabException {
    if (!Files.isDirectory(root)) return List.of();
    var ids = new ArrayList<String>();
    try (var folders = Files.newDirectoryStream(root, "[0-9]*")) {
      for (var folder : folders) {
        var name = folder.getFileName().toString();
        if (name.matches("[1-9]\\d{0,8}") && Files.exists(folder.resolve(EXPERIMENT))) ids.add(name);
      }
    } catch (IOException e) {
      throw disk("experiments cannot be listed", e);
    }
    ids.sort(Comparator.comparingInt((String id) -> Integer.parseInt(id)).reversed());
    return ids;
  }

  Path folder(String id) {
    return root.resolve(id);
  }

  Kept kept(String id) throws LabException {
    if (id.matches("[1-9]\\d{0,8}")) {
      try {
        return json.readValue(folder(id).resolve(EXPERIMENT).toFile(), Kept.class);
      } catch (java.io.FileNotFoundException _) {
        // the sentence below is right for both
      } catch (IOException e) {
        throw disk("experiment " + id + " cannot be read", e);
      }
    }
    throw new LabException(Kind.UNKNOWN, "there is no experiment '" + id + "': kioto lab list names them");
  }

  Experiment experiment(String id) throws LabException {
    var kept = kept(id);
    var going = mark(id).going();
    var runs = runs(id);
    int left = kept.order().size() - runs.size();
    var state = going != null ? State.RUNNING : left == 0 ? State.FINISHED : State.STOPPED;
    var rest = Duration.ofMillis(kept.runMillis()).multipliedBy(left);
    return new Experiment(id, kept.spec(), state, kept.problem(), kept.createdAt(), kept.arms(), kept.order(),
        runs.stream().map(run -> new RunInfo(run.id(), run.arm(), run.round(), run.problem())).toList(),
        rest.toSeconds(), going == null ? null : now(id, going, rest, kept.runMillis()));
  }

  // A run that takes longer than it was thought to is about to end.
  private Now now(String id, Going going, Duration rest, long runMillis) {
    long done = Math.clamp(Duration.between(going.runSince(), Instant.now()).toMillis(), 0, runMillis);
    var phase = mark(id).isAskedToStop() ? Phase.STOPPING : going.phase();
    return new Now(going.run(), going.place(), phase, going.since(), Math.max(0, rest.minusMillis(done).toSeconds()),
        going.pid(), going.isHere());
  }

  /// Which process makes an experiment.
  RunningMark mark(String id) {
    return new RunningMark(folder(id));
  }

  /// The runs that have ended, in the order in which they were made. One that cannot be read is not there, and is made again.
  List<LabRun> runs(String id) throws LabException {
    var runs = new ArrayList<LabRun>();
    for (var run : kept(id).order()) {
      var read = run(id, run);
      if (read != null) runs.add(read);
    }
    return runs;
  }

  /// A run; null when it has not ended yet.
  @Nullable LabRun run(String id, String run) throws LabException {
    if (RunKey.of(run) == null) return null;
    try {
      return json.readValue(folder(id).resolve(run + RUN).toFile(), LabRun.class);
    } catch (java.io.FileNotFoundException | JsonProcessingException _) {
      return null;
    } catch (IOException e) {
      throw disk("run " + run + " of experiment " + id + " cannot be read", e);
    }
  }

  void write(String id, LabRun run) throws LabException {
    try {
      write(folder(id).resolve(run.id() + RUN), run);
    } catch (IOException e) {
      throw disk("run " + run.id() + " of experiment " + id + " cannot be kept", e);
    }
  }

  void setProblem(String id, @Nullable String problem) throws LabException {
    try {
      write(folder(id).resolve(EXPERIMENT), kept(id).with(problem));
    } catch (IOException e) {
      throw disk("experiment " + id + " cannot be kept", e);
    }
  }

  private void write(Path file, Object value) throws IOException {
    var half = file.resolveSibling(file.getFileName() + ".new");
    try {
      json.writerWithDefaultPrettyPrinter().writeValue(half.toFile(), value);
    } catch (IOException e) {
      Files.deleteIfExists(half); // on a full disk it has the last bytes, which are wanted to say so
      throw e;
    }
    Files.move(half, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Says that this process makes the runs of an experiment from now on.
  ///
  /// @return what it says
  Going begin(String id, Phase phase) throws LabException {
    try {
      var going = Going.here(phase);
      mark(id).forgetStop();
      mark(id).write(going);
      return going;
    } catch (IOException e) {
      throw disk("experiment " + id + " cannot be begun", e);
    }
  }

  void end(String id) {
    mark(id).end();
  }

  /// @throws LabException if some process makes an experiment; a comparison of what runs by itself is none
  void requireIdle() throws LabException {
    for (var id : ids()) {
      var going = mark(id).going();
      if (going != null && kept(id).spec().workload() != null) {
        throw new LabException(Kind.BUSY, "experiment " + id + " is running" + by(going)
            + ": two at once would measure each other. Stop it, or wait until it has ended");
      }
    }
  }

  private static String by(Going going) {
    return going.isHere() ? "" : ", made by the process " + going.pid();
  }

  /// Takes an experiment off the disk, with all that its runs recorded.
  void delete(String id) throws LabException {
    var folder = folder(kept(id).id());
    var going = mark(id).going();
    if (going != null) {
      throw new LabException(Kind.BUSY, "experiment " + id + " is running" + by(going) + ": stop it first");
    }
    try {
      empty(folder.resolve(EMPTY));
      empty(folder);
      Files.delete(folder);
    } catch (IOException e) {
      throw disk("experiment " + id + " cannot be deleted", e);
    }
  }

  private static void empty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return;
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) Files.delete(file);
    }
  }

  private LabException disk(String what, IOException e) {
    return new LabException(Kind.DISK, what + " in " + root + place() + ": " + e.getMessage(), e);
  }

  // The disk as the system calls it, and what is left there.
  private String place() {
    try {
      var disk = Files.getFileStore(root);
      return ", on " + disk.name() + " with " + (disk.getUsableSpace() >> 20) + " MB left";
    } catch (IOException _) {
      return "";
    }
  }
}
