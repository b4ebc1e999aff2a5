package dev.kioto.console.ui.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentPlan;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.SpecProblem;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.fake.FakeLab;
import dev.kioto.console.ui.lab.ExperimentFormViewModel.Field;
import dev.kioto.console.ui.link.LabDeed;
import dev.kioto.console.ui.link.LabRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.collections.FXCollections;
import org.junit.jupiter.api.Test;

final class ExperimentFormViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final LabViewModel lab = new LabViewModel(commands, FXCollections.observableArrayList());
  private final ExperimentFormViewModel form = lab.form();

  private ExperimentSpec asked() {
    return commands.specs().getLast();
  }

  private void answer() {
    form.showPlan(asked(), FakeLab.plan(asked()), "");
  }

  private void open(String id) {
    lab.setLookedAt(true);
    lab.show(FakeLab.experiments());
    lab.open(id);
    var experiment = Objects.requireNonNull(FakeLab.experiment(id));
    lab.show(new LabRequest(id, null), experiment, FakeLab.comparison("A"));
  }

  @Test
  void newExperiment_isTheSimplestOne_andCanBegin() {
    lab.write();
    assertThat(lab.content().get()).isEqualTo(LabViewModel.Content.FORM);
    assertThat(commands.said()).containsExactly("lab options", "plan");
    assertThat(form.ready().get()).isFalse();
    form.begin();
    assertThat(commands.said()).doesNotContain("begin");

    answer();
    assertThat(form.summary().get()).isEqualTo("16 runs of 2 combinations, about 4 min");
    form.begin();
    form.begin();
    assertThat(commands.said()).containsOnlyOnce("begin");
    assertThat(asked().workload()).isEqualTo(
        new ExperimentSpec.Workload(List.of("scheduler"), null, null, null, null, null));
    assertThat(asked().vary()).isEqualTo(Map.of("lifo-slot", List.of("on", "off")));

    lab.begun(FakeLab.experiment("3"), "");
    assertThat(lab.content().get()).isEqualTo(LabViewModel.Content.WAITING);
    assertThat(lab.back()).isTrue();
    assertThat(lab.back()).as("the form is gone").isFalse();
  }

  @Test
  void whatIsTyped_isAsked() {
    lab.write();
    form.isCommand().set(true);
    form.text(Field.COMMAND).set("java -jar 'my app.jar' --name \"\"");
    form.text(Field.READY_BY).set("port");
    form.text(Field.READY).set(" 8080 ");
    form.text(Field.LOAD).set("wrk -d{seconds}s http://127.0.0.1:8080/");
    form.text(Field.LOAD_OUTPUT).set("wrk");
    form.text(Field.BASELINE).set("lifo-slot=off");
    form.text(Field.ROUNDS).set("6");
    form.varied().getFirst().values().set("on , off,");
    form.add(form.fixed());
    form.fixed().getFirst().name().set("worker-threads");
    form.fixed().getFirst().values().set(" 2");
    form.add(form.fixed());
    form.ask();

    var spec = asked();
    var workload = Objects.requireNonNull(spec.workload());
    assertThat(workload.command()).containsExactly("java", "-jar", "my app.jar", "--name", "");
    assertThat(workload.ready()).isEqualTo(new ExperimentSpec.ReadyCheck(null, 8080, null));
    assertThat(spec.load()).isEqualTo(
        new ExperimentSpec.LoadSpec(List.of("wrk", "-d{seconds}s", "http://127.0.0.1:8080/"), "wrk"));
    assertThat(spec.vary()).isEqualTo(Map.of("lifo-slot", List.of("on", "off")));
    assertThat(spec.settings()).isEqualTo(Map.of("worker-threads", "2"));
    assertThat(spec.baseline()).isEqualTo(Map.of("lifo-slot", "off"));
    assertThat(spec.rounds()).isEqualTo(6);
  }

  @Test
  void problem_standsWhereItBelongs_elseAtTheBottom() {
    lab.write();
    form.showPlan(asked(), new ExperimentPlan(List.of(), 0, 0, List.of(new SpecProblem("vary.lifo-slot", "one value"),
        new SpecProblem("duration", "no duration"), new SpecProblem("load", "no load"))), "");
    assertThat(form.problemOf(form.varied().getFirst())).isEqualTo("one value");
    assertThat(form.problemOf(Field.DURATION)).isEqualTo("no duration");
    assertThat(form.problemOf(Field.ROUNDS)).isEmpty();
    assertThat(form.problem().get()).isEqualTo("no load");
    assertThat(form.ready().get()).isFalse();

    int before = commands.specs().size();
    form.text(Field.ROUNDS).set("many");
    form.ask();
    assertThat(form.problemOf(Field.ROUNDS)).isEqualTo("write a whole number");
    assertThat(commands.specs()).hasSize(before);

    form.text(Field.ROUNDS).set("7");
    form.ask();
    form.showPlan(asked(), null, "the server is gone");
    assertThat(form.problem().get()).isEqualTo("the server is gone");
    assertThat(form.problemOf(Field.ROUNDS)).isEmpty();
  }

  @Test
  void answerToAnOlderQuestion_isLetGo() {
    lab.write();
    var older = asked();
    form.text(Field.ROUNDS).set("3");
    form.ask();
    form.showPlan(older, FakeLab.plan(older), "");
    assertThat(form.ready().get()).isFalse();
    answer();
    assertThat(form.summary().get()).isEqualTo("6 runs of 2 combinations, about 2 min");
  }

  @Test
  void runAgain_asksForTheSame() {
    open("2");
    lab.writeAgain();

    assertThat(asked()).isEqualTo(Objects.requireNonNull(FakeLab.experiment("2")).spec());
    assertThat(lab.back()).isTrue();
    assertThat(lab.content().get()).isEqualTo(LabViewModel.Content.EXPERIMENT);
  }

  @Test
  void refusedExperiment_staysInTheForm() {
    lab.write();
    answer();
    form.begin();
    lab.begun(null, "experiment 3 is running");
    assertThat(lab.content().get()).isEqualTo(LabViewModel.Content.FORM);
    assertThat(form.problem().get()).isEqualTo("experiment 3 is running");
    assertThat(form.beginning().get()).isFalse();
  }

  @Test
  void experiment_isStoppedResumedAndDeleted_byWhatItIs() {
    open("3");
    assertThat(LabWords.progress(Objects.requireNonNull(lab.experiment().experiment().get())))
        .isEqualTo("run 8 of 48, B, measuring, about 9 min left");
    lab.askToDelete();
    assertThat(lab.deleting().get()).as("while it runs").isFalse();
    lab.stopOrResume();
    lab.stopOrResume();
    assertThat(commands.said()).containsOnlyOnce("STOP 3");
    lab.done("3", LabDeed.STOP, "it ended by itself");
    assertThat(lab.message().get()).isEqualTo("it ended by itself");
    assertThat(lab.refused().get()).isTrue();

    open("2");
    lab.stopOrResume();
    assertThat(commands.said()).endsWith("RESUME 2");
    lab.done("2", LabDeed.RESUME, "");
    lab.askToDelete();
    assertThat(lab.back()).as("deletes nothing").isTrue();
    assertThat(lab.deleting().get()).isFalse();
    lab.delete();
    assertThat(commands.said()).doesNotContain("DELETE 2");
    lab.askToDelete();
    lab.delete();
    assertThat(commands.said()).endsWith("DELETE 2");
    lab.done("2", LabDeed.DELETE, "");
    assertThat(lab.content().get()).isEqualTo(LabViewModel.Content.LIST);
    assertThat(lab.message().get()).isEqualTo("The experiment was deleted.");
  }

  @Test
  void words_areSplitAndJoined() {
    var words = List.of("java", "-jar", "my app.jar", "it's", "", "{seconds}s");
    assertThat(CommandWords.split(CommandWords.join(words))).isEqualTo(words);
    assertThat(CommandWords.split("  a'b c'd  ")).containsExactly("ab cd");
  }

  @Test
  void times_areForPeople() {
    assertThat(List.of(0L, 40L, 102L, 3_600L, 4_260L)).extracting(LabWords::time)
        .containsExactly("1 s", "40 s", "2 min", "1 h", "1 h 11 min");
    assertThat(Experiment.Phase.values()).extracting(LabWords::phase).doesNotContainNull();
  }
}
