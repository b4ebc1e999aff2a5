package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ActionTest {
  @ParameterizedTest
  @EnumSource
  void key_inAView_standsForOneAction(View view) {
    var owners = new HashMap<String, Action>();
    for (var action : Action.values()) {
      for (var key : action.worksIn(view) ? action.keys() : List.<String>of()) {
        assertThat(owners.put(key, action)).as("other owner of %s, the key of %s", key, action).isNull();
      }
    }
    // The first of two characters is no key of its own: it would never be waited for.
    assertThat(owners.keySet().stream().filter(key -> key.contains(" ")).map(key -> key.substring(0, 1)))
        .doesNotContainAnyElementsOf(owners.keySet());
  }

  @ParameterizedTest
  @EnumSource
  void view_isReachedByAKey(View view) {
    var action = Action.valueOf(view.name());

    assertThat(action.keys()).isNotEmpty();
    assertThat(Arrays.stream(View.values()).allMatch(action::worksIn)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void action_hasWords_andAKeyOrAName(Action action) {
    assertThat(action.words()).matches("[A-Z].{3,60}");
    assertThat(action.group().isNamed() || !action.keys().isEmpty()).isTrue();
  }
}
