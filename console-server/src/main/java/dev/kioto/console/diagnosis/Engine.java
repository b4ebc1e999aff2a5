package dev.kioto.console.diagnosis;

import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.SchedulerModel.Runtimes;
import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.TaskWarning;
import dev.kioto.console.model.TaskWatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at one run again and again, and keeps what its detectors find: raises, updates and clears diagnoses, and has the
/// model say of each task what is wrong with it.
///
/// One thread at a time looks; what was found is read by any.
public final class Engine implements AutoCloseable {

  /*
   * A finding is known by its detector and its subject. Found again, it is the same diagnosis; not found for as long as its
   * detector says, the diagnosis is cleared. One whose detector cannot tell stays as it was.
   *
   * The program's clock alone counts: nothing is looked at, raised or cleared while the program says nothing new, whether it
   * was stopped, lost, or is a recording that stands. When its clock goes back, the detectors are made anew, and what was
   * found is looked for again before it is cleared.
   */
  private static final int MOST_CLEARED = 1000;

  private final RunModel model;
  private final Listener listener;

  // Of the looking thread.
  private List<Detector> detectors = Detectors.create();
  private final Map<String, Standing> standings = new LinkedHashMap<>(); // by the detector's id
  private final ArrayDeque<Diagnosis> cleared = new ArrayDeque<>(); // the newest first
  private final Past<Workers> workers = new Past<>(Workers::asOf);
  private final Past<Runtimes> runtimes = new Past<>(Runtimes::asOf);
  private final HeldUp heldUp = new HeldUp();
  private @Nullable TaskWatch watch;
  private Rules watchedBy = Rules.STANDARD;
  private long watchedSteadySince;
  private int turns;
  private long visitsBefore; // of watches that were closed
  private @Nullable Seen seen;

  private volatile Found found = new Found(List.of(), List.of()); // written by the looking thread, read by any
  private volatile long visits; // likewise

  /// What the model was like at the last look.
  private record Seen(long tasks, long resources, long workers, long runtimes, Rules rules,
      Map<Source, String> missing) {
  }

  /// What is known after a look.
  ///
  /// @param diagnoses the active ones, then those that were cleared, the newest first
  /// @param detectors in the order of [Detectors#all]; empty before the first look
  public record Found(List<Diagnosis> diagnoses, List<DetectorState> detectors) {
  }

  /// What a look changed.
  public enum Outcome {
    /// Nothing.
    SAME,
    /// What is known.
    CHANGED,
    /// What the model says of tasks, too.
    TASKS_CHANGED
  }

  /// Hears what becomes of diagnoses. Called by the looking thread.
  public interface Listener {
    /// A diagnosis was raised, got better or worse, is a minute older, or was cleared.
    void changed(Diagnosis diagnosis);

    /// A detector failed, which is a defect of it; it counts as one that cannot tell.
    void failed(Detector detector, RuntimeException why);
  }

  /// An engine that has not looked yet.
  public Engine(RunModel model, Listener listener) {
    this.model = model;
    this.listener = listener;
    for (var detector : detectors) standings.put(detector.id(), new Standing(this::changed));
  }

  private void changed(Diagnosis diagnosis) {
    if (!diagnosis.isActive()) {
      cleared.addFirst(diagnosis);
      if (cleared.size() > MOST_CLEARED) cleared.removeLast();
    }
    listener.changed(diagnosis);
  }

  /// What is known. Any thread.
  public Found found() {
    return found;
  }

  /// How many tasks all looks together have looked at: the work that was done. Any thread.
  public long visits() {
    return visits;
  }

  /// Looks at the run, if something new was told since the last time.
  ///
  /// @param missing why the program does not tell something now; what it tells is not named
  /// @return what changed by that
  public Outcome look(Rules rules, Map<Source, String> missing) {
    var now = new Seen(model.tasks().version(), model.resources().counts().version(),
        model.schedulers().workers().asOf(), model.schedulers().runtimes().asOf(), rules, missing);
    if (now.equals(seen) || model.tasks().asOf() == 0) return Outcome.SAME;
    keepTime();
    var view = new RunView(model, workers, runtimes, heldUp, missing, model.tasks().asOf(),
        model.tasks().steadySince());
    var ofTasks = lookAtTasks(view, rules);
    for (var detector : detectors) settle(detector, view, rules, ofTasks);
    // An update that came meanwhile makes the version another one.
    boolean warned = warnTasks();
    long version = warned ? now.tasks() + 1 : now.tasks();
    seen = new Seen(version, now.resources(), now.workers(), now.runtimes(), rules, missing);
    var before = found;
    publish();
    if (warned) return Outcome.TASKS_CHANGED;
    return before.equals(found) ? Outcome.SAME : Outcome.CHANGED;
  }

  private void keepTime() {
    int told = model.tasks().turns();
    if (told != turns) {
      turns = told;
      detectors = Detectors.create();
      workers.clear();
      runtimes.clear();
      heldUp.clear();
      closeWatch();
      standings.values().forEach(standing -> standing.turn(model.tasks().asOf()));
    }
    workers.add(model.schedulers().workers());
    runtimes.add(model.schedulers().runtimes());
    heldUp.add(model.incidents().counts());
  }

  /// What the detectors of tasks find, by detector; empty when one of them failed.
  private Map<Detector, TaskWatch.Held<Finding>> lookAtTasks(RunView view, Rules rules) {
    var ofTasks = detectors.stream().filter(TaskDetector.class::isInstance).map(TaskDetector.class::cast).toList();
    var makers = new ArrayList<TaskWatch.Maker<Finding>>();
    for (var detector : ofTasks) {
      var limits = rules.limits(detector);
      makers.add((task, asOf) -> {
        try {
          return detector.finding(task, asOf, view, limits);
        } catch (RuntimeException e) {
          listener.failed(detector, e);
          return null;
        }
      });
    }
    var tasks = watch(ofTasks, view, rules);
    var held = tasks.look(makers);
    visits = visitsBefore + tasks.visits();
    var byDetector = new HashMap<Detector, TaskWatch.Held<Finding>>();
    for (int i = 0; i < ofTasks.size(); i++) byDetector.put(ofTasks.get(i), held.get(i));
    return byDetector;
  }

  private TaskWatch watch(List<TaskDetector> ofTasks, RunView view, Rules rules) {
    var tasks = watch;
    if (tasks != null && watchedBy.equals(rules) && watchedSteadySince == view.steadySince()) return tasks;
    closeWatch();
    tasks = model.tasks().watch(
        ofTasks.stream().map(detector -> detector.suspects(rules.limits(detector), view.steadySince())).toList(),
        Standing.MOST_ACTIVE);
    watch = tasks;
    watchedBy = rules;
    watchedSteadySince = view.steadySince();
    return tasks;
  }

  private void closeWatch() {
    var tasks = watch;
    watch = null;
    if (tasks == null) return;
    visitsBefore += tasks.visits();
    tasks.close();
  }

  private void settle(Detector detector, RunView view, Rules rules,
      Map<Detector, TaskWatch.Held<Finding>> ofTasks) {
    int more = 0;
    Verdict verdict;
    switch (detector) {
      case TaskDetector tasks -> {
        var held = ofTasks.get(tasks);
        var missing = view.missing(Source.TASKS);
        if (held == null || missing != null) {
          verdict = new Verdict.CannotTell(String.valueOf(missing));
        } else {
          verdict = new Verdict.Found(held.rows());
          if (held.rows().size() == Standing.MOST_ACTIVE) more = held.matched() - Standing.MOST_ACTIVE;
        }
      }
      case RunDetector run -> {
        try {
          verdict = run.look(view, rules.limits(detector));
        } catch (RuntimeException e) {
          listener.failed(detector, e);
          verdict = new Verdict.CannotTell("It failed, which is a defect of the console: " + e);
        }
      }
    }
    standing(detector).settle(detector, verdict, more, view.asOf(), rules);
  }

  private Standing standing(Detector detector) {
    return standings.computeIfAbsent(detector.id(), _ -> new Standing(this::changed));
  }

  private boolean warnTasks() {
    var byTask = new HashMap<Long, List<TaskWarning>>();
    for (var standing : standings.values()) {
      for (var diagnosis : standing.active()) {
        var warning = new TaskWarning(diagnosis.detector(), diagnosis.finding().sentence());
        for (long task : diagnosis.finding().tasks()) {
          byTask.computeIfAbsent(task, _ -> new ArrayList<>()).add(warning);
        }
      }
    }
    return model.tasks().warn(byTask);
  }

  private void publish() {
    var all = new ArrayList<Diagnosis>();
    standings.values().forEach(standing -> all.addAll(standing.active()));
    all.addAll(cleared);
    found = new Found(List.copyOf(all),
        detectors.stream().map(detector -> standing(detector).state(detector)).toList());
  }

  /// The run is over: clears what is active, and looks no more.
  public void end() {
    standings.values().forEach(standing -> standing.end(model.tasks().asOf()));
    publish();
    close();
  }

  /// Looks no more. What was found stays.
  @Override
  public void close() {
    closeWatch();
  }
}
