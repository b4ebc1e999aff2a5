package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.collector.Past;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A comparison of two targets, or of stretches of their past, without an experiment: each side is cut into slices, which are compared as
/// the rounds of an experiment are. It is kept as one, with `target` for the setting that differs. Of one thread at a time.
public final class SideComparison {

  private final LabStore store;
  private final Experiment experiment;
  private final SideBySide sides;

  private SideComparison(LabStore store, Experiment experiment, SideBySide sides) {
    this.store = store;
    this.experiment = experiment;
    this.sides = sides;
  }

  /// Checks a comparison and makes room for it; nothing is measured yet.
  ///
  /// @param folder where experiments are kept
  /// @param baseline what the other is compared to
  /// @param time for how long those that run are measured; null for 30 s
  /// @param past what is kept of the targets
  /// @throws LabException naming everything that is wrong with it
  public static SideComparison create(Path folder, Side baseline, Side other, @Nullable Duration time, Past past)
      throws LabException {
    var plan = ComparisonPlan.of(baseline, other, time, past);
    var store = new LabStore(folder);
    var kept = store.create(plan.spec(), plan.arms(), _ -> plan.order(), plan.sliceTime());
    store.begin(kept.id(), Phase.MEASURING);
    return new SideComparison(store, store.experiment(kept.id()),
        new SideBySide(plan.sides(), plan.slices(), plan.live(), past));
  }

  /// What it is called, and how long it takes.
  public Experiment experiment() {
    return experiment;
  }

  /// Measures both sides, and returns when that is done. An interrupt stops it; what was measured until then is kept.
  ///
  /// @param progress hears of each slice
  public Experiment run(Consumer<LabRun> progress) throws LabException, InterruptedException {
    var id = experiment.id();
    try {
      sides.measure(slice -> {
        store.write(id, slice);
        progress.accept(slice);
      });
    } catch (LabException e) {
      store.setProblem(id, e.getMessage());
      throw e;
    } finally {
      store.end(id);
    }
    return store.experiment(id);
  }
}
