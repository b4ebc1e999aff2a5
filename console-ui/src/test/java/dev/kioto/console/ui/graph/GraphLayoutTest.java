package dev.kioto.console.ui.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.ui.graph.Graph.Edge;
import dev.kioto.console.ui.graph.Graph.Node;
import dev.kioto.console.ui.graph.Graph.Tone;
import dev.kioto.console.ui.graph.PlacedGraph.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class GraphLayoutTest {
  private final GraphLayout layout = new GraphLayout();

  private static Node node(int id, String note) {
    return Node.task("" + id, "task", note, Tone.PLAIN);
  }

  private static Edge edge(int from, int to, String label) {
    return new Edge(Node.ofTask("" + from), Node.ofTask("" + to), label, Tone.PLAIN);
  }

  private static boolean overlap(Box one, Box other) {
    return one.x() < other.x() + other.width() && other.x() < one.x() + one.width()
        && one.y() < other.y() + other.height() && other.y() < one.y() + one.height();
  }

  @Test
  void nodes_ofAGraphWithCirclesAndLoops_doNotOverlap_andEdgesJoinTheirNodes() {
    var random = new SplittableRandom(7);
    var nodes = new ArrayList<Node>();
    var edges = new ArrayList<Edge>();
    for (int i = 0; i < 120; i++) nodes.add(node(i, "idle"));
    for (int i = 0; i < 150; i++) edges.add(edge(random.nextInt(120), random.nextInt(120), i % 3 == 0 ? "12.3 k" : ""));

    var placed = layout.place(new Graph(nodes, edges, ""));

    var boxes = placed.boxes();
    for (int i = 0; i < boxes.size(); i++) {
      for (int k = i + 1; k < boxes.size(); k++) {
        assertThat(overlap(boxes.get(i), boxes.get(k))).as("%s and %s", boxes.get(i), boxes.get(k)).isFalse();
      }
      assertThat(boxes.get(i).x() + boxes.get(i).width()).isLessThanOrEqualTo(placed.width());
      assertThat(boxes.get(i).y() + boxes.get(i).height()).isLessThanOrEqualTo(placed.height());
    }
    assertThat(placed.lines()).hasSize(150).allSatisfy(line -> {
      var target = boxes.stream().filter(box -> box.node().id().equals(line.edge().to())).findFirst().orElseThrow();
      var end = line.points().getLast();
      assertThat(end.x()).isBetween(target.x() - 1, target.x() + target.width() + 1);
      assertThat(end.y()).isBetween(target.y() - 1, target.y() + target.height() + 1);
    });
  }

  @Test
  void graph_whoseWordsChange_keepsItsPlaces() {
    var before = layout.place(new Graph(List.of(node(1, "idle"), node(2, "idle")), List.of(edge(1, 2, "1.1 s")), ""));

    var after = layout.place(new Graph(List.of(node(1, "busy"), node(2, "idle")), List.of(edge(1, 2, "9.8 s")), ""));

    assertThat(after.boxes()).extracting(Box::x, Box::y)
        .isEqualTo(before.boxes().stream().map(box -> org.assertj.core.groups.Tuple.tuple(box.x(), box.y())).toList());
    assertThat(after.boxes().getFirst().node().note()).isEqualTo("busy");
    assertThat(after.lines().getFirst().edge().label()).isEqualTo("9.8 s");
  }

  @Test
  void outline_ofAForest_hasEachNodeBelowItsParent_andFurtherRight() {
    var forest = new Graph(List.of(node(1, ""), node(2, ""), node(3, ""), node(4, ""), node(5, "")),
        List.of(edge(1, 3, ""), edge(1, 5, ""), edge(3, 4, "")), "");

    var placed = OutlineLayout.place(forest);

    assertThat(placed.boxes()).extracting(box -> box.node().subject()).containsExactly("1", "3", "4", "5", "2");
    assertThat(placed.boxes()).extracting(Box::x).containsExactly(20.0, 52.0, 84.0, 52.0, 20.0);
    assertThat(placed.boxes()).extracting(Box::y).isSorted().doesNotHaveDuplicates();
    assertThat(placed.lines()).hasSize(3);
    assertThat(OutlineLayout.place(Graph.EMPTY)).isEqualTo(PlacedGraph.EMPTY);
  }

  @Test
  void nothing_isPlacedAsNothing() {
    assertThat(layout.place(Graph.EMPTY)).isEqualTo(PlacedGraph.EMPTY);
  }
}
