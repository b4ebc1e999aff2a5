package dev.kioto.console.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds tasks that wait for each other in a circle. Used once, under the model's lock.
final class CycleFinder {

  /*
   * A task is stuck when each of its waits is: a future that waits for several things at once goes on with any. A wait is stuck
   * when who it waits for is: of a lock, which all that hold it must let go, any of its owners; of permits, of which any
   * owner may give some back, all of its owners. Who is stuck is then the largest set of waiting tasks in which this holds
   * for each: all that wait, less those that can go on, less those that can go on because of that, and so on. Each task left has
   * a task left to wait for, so that whoever follows these comes to a circle.
   *
   * The circles that are not certain are found in the same way, where a task stays as long as it has any other one left to
   * wait for.
   */

  private static final String READ_WRITE_LOCK = "RwLock";

  private final Map<Long, ResourceRecord> resources;
  private final Map<Long, Node> nodes = new TreeMap<>(Long::compareUnsigned); // by task: the answer is the same each time

  /// A task that waits for something that a task holds.
  private static final class Node {
    final long task;
    final List<Wait> waits = new ArrayList<>();
    final List<Wait> waitedFor = new ArrayList<>(); // waits of others for what this one holds
    boolean isLeft;

    Node(long task) {
      this.task = task;
    }
  }

  /// An operation that waits.
  private static final class Wait {
    final Node node;
    final OperationRecord operation;
    final @Nullable ResourceRecord resource;
    int ownersLeft;

    Wait(Node node, OperationRecord operation, @Nullable ResourceRecord resource) {
      this.node = node;
      this.operation = operation;
      this.resource = resource;
    }

    int owners() {
      return resource == null ? 0 : resource.ownerCount();
    }

    boolean isForAll() {
      if (resource == null) return false;
      boolean isAlone = owners() == 1 && resource.ownersLeftOut() == 0;
      return isAlone || resource.type().equals(READ_WRITE_LOCK);
    }

    /// Whether it holds back its task, as far as the tasks that are left tell.
    boolean isStuck() {
      if (ownersLeft == 0) return false;
      if (isForAll()) return true;
      return resource != null && ownersLeft == owners() && resource.ownersLeftOut() == 0;
    }
  }

  CycleFinder(Map<Long, ResourceRecord> resources, Iterable<OperationRecord> operations) {
    this.resources = resources;
    for (var operation : operations) {
      var resource = resourceOf(operation);
      if (isWaiting(operation) && resource != null && resource.ownerCount() > 0) {
        nodes.computeIfAbsent(operation.taskId(), Node::new);
      }
    }
    if (nodes.isEmpty()) return;
    for (var operation : operations) {
      var node = isWaiting(operation) ? nodes.get(operation.taskId()) : null;
      if (node != null) node.waits.add(new Wait(node, operation, resourceOf(operation)));
    }
    for (var node : nodes.values()) {
      for (var wait : node.waits) {
        for (int i = 0; i < wait.owners(); i++) {
          var owner = owner(wait, i);
          if (owner != null) owner.waitedFor.add(wait);
        }
      }
    }
  }

  private static boolean isWaiting(OperationRecord operation) {
    return operation.isWaiting() && operation.taskId() != 0;
  }

  private @Nullable ResourceRecord resourceOf(OperationRecord operation) {
    return resources.get(operation.resourceId());
  }

  private @Nullable Node owner(Wait wait, int index) {
    return wait.resource == null ? null : nodes.get(wait.resource.owner(index));
  }

  List<WaitCycle> find(int atMost) {
    var found = new LinkedHashMap<Set<Long>, WaitCycle>();
    collect(true, atMost, found);
    collect(false, atMost, found);
    return List.copyOf(found.values());
  }

  private void collect(boolean certain, int atMost, Map<Set<Long>, WaitCycle> into) {
    leaveThoseThatWait(certain);
    var circleOf = new HashMap<Node, Integer>(); // the circle that a task comes to
    var circles = new ArrayList<List<WaitCycle.Link>>();
    var blocked = new ArrayList<Integer>();
    for (var start : nodes.values()) {
      if (start.isLeft && !circleOf.containsKey(start)) follow(start, circleOf, circles, blocked);
    }
    for (int i = 0; i < circles.size() && into.size() < atMost; i++) {
      var tasks = new HashSet<Long>();
      circles.get(i).forEach(link -> tasks.add(link.task()));
      into.putIfAbsent(tasks, cycle(circles.get(i), certain, blocked.get(i)));
    }
  }

  private static WaitCycle cycle(List<WaitCycle.Link> links, boolean certain, int blocked) {
    long closedAt = links.stream().mapToLong(WaitCycle.Link::since).max().orElseThrow();
    return new WaitCycle(List.copyOf(links), certain, closedAt, certain ? blocked : 0);
  }

  private void leaveThoseThatWait(boolean certain) {
    var leaving = new ArrayDeque<Node>();
    for (var node : nodes.values()) {
      node.isLeft = true;
      for (var wait : node.waits) wait.ownersLeft = 0;
    }
    for (var node : nodes.values()) {
      for (var wait : node.waitedFor) wait.ownersLeft++;
    }
    for (var node : nodes.values()) {
      if (canGoOn(node, certain)) leave(node, leaving);
    }
    for (var node = leaving.poll(); node != null; node = leaving.poll()) {
      for (var wait : node.waitedFor) {
        wait.ownersLeft--;
        if (wait.node.isLeft && canGoOn(wait.node, certain)) leave(wait.node, leaving);
      }
    }
  }

  private static void leave(Node node, ArrayDeque<Node> leaving) {
    node.isLeft = false;
    leaving.add(node);
  }

  private static boolean canGoOn(Node node, boolean certain) {
    return certain ? !node.waits.stream().allMatch(Wait::isStuck)
        : node.waits.stream().noneMatch(wait -> wait.ownersLeft > 0);
  }

  /// Follows whom a task waits for until a circle closes, or one is met that was followed before.
  private void follow(Node start, Map<Node, Integer> circleOf, List<List<WaitCycle.Link>> circles,
      List<Integer> blocked) {
    var path = new LinkedHashMap<Node, WaitCycle.Link>();
    var node = start;
    while (!path.containsKey(node) && !circleOf.containsKey(node)) {
      var link = next(node);
      path.put(node, link);
      node = nodes.get(link.owner());
      if (node == null) throw new AssertionError("a link leads to a task that waits");
    }
    int circle = circleOf.getOrDefault(node, circles.size());
    if (circle == circles.size()) {
      var links = new ArrayList<>(path.values());
      circles.add(links.subList(List.copyOf(path.keySet()).indexOf(node), links.size()));
      blocked.add(0);
    }
    for (var passed : path.keySet()) circleOf.put(passed, circle);
    blocked.set(circle, blocked.get(circle) + path.size());
  }

  private WaitCycle.Link next(Node node) {
    for (var wait : node.waits) {
      for (int i = 0; i < wait.owners(); i++) {
        var owner = owner(wait, i);
        if (owner != null && owner.isLeft) {
          return new WaitCycle.Link(node.task, wait.operation.id(), wait.operation.resourceId(), owner.task,
              wait.operation.createdAt());
        }
      }
    }
    throw new AssertionError("a task that is left has another one to wait for");
  }
}
