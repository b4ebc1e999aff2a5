package dev.kioto.console.ui.diagnoses;

import static dev.kioto.console.ui.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.Subject;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.diagnoses.DiagnosesViewModel.Content;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DiagnosesViewModelTest {
  private static final Diagnosis STUCK = diagnosis("1", "stuck", Severity.CRITICAL, DiagnosisState.ACTIVE,
      "Main.java:1");
  private static final Diagnosis LAGGED = diagnosis("2", "lagged", Severity.WARNING, DiagnosisState.ACTIVE, null);
  private static final Diagnosis GONE = diagnosis("3", "pinned", Severity.WARNING, DiagnosisState.CLEARED, null);

  private final RecordedCommands commands = new RecordedCommands();
  private final DiagnosesViewModel model = new DiagnosesViewModel(commands);

  @BeforeEach
  void target() {
    model.reset(true);
  }

  private static Diagnosis diagnosis(String id, String detector, Severity severity, DiagnosisState state,
      @Nullable String site) {
    return new Diagnosis(id, detector, severity, state, "1", "run-1",
        new Subject(SubjectKind.TASK, "7" + id, "worker", site), "Title", "Sentence.", "Advice.", NOW, NOW,
        state == DiagnosisState.CLEARED ? NOW : null, List.of(), List.of(), null, Map.of());
  }

  private void tell(Diagnosis... all) {
    model.show(new DiagnosisPage(List.of(all), all.length, null));
  }

  @Test
  void show_countsWhatIsActiveAndHidesWhatWasCleared() {
    assertThat(model.content().get()).isEqualTo(Content.WAITING);
    tell(STUCK, LAGGED, GONE);

    assertThat(model.rows()).containsExactly(STUCK, LAGGED);
    assertThat(model.summary().get()).isEqualTo("1 critical, 1 warning");
    assertThat(model.clearedCount().get()).isEqualTo(1);
    model.showCleared().set(true);
    assertThat(model.rows()).containsExactly(STUCK, LAGGED, GONE);
  }

  @Test
  void show_nothingActive_saysSo() {
    tell(GONE);

    assertThat(model.content().get()).isEqualTo(Content.NOTHING);
    assertThat(model.summary().get()).isEmpty();
  }

  @Test
  void chosen_thatChangesAndIsCleared_staysChosen() {
    tell(STUCK, LAGGED);
    model.choose(LAGGED);
    var cleared = diagnosis("2", "lagged", Severity.WARNING, DiagnosisState.CLEARED, null);
    tell(STUCK, cleared);

    assertThat(model.chosen().get()).isEqualTo(cleared);
    assertThat(model.place()).isEqualTo(-1);
    tell(STUCK);
    assertThat(model.chosen().get()).isEqualTo(cleared);
  }

  @Test
  void chooseAbout_somethingNotToldYet_choosesItWhenItIs() {
    model.chooseAbout("stuck", "71");
    assertThat(model.chosen().get()).isNull();
    tell(LAGGED);
    assertThat(model.chosen().get()).isNull();
    tell(STUCK, LAGGED);

    assertThat(model.chosen().get()).isEqualTo(STUCK);
  }

  @Test
  void move_goesDownAndStopsAtTheEnds() {
    model.move(1);
    assertThat(model.chosen().get()).isNull();
    tell(STUCK, LAGGED);

    model.move(1);
    assertThat(model.chosen().get()).isEqualTo(STUCK);
    model.move(5);
    assertThat(model.chosen().get()).isEqualTo(LAGGED);
    model.move(-9);
    assertThat(model.chosen().get()).isEqualTo(STUCK);
  }

  @Test
  void silence_atAKnownPlace_isAskedForAndCanBeTakenBack() {
    tell(STUCK, LAGGED);
    model.silence(LAGGED);
    assertThat(commands.said()).isEmpty();

    model.silence(STUCK);
    model.undoSilence();
    model.undoSilence();

    assertThat(commands.said()).containsExactly("silence stuck at Main.java:1", "unsilence stuck at Main.java:1");
  }

  @Test
  void failed_keepsWhatWasTold() {
    tell(STUCK);
    model.failed("The server did not answer");

    assertThat(model.problem().get()).isEqualTo("The server did not answer");
    assertThat(model.rows()).containsExactly(STUCK);
    model.reset(false);
    assertThat(model.content().get()).isEqualTo(Content.NO_TARGET);
    assertThat(model.problem().get()).isEmpty();
    assertThat(model.rows()).isEmpty();
  }
}
