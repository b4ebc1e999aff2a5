package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WakeModelTest {

  private final WakeModel model = new WakeModel();

  @Test
  void edges_areHeldBySlot_andTheLastOneWins() {
    model.apply(new WakeUpdate(1, List.of(edge(0, 1, 2, 5), edge(300, 2, 3, 9)), 4));
    model.apply(new WakeUpdate(2, List.of(edge(0, 7, 8, 1)), 6));

    assertThat(all()).containsExactly(edge(300, 2, 3, 9), edge(0, 7, 8, 1));
    assertThat(model.counts()).isEqualTo(new WakeModel.Counts(2, 2, 6, 0));
  }

  @Test
  void slotThatIsFree_hasNoEdge() {
    model.apply(new WakeUpdate(1, List.of(edge(0, 1, 2, 5), edge(1, 2, 3, 9)), 0));
    model.apply(new WakeUpdate(2, List.of(edge(0, 0, 0, 0), edge(900_000, 0, 0, 0)), 0));

    assertThat(all()).containsExactly(edge(1, 2, 3, 9));
    assertThat(model.counts().edges()).isEqualTo(1);
  }

  @Test
  void slotsBeyondTheBound_areRefusedAndCounted() {
    model.apply(new WakeUpdate(1, List.of(edge(-1, 1, 2, 5), edge(WakeModel.MOST_EDGES, 2, 3, 9),
        edge(WakeModel.MOST_EDGES - 1, 4, 5, 1)), 0));

    assertThat(all()).containsExactly(edge(WakeModel.MOST_EDGES - 1, 4, 5, 1));
    assertThat(model.counts().refused()).isEqualTo(2);
  }

  @Test
  void newConnection_beginsWithoutEdges() {
    model.apply(new WakeUpdate(1, List.of(edge(0, 1, 2, 5)), 0));
    model.beginSnapshot();

    assertThat(all()).isEmpty();
  }

  private List<WakeEdge> all() {
    return model.edges(new Selection<>((_, _) -> true, (edge, _) -> edge.wakes(), true, null, 10)).rows();
  }

  private static WakeEdge edge(int slot, long from, long to, long wakes) {
    return new WakeEdge(slot, from, to, wakes, TaskRecord.ABSENT);
  }
}
