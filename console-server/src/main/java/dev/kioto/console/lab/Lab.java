package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.LabOptions;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.lab.LabException.Kind;
import dev.kioto.console.lab.RunningMark.Going;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// The scheduler lab: makes experiments and keeps what comes of them. Safe for use by any thread; one experiment is made at a
/// time, as two at once would measure each other.
public final class Lab implements AutoCloseable {

  private static final long LOOK_MILLIS = 300; // for a wish to stop that came from another process

  private final LabStore store;
  private final LabPrograms programs;
  private final SettingsCheck settings;
  private final DemoCheck demos;
  private final ProgramAnswers answers = new ProgramAnswers();
  private final Object lock = new Object();
  private @Nullable Maker maker; // guarded by lock; null when this lab makes nothing

  /// Who makes an experiment now.
  private record Maker(String id, Thread thread) {
  }

  /// @param folder where experiments are kept
  public Lab(Path folder, LabPrograms programs) {
    this.store = new LabStore(folder);
    this.programs = programs;
    this.settings = new SettingsCheck(programs, answers);
    this.demos = new DemoCheck(programs, answers);
  }

  /// Hears how an experiment goes. Called by the thread that makes it.
  public interface Progress {
    /// The experiment is running from now on.
    default void begun() {}

    /// A run begins, or goes into another phase.
    ///
    /// @param place of the run in the order, from 1
    void run(String run, int place, Phase phase);

    /// A run has ended.
    void ended(LabRun run, int place);
  }

  /// What experiments can be made of.
  ///
  /// @param commands whether commands may be run
  LabOptions options(boolean commands) throws LabException {
    return OptionList.of(programs, answers, commands);
  }

  /// Checks an experiment and makes room for it; nothing runs yet.
  ///
  /// @throws LabException naming everything that is wrong with it
  public Experiment create(ExperimentSpec spec) throws LabException {
    return store.experiment(store.create(plan(spec)).id());
  }

  /// Checks an experiment.
  ///
  /// @throws LabException naming everything that is wrong with it
  Plan plan(ExperimentSpec spec) throws LabException {
    var checked = SpecCheck.check(spec);
    var problems = new ArrayList<>(checked.problems());
    try {
      var demo = spec.workload() == null ? null : spec.workload().demo();
      if (demo != null && problems.stream().noneMatch(problem -> problem.field().startsWith("workload"))) {
        problems.addAll(demos.problems(demo));
      }
      if (checked.plan() != null) problems.addAll(settings.problems(checked.plan()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new LabException(Kind.BUSY, "interrupted while the experiment was checked");
    }
    if (checked.plan() == null || !problems.isEmpty()) throw LabException.wrong(problems);
    return checked.plan();
  }

  /// @throws LabException if some process makes an experiment
  void requireIdle() throws LabException {
    store.requireIdle();
  }

  /// Makes the runs of an experiment that have not been made, and returns when that is done. An interrupt stops it; so does a disk that
  /// takes no more, or [#stop] by any process.
  public Experiment run(String id, Collector collector, Progress progress) throws LabException, InterruptedException {
    var kept = store.kept(id);
    if (kept.spec().workload() == null) {
      throw new LabException(Kind.BAD_SPEC,
          "experiment " + id + " compares what ran by itself: there is nothing to run "
              + "again. Compare anew with kioto lab compare");
    }
    var plan = SpecCheck.plan(kept.spec());
    var watch = Thread.ofVirtual().name("kioto-lab-stop").unstarted(() -> watchForStop(id));
    Going going;
    synchronized (lock) {
      store.requireIdle();
      going = store.begin(id, Phase.STARTING);
      maker = new Maker(id, Thread.currentThread());
    }
    try {
      watch.start();
      progress.begun();
      store.setProblem(id, null);
      for (int place = 1; place <= kept.order().size(); place++) {
        if (Thread.interrupted()) throw new InterruptedException();
        var run = kept.order().get(place - 1);
        if (store.run(id, run) == null) going = make(plan, id, run, place, going, collector, progress);
      }
    } catch (LabException e) {
      keepProblem(id, e);
      throw e;
    } finally {
      synchronized (lock) {
        store.end(id);
        maker = null;
      }
      watch.interrupt();
    }
    return store.experiment(id);
  }

  // A disk so full that not even this can be written: it is said where the experiment is made.
  private void keepProblem(String id, LabException problem) {
    try {
      store.setProblem(id, problem.getMessage());
    } catch (LabException e) {
      problem.addSuppressed(e);
    }
  }

  private Going make(Plan plan, String id, String run, int place, Going before, Collector collector, Progress progress)
      throws LabException, InterruptedException {
    var key = RunKey.of(run);
    if (key == null) throw new LabException(Kind.DISK, "experiment " + id + " has a run '" + run + "', which is none");
    var told = new Told(store.mark(id), before);
    var maker = new RunMaker(plan, programs, collector, store.folder(id).toAbsolutePath(), phase -> {
      told.tell(run, place, phase);
      progress.run(run, place, phase);
    });
    var made = maker.make(key);
    store.write(id, made);
    progress.ended(made, place);
    return told.going;
  }

  /// Tells other processes how it goes.
  private static final class Told {
    private final RunningMark mark;
    private Going going;

    Told(RunningMark mark, Going going) {
      this.mark = mark;
      this.going = going;
    }

    void tell(String run, int place, Phase phase) {
      going = going.at(run, place, phase);
      try {
        mark.write(going);
      } catch (IOException _) {
        // What was told last stands. A disk that is full is named when the run is to be kept.
      }
    }
  }

  private void watchForStop(String id) {
    try {
      while (!store.mark(id).isAskedToStop()) Thread.sleep(LOOK_MILLIS);
      interrupt(id);
    } catch (InterruptedException _) {
      // it has ended
    }
  }

  private void interrupt(String id) {
    synchronized (lock) {
      if (maker != null && maker.id().equals(id)) maker.thread().interrupt();
    }
  }

  /// Asks whichever process makes an experiment to stop; the run that goes on is lost, its program is ended. Does not wait for that.
  ///
  /// @return the experiment, still running as long as its program has not ended
  /// @throws LabException if it is not running
  public Experiment stop(String id) throws LabException {
    boolean isExperiment = store.kept(id).spec().workload() != null;
    var mark = store.mark(id);
    var going = mark.going();
    if (going == null) throw new LabException(Kind.BUSY, "experiment " + id + " is not running");
    if (!isExperiment) {
      throw new LabException(Kind.BUSY, "experiment " + id + " compares what runs by itself, and ends by itself");
    }
    try {
      mark.askToStop();
    } catch (IOException e) {
      if (!going.isHere()) {
        throw new LabException(Kind.DISK, "the process " + going.pid() + " makes experiment " + id
            + " and cannot be asked to stop: " + e.getMessage(), e);
      }
    }
    interrupt(id);
    return store.experiment(id);
  }

  /// What is kept of experiments.
  public LabArchive archive() {
    return new LabArchive(store);
  }

  /// Stops what runs.
  @Override
  public void close() {
    synchronized (lock) {
      if (maker != null) maker.thread().interrupt();
    }
  }
}
