package dev.kioto.console.ui.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class PulseTest {
  private final Queue<Runnable> hops = new ArrayDeque<>();
  private final Pulse pulse = new Pulse(hops::add);
  private final List<String> heard = new ArrayList<>();

  @Test
  void offer_manyBeforeThePulse_oneHopDeliversTheNewest() {
    var inlet = pulse.<String>inlet(text -> heard.add(text));
    inlet.offer("a");
    inlet.offer("b");
    inlet.offer("c");

    assertThat(hops).hasSize(1);
    beat();
    assertThat(heard).containsExactly("c");
  }

  @Test
  void offer_toTwoInlets_oneHopDeliversBothInTheOrderOfOpening() {
    var first = pulse.<String>inlet(text -> heard.add(text));
    var second = pulse.<String>inlet(text -> heard.add(text));
    second.offer("second");
    first.offer("first");

    assertThat(hops).hasSize(1);
    beat();
    assertThat(heard).containsExactly("first", "second");
  }

  @Test
  void offer_duringDelivery_asksForAnotherHop() {
    var echoes = new ArrayList<Pulse.Inlet<String>>();
    var inlet = pulse.<String>inlet(text -> {
      heard.add(text);
      if (text.equals("a")) {
        echoes.getFirst().offer("b");
      }
    });
    echoes.add(inlet);
    inlet.offer("a");
    beat();

    assertThat(heard).containsExactly("a");
    beat();
    assertThat(heard).containsExactly("a", "b");
  }

  private void beat() {
    Objects.requireNonNull(hops.poll()).run();
  }
}
