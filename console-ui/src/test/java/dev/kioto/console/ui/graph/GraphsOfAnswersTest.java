package dev.kioto.console.ui.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.Wait;
import dev.kioto.console.api.WaitCycle;
import dev.kioto.console.api.WaitForPage;
import dev.kioto.console.api.WakeEdge;
import dev.kioto.console.api.WakePage;
import dev.kioto.console.ui.Fixtures;
import dev.kioto.console.ui.graph.Graph.Kind;
import dev.kioto.console.ui.graph.Graph.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Which nodes and arrows are made of which answers.
final class GraphsOfAnswersTest {
  private static final TaskRef ONE = new TaskRef("8", "transfer-1");
  private static final TaskRef TWO = new TaskRef("9", "transfer-2");

  private static Wait wait(TaskRef task, String resource, TaskRef owner) {
    return new Wait(task, "op-" + task.id(), "Mutex::lock", resource, "Mutex", "Accounts.java:14", List.of(owner), 1,
        Fixtures.NOW, 5_000_000_000L);
  }

  private static List<String> edges(Graph graph, Tone tone) {
    return graph.edges().stream().filter(edge -> edge.tone() == tone).map(edge -> edge.from() + " > " + edge.to())
        .toList();
  }

  @Test
  void waits_inACircle_areStuck_andWhoWaitsBesideThem_isNot() {
    var cycle = new WaitCycle(List.of(new WaitCycle.Link(ONE, "op-8", "7", "Mutex", TWO),
        new WaitCycle.Link(TWO, "op-9", "6", "Mutex", ONE)), true, Fixtures.NOW, 3);
    var page = new WaitForPage(List.of(wait(ONE, "7", TWO), wait(TWO, "6", ONE), wait(new TaskRef("12", ""), "7", TWO)),
        3, List.of(cycle), null, null, Fixtures.NOW);

    var graph = WaitGraph.of(page);

    assertThat(edges(graph, Tone.STUCK)).containsExactlyInAnyOrder("task 8 > resource 7", "resource 7 > task 9",
        "task 9 > resource 6", "resource 6 > task 8");
    assertThat(edges(graph, Tone.PLAIN)).containsExactly("task 12 > resource 7");
    assertThat(graph.nodes()).filteredOn(node -> node.tone() == Tone.STUCK).extracting(Graph.Node::title)
        .containsExactlyInAnyOrder("Mutex #7", "transfer-1 #8", "transfer-2 #9", "Mutex #6");
    assertThat(graph.nodes()).extracting(Graph.Node::title).contains("#12");
  }

  @Test
  void circle_thatSomethingMayBreak_isDoubtful() {
    var cycle = new WaitCycle(List.of(new WaitCycle.Link(ONE, "op-8", "7", "Semaphore", ONE)), false, Fixtures.NOW, 0);
    var page = new WaitForPage(List.of(wait(ONE, "7", ONE)), 1, List.of(cycle), null, null, Fixtures.NOW);

    assertThat(edges(WaitGraph.of(page), Tone.DOUBTFUL)).hasSize(2);
  }

  @Test
  void manyWaiters_ofOneLock_areFolded_butThoseWhomOthersWaitFor() {
    var waits = new ArrayList<Wait>();
    IntStream.range(0, 50).forEach(i -> waits.add(wait(new TaskRef("t" + i, ""), "7", TWO)));
    waits.add(wait(new TaskRef("last", ""), "3", new TaskRef("t49", "")));

    var graph = WaitGraph.of(new WaitForPage(waits, 60, List.of(), null, null, Fixtures.NOW));

    assertThat(graph.nodes()).filteredOn(node -> node.kind() == Kind.TASK).extracting(Graph.Node::subject)
        .containsExactlyInAnyOrder("t0", "t1", "t2", "t3", "t49", "9", "last");
    assertThat(graph.nodes()).filteredOn(node -> node.kind() == Kind.REST).extracting(Graph.Node::title)
        .containsExactly("45 more tasks");
    assertThat(graph.note()).isEqualTo("9 shorter waits left out.");
  }

  @Test
  void wakes_thatNoTaskMade_comeFromOutside() {
    var page = new WakePage(List.of(new WakeEdge(null, ONE, 12_000, null), new WakeEdge(ONE, ONE, 3, null)), 9, 9, 0,
        null, Fixtures.NOW);

    var graph = WakeGraph.of(page);

    assertThat(graph.nodes()).extracting(Graph.Node::kind).containsExactly(Kind.OUTSIDE, Kind.TASK);
    assertThat(graph.edges()).extracting(Graph.Edge::label).containsExactly("12.0 k", "3");
    assertThat(graph.note()).isEqualTo("The most frequent; 7 others left out.");
  }

  @Test
  void children_ofOneName_areFolded_butThoseThatHaveChildren() {
    var tasks = new ArrayList<>(List.of(Fixtures.child("1", null, "main")));
    IntStream.range(10, 30).forEach(i -> tasks.add(Fixtures.child("" + i, "1", "conn")));
    tasks.add(Fixtures.child("40", "29", "reader"));
    tasks.add(Fixtures.child("50", "5", "orphan"));

    var graph = TaskTree.of(tasks, 3);

    assertThat(graph.nodes()).extracting(Graph.Node::title).containsExactlyInAnyOrder("main #1", "conn #10", "conn #11",
        "conn #12", "conn #13", "15 more conn", "conn #29", "reader #40", "orphan #50");
    assertThat(edges(graph, Tone.PLAIN)).contains("task 1 > task 29", "task 29 > task 40")
        .noneMatch(edge -> edge.endsWith("task 50"));
    assertThat(graph.note()).startsWith("3 younger tasks left out");
  }
}
