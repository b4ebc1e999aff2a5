package dev.kioto.console.collector;

import dev.kioto.console.diagnosis.Detector;
import dev.kioto.console.diagnosis.Diagnosis;
import dev.kioto.console.diagnosis.Engine;
import dev.kioto.console.diagnosis.Rules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has every target looked at by the detectors, twice a second, by one thread. What they find is read by any.
public final class Diagnoser implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Diagnoser.class);
  private static final long INTERVAL_MILLIS = 500;
  private static final Engine.Found NOTHING = new Engine.Found(List.of(), List.of());

  private final Collector collector;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Map<String, Watched>> targets = new ConcurrentHashMap<>(); // by target's id, then by run's id
  private final Set<String> failed = ConcurrentHashMap.newKeySet(); // detectors that did: said once each
  private volatile Rules rules = Rules.STANDARD; // set by any thread

  /// A run that is looked at.
  private record Watched(Run run, Engine engine) {
  }

  private Diagnoser(Collector collector) {
    this.collector = collector;
  }

  /// Starts to look.
  public static Diagnoser start(Collector collector) {
    var diagnoser = new Diagnoser(collector);
    Thread.ofPlatform().name("kioto-diagnosis").daemon().start(diagnoser::run);
    return diagnoser;
  }

  /// How detectors are set.
  public Rules rules() {
    return rules;
  }

  /// Sets them from the next look on.
  public void setRules(Rules wanted) {
    rules = wanted;
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
    try {
      var run = target.run();
      if (run.id().isEmpty()) return;
      var runs = targets.computeIfAbsent(target.id(), _ -> new ConcurrentHashMap<>());
      var engine = engine(runs, run);
      for (var other : List.copyOf(runs.values())) {
        if (!other.run().id().equals(run.id())) other.engine().end();
      }
      runs.keySet().removeIf(id -> target.run(id) == null);
      if (engine.look(rules, target.missing())) target.changed();
    } catch (RuntimeException e) {
      LOG.warn("{} was not looked at", target.address(), e);
    }
  }

  /// A recording that goes back has another model of the same run, and another engine then.
  @SuppressWarnings("ReferenceEquality")
  private Engine engine(Map<String, Watched> runs, Run run) {
    var known = runs.get(run.id());
    if (known != null && known.run().model() == run.model()) return known.engine();
    if (known != null) known.engine().close();
    var engine = new Engine(run.model(), new Reporter());
    runs.put(run.id(), new Watched(run, engine));
    return engine;
  }

  private final class Reporter implements Engine.Listener {
    @Override
    public void changed(Diagnosis diagnosis) {
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
