package dev.kioto.console.ui.graph;

import java.util.List;

/// Things and arrows between them.
///
/// @param nodes each with an id of its own
/// @param edges between nodes of the graph; an edge may lead back to where it comes from
/// @param note what is not in the graph, as a sentence; empty when all is
public record Graph(List<Node> nodes, List<Edge> edges, String note) {

  /// Nothing.
  public static final Graph EMPTY = new Graph(List.of(), List.of(), "");

  public Graph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /// What a node stands for.
  public enum Kind {
    /// A task; the node's `subject` is its id.
    TASK,
    /// A lock, a channel, a socket; `subject` is its id.
    RESOURCE,
    /// Several tasks that differ in nothing that the graph shows.
    REST,
    /// What is no task: timers, sockets, other threads.
    OUTSIDE
  }

  /// How bad it is.
  public enum Tone {
    /// As it should be.
    PLAIN,
    /// A circle of waits that something may still break.
    DOUBTFUL,
    /// A circle of waits that nothing breaks.
    STUCK
  }

  /// A thing.
  ///
  /// @param id unlike that of any other node of the graph
  /// @param subject the wire id of the task or the resource; empty for others
  /// @param note a second line; may be empty
  public record Node(String id, Kind kind, String subject, String title, String note, Tone tone) {

    static String ofTask(String id) {
      return "task " + id;
    }

    static Node task(String id, String name, String note, Tone tone) {
      return new Node(ofTask(id), Kind.TASK, id, name.isEmpty() ? '#' + id : name + " #" + id, note, tone);
    }
  }

  /// An arrow.
  ///
  /// @param label may be empty
  public record Edge(String from, String to, String label, Tone tone) {}
}
