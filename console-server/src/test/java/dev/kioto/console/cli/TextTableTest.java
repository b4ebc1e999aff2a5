package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.console.cli.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {

  private final TextTable table = new TextTable(Column.right("ID"), Column.left("NAME"), Column.right("N"));

  @Test
  void lines_cellsOfAllWidths_areAligned() {
    table.add(List.of("7", "accept", "1"));
    table.add(List.of("1234", "x", "20"));

    assertThat(table.lines(0)).containsExactly(
        "  ID  NAME     N",
        "   7  accept   1",
        "1234  x       20");
  }

  @Test
  void lines_lastColumnIsText_endWithoutBlanks() {
    var text = new TextTable(Column.left("A"), Column.left("B"));
    text.add(List.of("long one", ""));

    assertThat(text.lines(0)).containsExactly("A         B", "long one");
  }

  @Test
  void lines_widthIsGiven_areCutToIt() {
    table.add(List.of("1", "a name that is far too long", "1"));

    assertThat(table.lines(12)).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(12));
  }

  @Test
  void add_controlCharacters_cannotReachTheTerminal() {
    table.add(List.of("1", "red\u001b[31m\nnext", "1"));

    assertThat(table.lines(0)).hasSize(2).last().asString().contains("red [31m next").doesNotContain("\u001b");
  }

  @Test
  void lines_charactersOutsideTheBasicPlane_countAsOne() {
    table.add(List.of("1", "\uD83D\uDE80", "1"));
    table.add(List.of("1", "ab", "1"));

    assertThat(table.lines(0).get(1)).isEqualTo(" 1  \uD83D\uDE80     1");
  }

  @Test
  void add_wrongNumberOfCells_isRefused() {
    assertThatThrownBy(() -> table.add(List.of("1"))).hasMessage("1 cells for 3 columns");
  }
}
