package dev.kioto.console.ui.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.fake.FakeLab;
import dev.kioto.console.ui.link.LabRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import javafx.collections.FXCollections;
import org.junit.jupiter.api.Test;

final class LabViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final LabViewModel model = new LabViewModel(commands, FXCollections.observableArrayList());

  @Test
  void asks_onlyWhileLookedAt() {
    assertThat(commands.said()).isEmpty();

    model.setLookedAt(true);
    assertThat(commands.said()).containsExactly("lab list");

    model.setLookedAt(false);
    model.open("1");
    assertThat(commands.said()).containsExactly("lab list");
  }

  @Test
  void list_emptyAndFull_isSaid() {
    model.setLookedAt(true);
    assertThat(model.content().get()).isEqualTo(LabViewModel.Content.WAITING);

    model.show(List.of());
    assertThat(model.content().get()).isEqualTo(LabViewModel.Content.NOTHING);

    model.show(FakeLab.experiments());
    assertThat(model.content().get()).isEqualTo(LabViewModel.Content.LIST);
  }

  @Test
  void open_chosenRow_asksForItsExperiment_andBackForTheList() {
    model.setLookedAt(true);
    model.show(FakeLab.experiments());

    model.move(1);
    model.move(1);
    model.open();

    assertThat(commands.said()).endsWith("lab 2 beside null");
    assertThat(model.content().get()).isEqualTo(LabViewModel.Content.WAITING);
    assertThat(model.back()).isTrue();
    assertThat(commands.said()).endsWith("lab list");
    assertThat(model.content().get()).isEqualTo(LabViewModel.Content.LIST);
    assertThat(model.back()).isFalse();
  }

  @Test
  void experiment_shown_asksForTheRunsBesideEachOther_andThoseThatFailed() {
    open("1");

    assertThat(model.experiment().beside().get()).containsExactly("A", "B", "C");
    assertThat(model.experiment().round().get()).isEqualTo(1);
    assertThat(commands.said()).endsWith("runs of 1 [1-A, 1-B, 1-C, 2-C]");
    assertThat(model.experiment().distribution().get()).isEqualTo("scheduling delay");
  }

  @Test
  void compareTo_otherSettings_asksAnew_andLetsTheOlderAnswerGo() {
    open("1");
    var experiment = model.experiment();

    experiment.compareTo("B");
    assertThat(commands.said()).endsWith("lab 1 beside B");
    show("1", null);
    assertThat(experiment.baselineLetter()).isEqualTo("A");
    show("1", "B");
    assertThat(experiment.baselineLetter()).isEqualTo("B");

    experiment.compareToNext();
    assertThat(commands.said()).endsWith("lab 1 beside C");
  }

  @Test
  void look_finding_turnsMatrixAndDistributionToIt() {
    open("1");
    var finding = FakeLab.comparison("A").findings().stream().filter(each -> each.measure().equals("poll.p99"))
        .findFirst()
        .orElseThrow();

    model.experiment().look(finding);

    assertThat(model.experiment().measure().get()).isEqualTo("poll.p99");
    assertThat(model.experiment().distribution().get()).isEqualTo("poll time");
  }

  @Test
  void toggle_settings_showsTheirRunsAsSoonAsTheyAreRead() {
    open("1");
    var experiment = model.experiment();
    experiment.showRuns("1", List.of(FakeLab.run("1-A"), FakeLab.run("1-F")));

    experiment.toggle("F");
    experiment.toggle("B");

    assertThat(commands.said()).endsWith("runs of 1 [1-A, 1-C, 1-F, 2-C]");
    assertThat(experiment.sideBySide()).extracting(run -> run.id()).containsExactly("1-A", "1-F");
    experiment.showRuns("another", List.of(FakeLab.run("1-C")));
    assertThat(experiment.sideBySide()).hasSize(2);
  }

  @Test
  void report_hasANameForAFile_andSaysWhereItIs() {
    assertThat(model.reportName()).isEmpty();
    open("1");
    var file = Path.of("out", "a.html");

    assertThat(model.reportName()).isEqualTo("http-demo-scheduler-and-workers-report.html");
    model.saveReport(file);
    assertThat(commands.said()).endsWith("report of 1 beside null to " + file);
    model.reported(file, "");
    assertThat(model.message().get()).isEqualTo("The report is in " + file + '.');

    model.reported(file, "no space left on device");
    assertThat(model.message().get()).contains("not written", "no space left on device");
    assertThat(model.refused().get()).isTrue();
  }

  @Test
  void failed_whatWasKnownStays() {
    open("1");

    model.failed(new LabRequest("1", null), "No console server answers.");

    assertThat(model.problem().get()).isEqualTo("No console server answers.");
    assertThat(model.content().get()).isEqualTo(LabViewModel.Content.EXPERIMENT);
    show("1", null);
    assertThat(model.problem().get()).isEmpty();
  }

  @Test
  void words_ofARunningExperiment_sayHowLongItTakes() {
    var running = Objects.requireNonNull(FakeLab.experiment("3"));

    assertThat(LabWords.progress(running)).isEqualTo("run 8 of 48, B, measuring, about 9 min left");
    assertThat(LabWords.progress(Objects.requireNonNull(FakeLab.experiment("1")))).isEqualTo("1 failed, 48 runs");
    assertThat(LabWords.manner(running))
        .isEqualTo("48 runs, interleaved · 8 rounds of 6 settings · 10s each after 3s · demo http --port 8080");
  }

  private void open(String id) {
    model.setLookedAt(true);
    model.open(id);
    show(id, null);
  }

  private void show(String id, @Nullable String baseline) {
    Experiment experiment = Objects.requireNonNull(FakeLab.experiment(id));
    model.show(new LabRequest(id, baseline), experiment, FakeLab.comparison(Objects.requireNonNullElse(baseline, "A")));
  }
}
