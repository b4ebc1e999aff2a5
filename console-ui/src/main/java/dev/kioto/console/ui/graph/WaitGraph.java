package dev.kioto.console.ui.graph;

import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.Wait;
import dev.kioto.console.api.WaitCycle;
import dev.kioto.console.api.WaitForPage;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.graph.Graph.Edge;
import dev.kioto.console.ui.graph.Graph.Kind;
import dev.kioto.console.ui.graph.Graph.Node;
import dev.kioto.console.ui.graph.Graph.Tone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Who waits for what others hold: an arrow from each waiting task to the resource, and from there to its owners. Of the tasks that
/// wait for one resource and hold nothing that is waited for, the longest waiting are drawn and the others are one node.
public final class WaitGraph {
  private static final int DRAWN_WAITERS = 4;

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Edge> edges = new LinkedHashMap<>();
  private final Map<String, Tone> tones = new HashMap<>(); // of the links of circles, by operation and by task
  private final Set<String> owners = new HashSet<>();

  private WaitGraph(WaitForPage page) {
    page.cycles().forEach(this::note);
    page.waits().forEach(wait -> wait.owners().forEach(owner -> owners.add(owner.id())));
    var byResource = page.waits().stream()
        .collect(Collectors.groupingBy(Wait::resourceId, LinkedHashMap::new, Collectors.toList()));
    byResource.values().forEach(this::add);
  }

  /// Draws the waits of an answer.
  public static Graph of(WaitForPage page) {
    var graph = new WaitGraph(page);
    int left = page.matched() - page.waits().size();
    var note = left > 0 ? Counts.of(left, "shorter wait") + " left out." : "";
    return new Graph(List.copyOf(graph.nodes.values()), List.copyOf(graph.edges.values()), note);
  }

  private void note(WaitCycle cycle) {
    var tone = cycle.certain() ? Tone.STUCK : Tone.DOUBTFUL;
    for (var link : cycle.links()) {
      worsen("operation " + link.operationId(), tone);
      worsen(held(link.resourceId(), link.owner().id()), tone);
      worsen(Node.ofTask(link.task().id()), tone);
      worsen(resource(link.resourceId()), tone);
    }
  }

  private void worsen(String what, Tone tone) {
    tones.merge(what, tone, (known, now) -> known.compareTo(now) < 0 ? now : known);
  }

  private Tone tone(String what) {
    return tones.getOrDefault(what, Tone.PLAIN);
  }

  private static String resource(String id) {
    return "resource " + id;
  }

  private static String held(String resource, String owner) {
    return "held " + resource + ' ' + owner;
  }

  private void add(List<Wait> waits) {
    var first = waits.getFirst();
    var resource = resource(first.resourceId());
    nodes.put(resource, new Node(resource, Kind.RESOURCE, first.resourceId(),
        first.resourceType() + " #" + first.resourceId(), first.location() == null ? "" : first.location(),
        tone(resource)));
    var rest = new ArrayList<Wait>();
    int drawn = 0;
    for (var wait : waits) {
      boolean matters = wait.task() != null && owners.contains(wait.task().id());
      if (matters || drawn < DRAWN_WAITERS || waits.size() == DRAWN_WAITERS + 1) {
        drawn += matters ? 0 : 1;
        draw(wait, resource);
      } else {
        rest.add(wait);
      }
    }
    if (!rest.isEmpty()) {
      var id = "rest " + resource;
      nodes.put(id, new Node(id, Kind.REST, "", Counts.of(rest.size(), "more task"), "wait for the same", Tone.PLAIN));
      put(new Edge(id, resource, longest(rest), Tone.PLAIN));
    }
    for (var wait : waits) {
      for (var owner : wait.owners()) {
        task(owner);
        put(new Edge(resource, Node.ofTask(owner.id()), "held by", tone(held(first.resourceId(), owner.id()))));
      }
    }
    long known = waits.stream().flatMap(wait -> wait.owners().stream()).map(TaskRef::id).distinct().count();
    int unknown = (int) (first.ownerCount() - known);
    if (unknown > 0) {
      var id = "owners " + resource;
      nodes.put(id, new Node(id, Kind.REST, "", Counts.of(unknown, "more owner"), "", Tone.PLAIN));
      put(new Edge(resource, id, "held by", Tone.PLAIN));
    }
  }

  private void draw(Wait wait, String resource) {
    var waiter = wait.task();
    String from;
    if (waiter == null) {
      from = "thread " + wait.operationId();
      nodes.put(from, new Node(from, Kind.OUTSIDE, "", "a thread", "outside the runtime", Tone.PLAIN));
    } else {
      from = task(waiter);
    }
    put(new Edge(from, resource, Durations.text(wait.waitNanos()), tone("operation " + wait.operationId())));
  }

  private String task(TaskRef task) {
    return nodes.computeIfAbsent(Node.ofTask(task.id()), id -> Node.task(task.id(), task.name(), "", tone(id))).id();
  }

  private void put(Edge edge) {
    edges.merge(edge.from() + " > " + edge.to(), edge,
        (known, now) -> known.tone().compareTo(now.tone()) < 0 ? now : known);
  }

  private static String longest(List<Wait> waits) {
    return "up to " + Durations.text(waits.stream().map(Wait::waitNanos).max(Long::compare).orElse(0L));
  }
}
