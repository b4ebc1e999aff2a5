package dev.kioto.console.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.ui.groups.GroupColumn;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListingTest {
  private final Listing<String, GroupColumn> list = new Listing<>(row -> row.substring(0, 1), GroupColumn.TASKS,
      () -> {
      });

  @Test
  void show_newsOfTheSameRows_keepsTheirPlaces() {
    list.show(List.of("a1", "b1"));
    var before = List.copyOf(list.slots());

    list.show(List.of("b2", "a2", "c2"));

    assertThat(list.slots()).startsWith(before.get(0), before.get(1)).hasSize(3);
    assertThat(list.slots()).extracting(Slot::row).containsExactly("b2", "a2", "c2");
    list.show(List.of("c3"));
    assertThat(list.slots()).containsExactly(before.getFirst());
    assertThat(before.getFirst().row()).isEqualTo("c3");
  }

  @Test
  void chosen_isFollowedByItsKey_andStaysWhenItIsGone() {
    list.show(List.of("a1", "b1"));
    list.move(1);
    list.move(1);

    list.show(List.of("b2", "a2"));
    assertThat(list.chosen().get()).isEqualTo("b2");
    assertThat(list.place().get()).isZero();
    list.show(List.of("a3"));

    assertThat(list.chosen().get()).isEqualTo("b2");
    assertThat(list.place().get()).isEqualTo(-1);
    list.reset();
    assertThat(list.chosen().get()).isNull();
  }
}
