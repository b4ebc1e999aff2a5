package dev.kioto.console.model;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Where the tasks of a model were spawned. Guarded by the model's lock.
final class SpawnSites {

  /// Tasks that must live for a site to be a large one.
  static final int LARGE = 32;

  private final Map<String, SpawnSite> sites = new HashMap<>();
  private final Set<SpawnSite> large = new LinkedHashSet<>();

  /// A task is new, or known to come from another place than before.
  void describe(TaskRecord task) {
    var site = task.site;
    var location = task.location();
    if (site == null ? location == null : site.location().equals(location)) return;
    forget(task);
    if (location == null) return;
    var entered = sites.computeIfAbsent(location, SpawnSite::new);
    entered.enter();
    if (task.state() == TaskState.COMPLETED) entered.ended(false);
    entered.polled(Math.max(0, task.polls()));
    task.site = entered;
    sort(entered);
  }

  /// A task was told of.
  void update(TaskRecord task, boolean wasOver, long pollsBefore) {
    var site = task.site;
    if (site == null) return;
    boolean isOver = task.state() == TaskState.COMPLETED;
    if (isOver != wasOver) site.ended(wasOver);
    site.polled(Math.max(0, task.polls() - pollsBefore));
    if (isOver != wasOver) sort(site);
  }

  void forget(TaskRecord task) {
    var site = task.site;
    task.site = null;
    if (site == null) return;
    if (site.leave(task.state() != TaskState.COMPLETED)) sites.remove(site.location());
    sort(site);
  }

  private void sort(SpawnSite site) {
    if (site.live() >= LARGE) {
      large.add(site);
    } else {
      large.remove(site);
    }
  }

  /// Those with [#LARGE] live tasks or more.
  Set<SpawnSite> large() {
    return large;
  }
}
