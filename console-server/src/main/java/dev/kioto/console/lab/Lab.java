package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.lab.LabException.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The scheduler lab: makes experiments and keeps what comes of them. Safe for use by any thread; one experiment is made at a
/// time, as two at once would measure each other.
public final class Lab implements AutoCloseable {

  private final LabStore store;
  private final LabPrograms programs;
  private final Map<String, Thread> running = new ConcurrentHashMap<>(); // by experiment; one at most

  /// @param folder where experiments are kept
  public Lab(Path folder, LabPrograms programs) {
    this.store = new LabStore(folder);
    this.programs = programs;
  }

  /// Hears how an experiment goes. Called by the thread that makes it.
  public interface Progress {
    /// A run begins, or goes into another phase.
    ///
    /// @param place of the run in the order, from 1
    void run(String run, int place, String phase);

    /// A run has ended.
    void ended(LabRun run, int place);
  }

  /// Checks an experiment and makes room for it; nothing runs yet.
  ///
  /// @throws LabException naming everything that is wrong with it
  public Experiment create(ExperimentSpec spec) throws LabException {
    var plan = SpecCheck.plan(spec);
    SettingsCheck.check(plan, programs);
    return store.experiment(store.create(plan).id());
  }

  /// Makes the runs of an experiment that have not been made, and returns when that is done. An interrupt stops it; so does a disk that
  /// takes no more.
  public Experiment run(String id, Collector collector, Progress progress) throws LabException, InterruptedException {
    var kept = store.kept(id);
    if (kept.spec().workload() == null) {
      throw new LabException(Kind.BAD_SPEC,
          "experiment " + id + " compares what ran by itself: there is nothing to run "
              + "again. Compare anew with kioto lab compare");
    }
    var plan = SpecCheck.plan(kept.spec());
    synchronized (running) {
      if (!running.isEmpty()) {
        throw new LabException(Kind.BUSY, "experiment " + running.keySet().iterator().next()
            + " is running: two at once would measure each other");
      }
      store.begin(id);
      running.put(id, Thread.currentThread());
    }
    try {
      store.setProblem(id, null);
      for (int place = 1; place <= kept.order().size(); place++) {
        if (Thread.interrupted()) throw new InterruptedException();
        var run = kept.order().get(place - 1);
        if (store.run(id, run) == null) make(plan, id, run, place, collector, progress);
      }
    } catch (LabException e) {
      store.setProblem(id, e.getMessage());
      throw e;
    } finally {
      running.remove(id);
      store.end(id);
    }
    return store.experiment(id);
  }

  private void make(Plan plan, String id, String run, int place, Collector collector, Progress progress)
      throws LabException, InterruptedException {
    var key = RunKey.of(run);
    if (key == null) throw new LabException(Kind.DISK, "experiment " + id + " has a run '" + run + "', which is none");
    var maker = new RunMaker(plan, programs, collector, store.folder(id).toAbsolutePath(),
        phase -> progress.run(run, place, phase));
    var made = maker.make(key);
    store.write(id, made);
    progress.ended(made, place);
  }

  /// Stops an experiment that this process makes. Returns whether it did.
  public boolean stop(String id) {
    var thread = running.get(id);
    if (thread == null) return false;
    thread.interrupt();
    return true;
  }

  /// What is kept of experiments.
  public LabArchive archive() {
    return new LabArchive(store);
  }

  /// Stops what runs.
  @Override
  public void close() {
    running.values().forEach(Thread::interrupt);
  }
}
