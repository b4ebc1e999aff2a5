package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.compare.Comparer;
import dev.kioto.console.compare.Drift;
import dev.kioto.console.lab.LabException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The experiments that were made, or are being made by some process, and what they show. Safe for use by any thread.
public final class LabArchive {

  private final LabStore store;

  LabArchive(LabStore store) {
    this.store = store;
  }

  /// Those in a folder.
  public static LabArchive in(Path folder) {
    return new LabArchive(new LabStore(folder));
  }

  /// All experiments, the newest first.
  public List<Experiment> experiments() throws LabException {
    var all = new ArrayList<Experiment>();
    for (var id : store.ids()) all.add(store.experiment(id));
    return all;
  }

  /// One of them.
  public Experiment experiment(String id) throws LabException {
    return store.experiment(id);
  }

  /// A run of an experiment that has ended.
  public LabRun run(String id, String run) throws LabException {
    var found = store.run(store.kept(id).id(), run);
    if (found != null) return found;
    throw new LabException(Kind.UNKNOWN, "experiment " + id + " has no run '" + run + "' that has ended");
  }

  /// The file of a run's single events.
  ///
  /// @throws LabException if there is no such run, or there are no events of it, and why
  Path events(String id, String run) throws LabException {
    var made = run(id, run);
    var file = RunEvents.file(store.folder(id), made.id());
    if (Files.exists(file)) return file;
    var level = store.kept(id).spec().level();
    throw new LabException(Kind.UNKNOWN, !RunEvents.isTold(level)
        ? "Run " + run + " was made at the level '" + level + "', at which a program records no single events: "
            + "'level: tasks' has their polls, 'level: trace' also what the scheduler did"
        : made.recording() == null ? "Run " + run + " had no console, so that nothing is known of its single events"
            : "Single events of run " + run
                + " were not kept: its notes say why, or it was made by an earlier version");
  }

  /// All runs of an experiment that have ended.
  public List<LabRun> runs(String id) throws LabException {
    return store.runs(id);
  }

  /// Says what an experiment shows, as far as it is.
  ///
  /// @param baseline the letter of what the others are compared to; null for the one that the experiment names
  public Comparison comparison(String id, @Nullable String baseline) throws LabException {
    var kept = store.kept(id);
    var runs = store.runs(id);
    var letter = baseline != null ? baseline
        : kept.arms().stream().filter(Arm::isBaseline).findFirst().orElse(kept.arms().getFirst()).letter();
    boolean isExperiment = kept.spec().workload() != null;
    int planned = kept.order().size();
    try {
      var comparison = Comparer.compare(kept.arms(), letter, runs,
          isExperiment ? Remarks.of(planned, runs) : Remarks.ofSides(planned, runs));
      return isExperiment ? comparison : comparison.with(Drift.note(comparison));
    } catch (IllegalArgumentException e) {
      throw new LabException(Kind.UNKNOWN, String.valueOf(e.getMessage()), e);
    }
  }

  /// Takes an experiment off the disk.
  public void delete(String id) throws LabException {
    store.delete(id);
  }
}
