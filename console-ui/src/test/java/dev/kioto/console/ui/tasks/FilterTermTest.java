package dev.kioto.console.ui.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.filter.FilterSyntaxException;
import dev.kioto.console.filter.TaskLanguage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterTermTest {
  @Test
  void exactly_plainValue_isWrittenAsItIs() {
    assertThat(FilterTerm.exactly("location", "Server.java:22")).isEqualTo("location=Server.java:22");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "", "say \"hi\"", "C:\\new", "a) or (b", "ending\\"})
  void exactly_anyValue_isUnderstoodByTheServer(String value) throws FilterSyntaxException {
    var term = FilterTerm.both("state:idle", FilterTerm.exactly("name", value));

    assertThat(term).startsWith("state:idle name=\"").endsWith("\"");
    assertThat(TaskLanguage.TASKS.filter(term)).isNotNull();
  }

  @Test
  void both_filterWithOr_isPutInParentheses() {
    assertThat(FilterTerm.both("state:idle or polls>3", "parent=4")).isEqualTo("(state:idle or polls>3) parent=4");
    assertThat(FilterTerm.both("name:order", "parent=4")).isEqualTo("name:order parent=4");
    assertThat(FilterTerm.both(" ", "parent=4")).isEqualTo("parent=4");
  }
}
