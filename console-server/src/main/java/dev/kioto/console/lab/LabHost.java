package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.Experiment.State;
import dev.kioto.console.api.lab.ExperimentPlan;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.LabOptions;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.CollectorSettings;
import dev.kioto.console.lab.LabException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lab of a server, which makes experiments on a thread of its own. Safe for use by any thread.
public final class LabHost implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LabHost.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10); // for a program to end

  private final Lab lab;
  private final boolean commands;
  private final Object beginning = new Object(); // held while an experiment is checked and begun
  private final Object lock = new Object();
  private @Nullable Thread maker; // guarded by lock; of the experiment that was begun last
  private String making = ""; // guarded by beginning; the id of that experiment
  private boolean closed; // guarded by lock

  /// @param folder where experiments are kept
  /// @param commands whether it also runs commands for whoever asks, and not demos alone
  public LabHost(Path folder, LabPrograms programs, boolean commands) {
    this.lab = new Lab(folder, programs);
    this.commands = commands;
  }

  /// What experiments can be made of here.
  public LabOptions options() throws LabException {
    return lab.options(commands);
  }

  /// Says what an experiment would be, or what is wrong with it.
  ///
  /// @throws LabException if it wants a command and may not
  public ExperimentPlan plan(ExperimentSpec spec) throws LabException {
    refuseCommands(spec);
    try {
      var plan = lab.plan(spec);
      int runs = plan.arms().size() * plan.rounds();
      return new ExperimentPlan(plan.arms(), runs, plan.estimate().multipliedBy(runs).toSeconds(), List.of());
    } catch (LabException e) {
      if (e.problems().isEmpty()) throw e;
      return new ExperimentPlan(List.of(), 0, 0, e.problems());
    }
  }

  /// Makes an experiment, and begins it.
  ///
  /// @return the experiment, which is running
  /// @throws LabException naming everything that is wrong with it, or which one is running
  public Experiment begin(ExperimentSpec spec) throws LabException {
    refuseCommands(spec);
    synchronized (beginning) {
      awaitEnding();
      lab.requireIdle();
      var id = lab.create(spec).id();
      try {
        return start(id);
      } catch (LabException e) {
        lab.archive().delete(id); // as if it had never been asked for
        throw e;
      }
    }
  }

  /// Goes on with an experiment that was stopped.
  public Experiment resume(String id) throws LabException {
    var experiment = lab.archive().experiment(id);
    refuseCommands(experiment.spec());
    synchronized (beginning) {
      awaitEnding();
      if (lab.archive().experiment(id).state() == State.FINISHED) {
        throw new LabException(Kind.BUSY, "experiment " + id + " has all of its runs: begin another like it");
      }
      return start(id);
    }
  }

  /// Asks for the end of an experiment, whichever process makes it. Does not wait for that.
  public Experiment stop(String id) throws LabException {
    return lab.stop(id);
  }

  /// Takes an experiment off the disk; of one that was asked to stop it waits for the end.
  public void delete(String id) throws LabException {
    synchronized (beginning) {
      awaitEnding();
      lab.archive().delete(id);
    }
  }

  private void refuseCommands(ExperimentSpec spec) throws LabException {
    if (!commands) CommandRule.refuse(spec);
  }

  // One that was asked to stop needs a moment to end its program; who asks for the next need not know.
  private void awaitEnding() throws LabException {
    Thread last;
    synchronized (lock) {
      last = maker;
      if (last == null) return;
    }
    var now = lab.archive().experiments().stream().filter(each -> each.id().equals(making)).findFirst()
        .map(Experiment::now).orElse(null);
    if (now != null && now.phase() != Phase.STOPPING) return;
    try {
      last.join(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Experiment start(String id) throws LabException {
    var begun = new CompletableFuture<Void>();
    making = id;
    synchronized (lock) {
      if (closed) throw new LabException(Kind.BUSY, "the server is about to end");
      maker = Thread.ofPlatform().daemon().name("kioto-lab").start(() -> make(id, begun));
    }
    try {
      begun.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof LabException why) throw why;
      throw e;
    }
    return lab.archive().experiment(id);
  }

  private void make(String id, CompletableFuture<Void> begun) {
    try (var collector = new Collector(CollectorSettings.DEFAULT)) {
      lab.run(id, collector, new Beginning(begun));
    } catch (LabException e) {
      if (!begun.completeExceptionally(e)) LOG.warn("Experiment {} ended early: {}", id, e.getMessage());
    } catch (InterruptedException _) {
      // it was stopped
    } catch (RuntimeException e) {
      if (!begun.completeExceptionally(e)) LOG.error("Experiment {} broke off", id, e);
    } finally {
      begun.complete(null);
    }
  }

  /// Hears when it has begun; how it goes on stands on the disk.
  private record Beginning(CompletableFuture<Void> done) implements Lab.Progress {
    @Override
    public void begun() {
      done.complete(null);
    }

    @Override
    public void run(String run, int place, Phase phase) {}

    @Override
    public void ended(LabRun run, int place) {}
  }

  /// Stops what runs, and returns when its program has ended, or ten seconds later.
  @Override
  public void close() {
    Thread last;
    synchronized (lock) {
      closed = true;
      last = maker;
    }
    lab.close();
    try {
      if (last != null) last.join(PATIENCE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
