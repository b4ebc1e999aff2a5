package dev.kioto.console.collector;

import dev.kioto.console.diagnosis.Detector;
import dev.kioto.console.diagnosis.Diagnosis;
import dev.kioto.console.diagnosis.Engine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has every target looked at by the detectors, twice a second, by one thread; a recording that jumps by its own as well. What they find is read
/// by any.
public final class Diagnoser implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Diagnoser.class);
  private static final long INTERVAL_MILLIS = 500;
  private static final Engine.Found NOTHING = new Engine.Found(List.of(), List.of());

  private final Collector collector;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Map<String, Watched>> targets = new ConcurrentHashMap<>(); // by target's id, then by run's id
  private final Set<String> failed = ConcurrentHashMap.newKeySet(); // detectors that did: said once each
  private final Object looking = new Object(); // held by who looks
  private final RuleBook rules;
  private final Keeper keeper;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// Keeps what became of diagnoses. Called by the looking thread: it must be quick.
  @FunctionalInterface
  public interface Keeper {
    /// A diagnosis was raised, got better or worse, is a minute older, or was cleared.
    void keep(WatchedTarget target, String runId, Diagnosis diagnosis);
  }

  /// A run that is looked at.
  private record Watched(Run run, Engine engine) {
  }

  private Diagnoser(Collector collector, RuleBook rules, Keeper keeper) {
    this.collector = collector;
    this.rules = rules;
    this.keeper = keeper;
  }

  /// Starts to look.
  public static Diagnoser start(Collector collector, RuleBook rules, Keeper keeper) {
    var diagnoser = new Diagnoser(collector, rules, keeper);
    Thread.ofPlatform().name("kioto-diagnosis").daemon().start(diagnoser::run);
    return diagnoser;
  }

  /// Calls a listener after each change of what is known; by the looking thread, so it must be quick and must not throw. The
  /// registration is ended by closing it.
  public WatchedTarget.Registration onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// What was found in a run of a target; nothing when it was not looked at yet.
  public Engine.Found found(WatchedTarget target, String runId) {
    var watched = targets.getOrDefault(target.id(), Map.of()).get(runId);
    return watched == null ? NOTHING : watched.engine().found();
  }

  private void run() {
    try {
      while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        for (var target : collector.targets()) look(target);
        targets.keySet().removeIf(id -> collector.target(id) == null);
      }
    } catch (InterruptedException _) {
      // nobody else has the thread
    }
  }

  private void look(WatchedTarget target) {
    synchronized (looking) {
      lookAt(target);
    }
  }

  // Guarded by looking.
  private void lookAt(WatchedTarget target) {
    try {
      var run = target.run();
      if (run.id().isEmpty()) return;
      var runs = targets.computeIfAbsent(target.id(), _ -> {
        target.onPassed(() -> look(target));
        return new ConcurrentHashMap<>();
      });
      var engine = engine(runs, run, target);
      for (var other : List.copyOf(runs.values())) {
        if (!other.run().id().equals(run.id())) other.engine().end();
      }
      runs.keySet().removeIf(id -> target.run(id) == null);
      var outcome = engine.look(rules.rules(), target.missing());
      if (outcome == Engine.Outcome.TASKS_CHANGED) target.changed();
      if (outcome != Engine.Outcome.SAME) listeners.forEach(Runnable::run);
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) { // the next look may do better
      LOG.warn("{} was not looked at", target.address(), e);
    }
  }

  /// A recording that goes back has another model of the same run, and another engine then.
  @SuppressWarnings("ReferenceEquality")
  private Engine engine(Map<String, Watched> runs, Run run, WatchedTarget target) {
    var known = runs.get(run.id());
    if (known != null && known.run().model() == run.model()) return known.engine();
    if (known != null) known.engine().close();
    var engine = new Engine(run.model(), new Reporter(target, run.id()));
    runs.put(run.id(), new Watched(run, engine));
    return engine;
  }

  private final class Reporter implements Engine.Listener {
    private final WatchedTarget target;
    private final String runId;

    Reporter(WatchedTarget target, String runId) {
      this.target = target;
      this.runId = runId;
    }

    @Override
    public void changed(Diagnosis diagnosis) {
      keeper.keep(target, runId, diagnosis);
      LOG.debug("{} {}", diagnosis.isActive() ? "found" : "cleared", diagnosis.finding().sentence());
    }

    @Override
    public void failed(Detector detector, RuntimeException why) {
      if (failed.add(detector.id())) LOG.warn("The detector {} failed", detector.id(), why);
    }
  }

  /// Stops looking.
  @Override
  public void close() {
    closed.countDown();
  }
}
