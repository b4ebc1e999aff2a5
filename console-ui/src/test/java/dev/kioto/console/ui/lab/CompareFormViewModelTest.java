package dev.kioto.console.ui.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Playback;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.CompareRequest.ComparedSide;
import dev.kioto.console.ui.Fixtures;
import dev.kioto.console.ui.RecordedCommands;
import java.time.Instant;
import java.time.InstantSource;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Test;

final class CompareFormViewModelTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final ObservableList<Target> targets = FXCollections.observableArrayList();
  private final RecordedCommands commands = new RecordedCommands();
  private final CompareFormViewModel form = new CompareFormViewModel(commands, InstantSource.fixed(NOW), targets);

  private static Target program(String id) {
    return Fixtures.target(id, TargetState.CONNECTED);
  }

  private static Target recording(String id) {
    return Fixtures.playing(program(id),
        new Playback(NOW.minusSeconds(600), NOW.minusSeconds(300), NOW.minusSeconds(600), 1, true, false, true, null));
  }

  @Test
  void withoutATarget_thereIsNothingToCompare() {
    form.fill();

    assertThat(form.ready().get()).isFalse();
    assertThat(form.problem().get()).startsWith("There is nothing to compare");
    form.begin();
    assertThat(commands.compared()).isEmpty();
  }

  @Test
  void twoPrograms_areMeasuredAtOnce_forAsLongAsIsSaid() {
    targets.setAll(program("1"), program("2"));
    form.fill();
    assertThat(form.summary().get()).isEqualTo("Both are measured at once, for 30s");

    form.duration().set("soon");
    assertThat(form.ready().get()).isFalse();
    assertThat(form.problem().get()).contains("soon");
    form.duration().set("20s");
    form.begin();
    form.begin();

    assertThat(commands.compared()).containsExactly(
        new CompareRequest(new ComparedSide("1", null, null), new ComparedSide("2", null, null), "20s"));
    assertThat(form.beginning().get()).isTrue();
    form.refused("too many");
    assertThat(form.problem().get()).isEqualTo("too many");
    assertThat(form.beginning().get()).isFalse();
  }

  @Test
  void stretches_areCountedFromTheBeginningOfARecording_andBackFromNowForAProgram() {
    targets.setAll(recording("1"), program("2"));
    form.fill();
    form.one().to().set("30s");
    form.other().from().set("5m");
    form.other().to().set("2026-11-20T11:59:00Z");
    assertThat(form.summary().get()).isEqualTo("Both are of the past: it takes a moment");
    form.begin();

    assertThat(commands.compared()).containsExactly(new CompareRequest(
        new ComparedSide("1", null, NOW.minusSeconds(570)),
        new ComparedSide("2", NOW.minusSeconds(300), Instant.parse("2026-11-20T11:59:00Z")), null));
  }

  @Test
  void whatIsNoTime_isSaidWithWhatWouldBe() {
    targets.setAll(recording("1"), program("2"));
    form.fill();
    form.one().from().set("then");
    assertThat(form.problem().get()).isEqualTo(
        "'then' is no time: write 30s or 5m, counted from the recording's beginning, or an instant like 2026-11-20T12:28:20Z");
    form.one().from().set("0s");
    assertThat(form.problem().get()).isEmpty();
  }
}
