package dev.kioto.console.ui.terms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.diagnosis.Detectors;
import dev.kioto.console.ui.charts.Chart;
import dev.kioto.console.ui.overview.Card;
import dev.kioto.console.ui.resources.ResourceColumn;
import dev.kioto.console.ui.table.Column;
import dev.kioto.console.ui.tasks.TaskColumn;
import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class TermTest {
  @ParameterizedTest
  @EnumSource
  void meaning_isASentence(Term term) {
    assertThat(term.meaning()).matches("[A-Z].+\\.");
    assertThat(term.words()).isNotEmpty();
  }

  @Test
  void word_standsForOneTerm_whateverItsCase() {
    var seen = new HashSet<String>();
    for (var term : Term.values()) {
      for (var word : term.words()) {
        assertThat(seen.add(word)).as("'%s' is said once", word).isTrue();
        assertThat(word).isLowerCase();
      }
    }
    assertThat(Term.of("POLLS AND WAKES")).contains(Term.POLLS_AND_WAKES);
    assertThat(Term.of("frobnication")).isEmpty();
  }

  static Stream<String> detectors() {
    return Detectors.ids().stream();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void detector_isExplained(String id) {
    assertThat(Term.ofDetector(id)).isPresent();
  }

  static Stream<Column<?>> columns() {
    return Stream.concat(Stream.<Column<?>>of(TaskColumn.values()), Stream.<Column<?>>of(ResourceColumn.values()));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void column_isExplained(Column<?> column) {
    assertThat(column.heading().explanation()).hasSizeGreaterThan(10).endsWith(".");
  }

  @ParameterizedTest
  @EnumSource
  void card_isExplained(Card card) {
    assertThat(card.explanation()).matches("[A-Z].+\\.");
  }

  @ParameterizedTest
  @EnumSource
  void chart_andEachOfItsFigures_areExplained(Chart chart) {
    assertThat(chart.meaning().lines()).hasSize(1 + chart.lines().size());
  }
}
