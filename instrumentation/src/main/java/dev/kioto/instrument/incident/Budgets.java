package dev.kioto.instrument.incident;

import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.WorkerView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Workers on which budgets are spent again and again, and by whom: the runtime counts how often, and the task is the one that
/// had done so last at most of the looks. The watch's thread alone.
final class Budgets {
  private static final long PERIOD_NANOS = 500_000_000;
  private static final long PERIODS_A_SECOND = 2;
  private static final long LEAST_A_PERIOD = 50;
  private static final int MOST_TASKS = 64; // told apart in a period

  private final IncidentBook book;
  private final Map<Key, Tally> tallies = new HashMap<>();
  private long periodBegan;

  Budgets(IncidentBook book) {
    this.book = book;
  }

  private record Key(long runtime, int worker) {}

  /// What was seen of a worker in this period.
  private static final class Tally {
    final Map<Long, Integer> hits = new HashMap<>();
    long yields;
    long yieldsBefore;
    int looks;
    int crowded; // looks at which others waited
    boolean isNew = true;
    @Nullable Incident incident;
  }

  void look(Look look) {
    for (var runtime : look.runtimes()) {
      int inject = runtime.globalQueueDepth();
      for (var worker : runtime.workers()) {
        look(tallies.computeIfAbsent(new Key(runtime.id(), worker.index()), _ -> new Tally()), worker, inject);
      }
    }
    if (look.now() - periodBegan >= PERIOD_NANOS) {
      var before = periodBegan;
      periodBegan = look.now();
      tallies.entrySet().removeIf(entry -> !close(look, before, entry.getKey(), entry.getValue()));
    }
  }

  private static void look(Tally tally, WorkerView worker, int inject) {
    long yields = worker.budgetForcedYieldCount();
    long news = tally.isNew ? 0 : yields - tally.yields;
    tally.isNew = false;
    tally.yields = yields;
    if (news <= 0) {
      return;
    }
    tally.looks++;
    tally.crowded += inject > 0 || worker.localQueueDepth() > 1 ? 1 : 0; // the task itself waits there too
    long task = worker.lastBudgetForcedYield();
    if (task != 0 && (tally.hits.size() < MOST_TASKS || tally.hits.containsKey(task))) {
      tally.hits.merge(task, 1, Integer::sum);
    }
  }

  /// Ends a period of a worker.
  ///
  /// @return whether its runtime is still there
  private boolean close(Look look, long began, Key key, Tally tally) {
    long count = tally.yields - tally.yieldsBefore; // of the period
    var most = tally.hits.entrySet().stream().max(Comparator.comparingInt(Map.Entry<Long, Integer>::getValue));
    boolean often = count >= LEAST_A_PERIOD && tally.yieldsBefore > 0 && most.isPresent()
        && 2 * most.get().getValue() > tally.looks;
    long task = often ? most.get().getKey() : 0;
    var incident = tally.incident;
    if (incident != null && incident.task() != task) {
      book.update(incident.ended());
      tally.incident = null;
    }
    if (often) {
      goOn(look, began, key, tally, task, PERIODS_A_SECOND * count);
    }
    tally.yieldsBefore = Math.max(1, tally.yields);
    tally.hits.clear();
    tally.looks = 0;
    tally.crowded = 0;
    return look.runtimes().stream().map(RuntimeView::id).anyMatch(id -> id == key.runtime());
  }

  private void goOn(Look look, long began, Key key, Tally tally, long task, long count) {
    var known = tally.incident;
    var incident = known == null
        ? Incident.began(IncidentKind.BUDGET_EXHAUSTED, key.runtime(), key.worker(), task, began)
        : known;
    long length = look.now() - incident.at();
    incident = incident.lasting(length, length, 0).counting(count, (double) tally.crowded / Math.max(1, tally.looks));
    if (known != null) {
      tally.incident = incident;
      book.update(incident);
    } else {
      long id = book.begin(incident, look.now());
      tally.incident = id == 0 ? null : incident.withId(id);
    }
  }
}
