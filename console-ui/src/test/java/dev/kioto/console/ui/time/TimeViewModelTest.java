package dev.kioto.console.ui.time;

import static dev.kioto.console.ui.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Playback;
import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.TrailStatus;
import dev.kioto.console.ui.Fixtures;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.link.TimeNews;
import dev.kioto.console.ui.time.TimeViewModel.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimeViewModelTest {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

  private final RecordedCommands commands = new RecordedCommands();
  private Instant now = START;
  private final TimeViewModel model = new TimeViewModel(commands, () -> now);

  @Test
  void reset_aProgram_isLiveAndAsksWhatIsKept() {
    model.reset(target("1", TargetState.CONNECTED));

    assertThat(model.mode().get()).isEqualTo(Mode.LIVE);
    assertThat(model.instant().get()).isNull();
    var asked = commands.times().getLast().orElseThrow();
    assertThat(asked.to()).isNull();
    assertThat(asked.length()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void reset_none_asksForNothing() {
    model.reset(null);

    assertThat(model.mode().get()).isEqualTo(Mode.NONE);
    model.toggle();
    model.step(-1);
    assertThat(model.mode().get()).isEqualTo(Mode.NONE);
    assertThat(commands.times()).allMatch(one -> one.isEmpty());
  }

  @Test
  void choose_anInstant_isThePastUntilLive() {
    live();
    var then = START.minusSeconds(240);

    model.choose(then);
    assertThat(model.mode().get()).isEqualTo(Mode.PAST);
    assertThat(model.instant().get()).isEqualTo(then);
    assertThat(model.reading().get()).isTrue();
    assertThat(model.words().get()).isEqualTo(Instants.seconds(then) + " · 4 min ago");
    model.arrived();
    assertThat(model.reading().get()).isFalse();

    model.goLive();
    assertThat(model.mode().get()).isEqualTo(Mode.LIVE);
    assertThat(model.instant().get()).isNull();
    assertThat(model.words().get()).isEqualTo(Instants.seconds(START));
  }

  @Test
  void choose_theInstantThatIsShown_waitsForNothing() {
    live();
    model.choose(START.minusSeconds(10));
    model.arrived();

    model.choose(START.minusSeconds(10));

    assertThat(model.reading().get()).isFalse();
  }

  @Test
  void choose_whatIsStillToCome_isLive() {
    live();
    model.choose(START.minusSeconds(10));

    model.choose(START.plusSeconds(1));

    assertThat(model.mode().get()).isEqualTo(Mode.LIVE);
  }

  @Test
  void toggle_somethingKept_standsAtThePresentInstant() {
    live();

    model.toggle();
    assertThat(model.instant().get()).isEqualTo(START);
    assertThat(model.isStanding()).isFalse();

    now = START.plusSeconds(30);
    model.toggle();
    assertThat(model.mode().get()).isEqualTo(Mode.LIVE);
  }

  @Test
  void toggle_nothingKept_standsStillAndSaysWhy() {
    model.reset(target("1", TargetState.CONNECTED));
    model.show(new TimeNews(null, "This server keeps nothing", null, List.of()));

    model.toggle();
    assertThat(model.mode().get()).isEqualTo(Mode.STANDING);
    assertThat(model.instant().get()).isNull();
    assertThat(model.problem().get()).isEqualTo("This server keeps nothing");

    model.choose(START.minusSeconds(5));
    assertThat(model.mode().get()).isEqualTo(Mode.STANDING);
    model.toggle();
    assertThat(model.mode().get()).isEqualTo(Mode.LIVE);
  }

  @Test
  void step_fromThePresent_goesBackAndOnAgain() {
    live();

    model.step(-10);
    model.step(-1);
    assertThat(model.instant().get()).isEqualTo(START.minusSeconds(11));
    model.step(1);
    assertThat(model.instant().get()).isEqualTo(START.minusSeconds(10));
    model.step(10);
    assertThat(model.mode().get()).isEqualTo(Mode.LIVE);
  }

  @Test
  void show_whileLive_theBarEndsAtThePresent_whileAwayItStands() {
    live();
    now = START.plusSeconds(60);
    model.show(kept(now));
    assertThat(model.axis().get().to()).isEqualTo(Instants.nanos(now));

    model.choose(START);
    long end = model.axis().get().to();
    now = START.plusSeconds(120);
    model.show(kept(now));

    assertThat(model.axis().get().to()).isEqualTo(end);
    assertThat(model.words().get()).isEqualTo(Instants.seconds(START) + " · 2 min ago");
  }

  @Test
  void show_littleKept_theBarIsThat_untilItIsZoomed() {
    model.reset(target("1", TargetState.CONNECTED));
    model.show(kept(START.minusSeconds(120), START));
    assertThat(model.axis().get().length()).isEqualTo(120_000_000_000L);

    model.zoom(0.5, 1);
    model.show(kept(START.minusSeconds(121), START));

    assertThat(model.axis().get().length()).isEqualTo(240_000_000_000L);
  }

  @Test
  void choose_outsideTheBar_bringsItIntoView() {
    live();
    var then = START.minus(Duration.ofHours(2));

    model.choose(then);

    assertThat(model.axis().get().from()).isLessThan(Instants.nanos(then));
    assertThat(model.axis().get().to()).isGreaterThan(Instants.nanos(then));
    assertThat(commands.times().getLast().orElseThrow().to()).isNotNull();
  }

  @Test
  void refuse_anInstantThatIsNotKept_saysSoUntilAnotherIsChosen() {
    live();
    model.choose(START.minusSeconds(300));

    model.refuse("It is not known");
    assertThat(model.refusal().get()).isEqualTo("It is not known");
    assertThat(model.reading().get()).isFalse();

    model.choose(START.minusSeconds(200));
    assertThat(model.refusal().get()).isEmpty();
  }

  @Test
  void show_aServerElsewhereWhoseClockIsAhead_itsClockCounts() {
    model.reset(target("1", TargetState.CONNECTED));
    model.show(kept(START.plusSeconds(3600)));
    model.show(kept(START.plusSeconds(3601)));

    model.toggle();

    assertThat(model.instant().get()).isEqualTo(START.plusSeconds(3601));
  }

  @Test
  void show_aTrailThatEndedLongAgo_isNoClock() {
    model.reset(target("1", TargetState.CONNECTED));
    model.show(kept(START.minusSeconds(3600)));
    model.show(kept(START.minusSeconds(3600)));

    assertThat(model.axis().get().to()).isEqualTo(Instants.nanos(START));
  }

  @Test
  void chooseRaised_showsItJustAfter() {
    live();

    model.chooseRaised(START.minusSeconds(100));

    assertThat(model.instant().get()).isEqualTo(START.minusSeconds(100).plusMillis(500));
  }

  @Test
  void zoom_live_keepsThePresentAtTheEdge() {
    live();

    model.zoom(2, 0.3);

    assertThat(model.axis().get().length()).isEqualTo(300_000_000_000L);
    assertThat(model.axis().get().to()).isEqualTo(Instants.nanos(START));
  }

  @Test
  void reset_aRecording_isWhereItIs() {
    model.reset(recording(playback(30, false)));

    assertThat(model.mode().get()).isEqualTo(Mode.PLAYING);
    assertThat(model.instant().get()).isNull();
    assertThat(model.position().get()).isEqualTo(START.plusSeconds(30));
    assertThat(model.words().get()).isEqualTo(Instants.seconds(START.plusSeconds(30)) + " · 0:30 of 4:00");
    assertThat(model.axis().get().length()).isEqualTo(240_000_000_000L);
  }

  @Test
  void recording_toggled_pausesAndPlays() {
    model.reset(recording(playback(30, false)));

    model.toggle();
    assertThat(model.mode().get()).isEqualTo(Mode.HALTED);
    assertThat(commands.plays().getLast()).isEqualTo(new PlaybackRequest(null, 1.0, true));

    model.played(commands.plays().getLast(), playback(30, true));
    model.toggle();
    assertThat(commands.plays().getLast()).isEqualTo(new PlaybackRequest(null, 1.0, false));
  }

  @Test
  void recording_soughtWhileAnswersAreOld_staysWhereItWasSent() {
    model.reset(recording(playback(30, false)));

    model.choose(START.plusSeconds(200));
    model.show(recording(playback(31, false)));
    assertThat(model.position().get()).isEqualTo(START.plusSeconds(200));
    model.speed(5);
    var request = commands.plays().getLast();
    assertThat(request).isEqualTo(new PlaybackRequest(START.plusSeconds(200), 5.0, false));

    model.played(commands.plays().getFirst(), playback(32, false));
    assertThat(model.position().get()).isEqualTo(START.plusSeconds(200));
    model.played(request, playback(200, false));
    model.show(recording(playback(205, false)));
    assertThat(model.position().get()).isEqualTo(START.plusSeconds(205));
  }

  @Test
  void recording_soughtBeyondItsEnds_stopsAtThem() {
    model.reset(recording(playback(30, true)));

    model.choose(START.minusSeconds(9));
    assertThat(model.position().get()).isEqualTo(START);
    model.choose(START.plusSeconds(900));
    assertThat(model.position().get()).isEqualTo(START.plusSeconds(240));
  }

  @Test
  void recording_ended_playsFromItsBeginning() {
    model.reset(recording(new Playback(START, START.plusSeconds(240), START.plusSeconds(240), 1, true, true, true,
        null)));

    model.toggle();

    assertThat(commands.plays().getLast()).isEqualTo(new PlaybackRequest(START, 1.0, false));
  }

  @Test
  void recording_refused_saysWhyAndFollowsTheServerAgain() {
    model.reset(recording(playback(30, false)));
    model.choose(START.plusSeconds(200));

    model.notPlayed(commands.plays().getLast(), "The file is gone");
    assertThat(model.problem().get()).isEqualTo("The file is gone");
    model.show(recording(playback(33, false)));

    assertThat(model.position().get()).isEqualTo(START.plusSeconds(33));
  }

  @Test
  void recording_notWhole_saysSo() {
    model.reset(recording(new Playback(START, START.plusSeconds(240), START, 1, true, false, false, null)));
    assertThat(model.problem().get()).contains("was not ended");

    model.reset(
        recording(new Playback(START, START.plusSeconds(240), START, 1, true, false, false, "Block 7 is broken")));
    assertThat(model.problem().get()).isEqualTo("Block 7 is broken");
  }

  private void live() {
    model.reset(target("1", TargetState.CONNECTED));
    model.show(kept(START));
  }

  private static TimeNews kept(Instant end) {
    return kept(START.minus(Duration.ofHours(3)), end);
  }

  private static TimeNews kept(Instant from, Instant end) {
    return new TimeNews(new TrailStatus(from, end, List.of(new TrailStatus.Span(from, end)), 1, 0, null), "", null,
        List.of());
  }

  private static Playback playback(int seconds, boolean paused) {
    return new Playback(START, START.plusSeconds(240), START.plusSeconds(seconds), 1, paused, false, true, null);
  }

  private static Target recording(Playback playback) {
    return Fixtures.playing(target("1", TargetState.CONNECTED), playback);
  }
}
