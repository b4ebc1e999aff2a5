package dev.kioto.console.ui.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FuzzyMatchTest {
  @Test
  void query_lettersInOrder_isAnswered_whateverLiesBetween() {
    assertThat(FuzzyMatch.of("dgn", "Diagnoses")).isPresent();
    assertThat(FuzzyMatch.of("DIAG ses", "diagnoses")).isPresent();
    assertThat(FuzzyMatch.of("", "anything")).isPresent();
    assertThat(FuzzyMatch.of("gd", "Diagnoses")).isEmpty();
    assertThat(FuzzyMatch.of("diagnosesx", "Diagnoses")).isEmpty();
  }

  @Test
  void places_areThoseOfTheBestReading() {
    // The t of "task", not the one of "stack"; then the two after it.
    assertThat(places("tas", "read the stack of the task")).containsExactly(22, 23, 24);
    assertThat(places("lp", "the longest poll")).containsExactly(4, 12);
    assertThat(places("ab", "xaab")).containsExactly(2, 3);
  }

  @Test
  void score_beginningsOfWordsAndNeighbours_areBetterThanLettersFromAnywhere() {
    assertThat(score("gr", "Graphs: who waits")).isGreaterThan(score("gr", "The usual stretch, larger"));
    assertThat(score("work", "Workers: what each did")).isGreaterThan(score("work", "Who waits for what others keep"));
    assertThat(score("task", "Tasks")).isGreaterThan(score("task", "Open the tasks"));
  }

  private static int[] places(String query, String text) {
    return FuzzyMatch.of(query, text).orElseThrow().places();
  }

  private static int score(String query, String text) {
    return FuzzyMatch.of(query, text).orElseThrow().score();
  }
}
