package dev.kioto.demo.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What all troubles have in common.
@Timeout(120)
final class TroublesTest {

  @Test
  void ids_areOfOneEach() {
    assertThat(Troubles.all()).extracting(Trouble::id).doesNotHaveDuplicates().hasSize(22);
    for (var trouble : Troubles.all()) assertThat(Troubles.byId(trouble.id())).isSameAs(trouble);
    assertThat(Troubles.byId("nope")).isNull();
  }

  @Test
  void sentences_areThere() {
    assertThat(Troubles.all()).allSatisfy(trouble -> {
      assertThat(trouble.look()).isNotBlank().doesNotEndWith(".");
      assertThat(trouble.sick()).isNotBlank().doesNotEndWith(".");
      assertThat(trouble.healthy()).isNotBlank().doesNotEndWith(".");
      assertThat(trouble.hasFuture() || trouble.hasDirect()).isTrue();
      if (!trouble.hasVirtual()) {
        assertThatThrownBy(() -> trouble.startVirtual(false)).hasMessageContaining(trouble.id());
      }
    });
  }
}
