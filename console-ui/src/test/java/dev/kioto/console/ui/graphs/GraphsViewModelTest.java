package dev.kioto.console.ui.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.graph.Graph;
import dev.kioto.console.ui.graph.GraphKind;
import dev.kioto.console.ui.graph.PlacedGraph;
import dev.kioto.console.ui.link.GraphRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphsViewModelTest {
  private static final PlacedGraph GRAPH = new PlacedGraph(Graph.EMPTY, List.of(), List.of(), 10, 20);

  private final RecordedCommands commands = new RecordedCommands();
  private final GraphsViewModel model = new GraphsViewModel(commands);

  @Test
  void graph_isAskedForOnlyWhileItIsLookedAt() {
    model.kind().set(GraphKind.WAKES);
    assertThat(commands.said()).isEmpty();

    model.setLookedAt(true);

    assertThat(commands.said()).containsExactly("graph WAKES of null");
  }

  @Test
  void choiceOfATask_asksAnew_whereTheGraphIsAboutIt() {
    model.setLookedAt(true);
    model.setTask("17");
    model.aboutTask().set(true);
    model.kind().set(GraphKind.TREE);
    model.setTask("18");

    assertThat(commands.said()).containsExactly("graph WAITS of null", "graph WAITS of null", "graph TREE of 17",
        "graph TREE of 18");
  }

  @Test
  void answer_toAnOlderQuestion_isLetGo() {
    model.setLookedAt(true);
    model.kind().set(GraphKind.WAKES);

    model.show(new GraphRequest(GraphKind.WAITS, null), GRAPH);
    assertThat(model.answered().get()).isFalse();
    model.show(new GraphRequest(GraphKind.WAKES, null), GRAPH);
    assertThat(model.graph().get()).isSameAs(GRAPH);

    model.refused(new GraphRequest(GraphKind.WAKES, null), "It cannot tell.");
    assertThat(model.problem().get()).isEqualTo("It cannot tell.");
    assertThat(model.graph().get()).isSameAs(GRAPH);
    model.reset(true);
    assertThat(model.graph().get()).isSameAs(PlacedGraph.EMPTY);
  }
}
