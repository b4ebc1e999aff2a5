package dev.kioto.console.ui.status;

import static dev.kioto.console.ui.Fixtures.NOW;
import static dev.kioto.console.ui.Fixtures.recorder;
import static dev.kioto.console.ui.Fixtures.recording;
import static dev.kioto.console.ui.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Recorder.Level;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.status.StatusViewModel.Connection;
import org.junit.jupiter.api.Test;

final class StatusViewModelTest {
  private static final TaskCounts NONE = new TaskCounts(0, 0, 0, 0, 0);

  private final StatusViewModel model = new StatusViewModel("127.0.0.1:7070");

  @Test
  void connection_atFirst_isConnectingWithoutBanner() {
    assertThat(model.connection().get()).isEqualTo(Connection.CONNECTING);
    assertThat(model.text().get()).isEqualTo("Connecting to 127.0.0.1:7070");
    assertThat(model.banner().get()).isEmpty();
  }

  @Test
  void unreachable_withValues_bannerSaysWhyAndSinceWhen() {
    model.answered();
    model.target(target("1", TargetState.CONNECTED));
    model.asOf(NOW);

    model.unreachable("No console server answers at http://127.0.0.1:7070/");

    assertThat(model.stale().get()).isTrue();
    assertThat(model.banner().get()).isEqualTo("No console server answers at http://127.0.0.1:7070/. Values as of "
        + Instants.seconds(NOW) + "; trying again by itself.");
  }

  @Test
  void server_ofAnotherVersion_isSaid_butNotOneThatIsRunFromClasses() {
    model.server("0.1.0", "0.2.0");
    assertThat(model.versions().get()).startsWith("The server is Kioto 0.2.0, the window 0.1.0: ");

    model.server("0.1.0", "0.1.0");
    assertThat(model.versions().get()).isEmpty();
    model.server("dev", "0.2.0");
    assertThat(model.versions().get()).isEmpty();
  }

  @Test
  void answered_afterLoss_takesTheBannerAway() {
    model.unreachable("gone");

    model.answered();

    assertThat(model.banner().get()).isEmpty();
    assertThat(model.stale().get()).isFalse();
  }

  @Test
  void target_disconnected_bannerCarriesItsError() {
    model.answered();

    model.target(target("1", TargetState.DISCONNECTED, "Nothing listens at 127.0.0.1:6661", "", 0, NONE));

    assertThat(model.connection().get()).isEqualTo(Connection.NO_TARGET_ANSWER);
    assertThat(model.banner().get()).startsWith("Nothing listens at 127.0.0.1:6661. ");
  }

  @Test
  void rows_lost_isStaleUntilTheyArriveAgain() {
    model.answered();
    model.target(target("1", TargetState.CONNECTED));

    model.rows(false, "The connection was lost");
    assertThat(model.connection().get()).isEqualTo(Connection.NO_SERVER);
    model.rows(true, "");
    assertThat(model.connection().get()).isEqualTo(Connection.LIVE);
  }

  @Test
  void dropped_some_isSaid() {
    model.target(target("1", TargetState.CONNECTED, null, "r", 12_804, NONE));
    assertThat(model.dropped().get()).isEqualTo("12,804 events dropped");

    model.target(target("1", TargetState.CONNECTED, null, "r", 0, NONE));
    assertThat(model.dropped().get()).isEmpty();
  }

  @Test
  void recorder_ofATarget_saysWhatItRecordsAndWhatThatCosts() {
    model.answered();
    model.target(target("1", TargetState.CONNECTED));
    assertThat(model.recording().get()).isEmpty();

    model.target(recording(target("1", TargetState.CONNECTED), recorder(Level.TASKS, null, 0)));

    assertThat(model.recording().get()).isEqualTo("records tasks · 41.2 k events/s · 4.2 % CPU");
    assertThat(model.recordingLowered().get()).isFalse();
    assertThat(model.recordingHint().get()).contains("4.2 % of one processor, of 25 % that they may", "7.3 MB")
        .doesNotContain("missing");
  }

  @Test
  void recorder_thatWasLowered_isAWarningThatSaysWhy() {
    model.answered();
    model.target(recording(target("1", TargetState.CONNECTED),
        recorder(Level.COUNTS, "the console's own threads took too much", 12)));

    assertThat(model.recordingLowered().get()).isTrue();
    assertThat(model.dropped().get()).isEqualTo("12 events dropped");
    assertThat(model.recording().get()).startsWith("records counts alone");
    assertThat(model.recordingHint().get()).contains("took too much", "new ones are missing", "12 events came faster");
    model.target(null);
    assertThat(model.recordingLowered().get()).isFalse();
    assertThat(model.recording().get()).isEmpty();
  }
}
