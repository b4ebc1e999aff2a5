package dev.kioto.console.ui.diagnoses;

import dev.kioto.console.api.Cause;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.Evidence;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.parts.FrameList;
import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.ui.terms.Terms;
import dev.kioto.console.ui.theme.Labels;
import dev.kioto.console.ui.theme.Shapes;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// One diagnosis: what is wrong, what to try, and what it rests on.
final class DiagnosisPanel {
  private final DiagnosesViewModel model;
  private final BiConsumer<String, String> openTask;
  private final Label title = Labels.of("", "panel-title");
  private final Label subject = Labels.of("", "panel-subject");
  private final Label times = Labels.of("", "explanation");
  private final Label sentence = Labels.wrapped("", "panel-sentence");
  private final Label advice = Labels.wrapped("", "panel-advice");
  private final Button task = link("Open the task", "diagnosis-task");
  private final Button raised = link("Go to when it was raised", "diagnosis-raised");
  private final Button silence = link("", "diagnosis-silence");
  private final GridPane evidence = new GridPane();
  private final VBox causes = new VBox(2);
  private final FrameList frames = new FrameList();
  private final VBox evidenceSection;
  private final VBox causeSection;
  private final VBox stackSection;
  private final VBox head;
  private final ScrollPane node;
  private List<String> causeKeys = List.of();
  private @Nullable Diagnosis shown;

  /// @param openTask is told the id and the name of a task that is clicked on
  /// @param goTo is told of the diagnosis to whose beginning the window is to go
  DiagnosisPanel(DiagnosesViewModel model, BiConsumer<String, String> openTask, Consumer<Diagnosis> goTo) {
    this.model = model;
    this.openTask = openTask;
    raised.setOnAction(_ -> goTo.accept(Objects.requireNonNull(shown)));
    raised.setTooltip(Labels.tooltip("Take the whole window to that instant"));
    var line = new HBox(9, Shapes.of(Shapes.WARNING), title, subject, Labels.spring(), task, silence);
    line.setAlignment(Pos.CENTER_LEFT);
    var since = new HBox(4, times, raised);
    since.setAlignment(Pos.CENTER_LEFT);
    head = new VBox(6, line, sentence, advice, since);
    head.getStyleClass().add("diagnosis-head");
    task.setOnAction(_ -> open(Objects.requireNonNull(shown).subject().id(),
        Objects.requireNonNull(shown).subject().name()));
    silence.setOnAction(_ -> model.silence(Objects.requireNonNull(shown)));
    silence.setTooltip(
        Labels.tooltip("This detector says nothing more of what is spawned or made there, in any program of "
            + "this server, until that is taken back."));
    evidence.getStyleClass().add("numbers");
    evidence.setHgap(18);
    evidence.setVgap(4);
    evidenceSection = Section.of("EVIDENCE", new Region(), evidence);
    causeSection = Section.of("CAUSES", new Region(), causes);
    stackSection = Section.of("STACK WHEN IT HAPPENED", new Region(), frames.node());
    var content = new VBox(14, head, causeSection, evidenceSection, stackSection);
    content.getStyleClass().add("diagnosis-panel");
    content.setMinWidth(0);
    node = new ScrollPane(content);
    node.setId("diagnosis");
    node.setFitToWidth(true);
    node.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    node.getStyleClass().add("detail-scroll");
    model.chosen().subscribe(this::show);
  }

  Region node() {
    return node;
  }

  private void show(@Nullable Diagnosis diagnosis) {
    boolean another = diagnosis != null && (shown == null || !shown.id().equals(diagnosis.id()));
    shown = diagnosis;
    if (diagnosis == null) {
      return;
    }
    title.setText(diagnosis.title());
    Terms.detector(title, diagnosis.detector());
    subject.setText(Subjects.text(diagnosis.subject()));
    sentence.setText(diagnosis.sentence());
    advice.setText(diagnosis.advice().isEmpty() ? "" : "Try: " + diagnosis.advice());
    times.setText(times(diagnosis) + (model.instant().get() == null ? "" : "  ·  in the words of its last update"));
    SeverityLook.apply(head, diagnosis);
    Labels.show(task, diagnosis.subject().kind() == SubjectKind.TASK);
    var site = diagnosis.subject().site();
    silence.setText(site == null ? "" : "Silence at " + site);
    Labels.show(silence, site != null);
    showEvidence(diagnosis.evidence());
    showCauses(diagnosis.causes());
    var stack = diagnosis.stack();
    frames.show(stack == null ? List.of() : stack);
    Labels.show(stackSection, stack != null && !stack.isEmpty());
    if (another) {
      node.setVvalue(0);
    }
  }

  private static String times(Diagnosis diagnosis) {
    var end = diagnosis.clearedAt();
    var last = end == null ? diagnosis.updatedAt() : end;
    var length = Durations.text(Duration.between(diagnosis.raisedAt(), last).toNanos());
    return diagnosis.detector() + "  ·  " + SeverityLook.word(diagnosis) + "  ·  since "
        + Instants.millis(diagnosis.raisedAt())
        + (end == null ? ", for " + length : ", cleared after " + length);
  }

  private void showEvidence(List<Evidence> facts) {
    evidence.getChildren().clear();
    for (int i = 0; i < facts.size(); i++) {
      var value = Labels.wrapped(Subjects.value(facts.get(i)), "value");
      evidence.addRow(i, Labels.rigid(facts.get(i).label(), "label"), value);
    }
    Labels.show(evidenceSection, !facts.isEmpty());
  }

  // Lines that stay are only told their new text: a click may be under way on one.
  private void showCauses(List<Cause> found) {
    var keys = found.stream().map(cause -> cause.kind() + " " + cause.id()).toList();
    if (!keys.equals(causeKeys)) {
      causeKeys = keys;
      causes.getChildren().setAll(found.stream().map(this::line).toList());
    }
    for (int i = 0; i < found.size(); i++) {
      ((Labeled) causes.getChildren().get(i)).setText(Subjects.text(found.get(i)));
    }
    Labels.show(causeSection, !found.isEmpty());
  }

  private Labeled line(Cause cause) {
    if (cause.kind() != SubjectKind.TASK) {
      return Labels.of(Subjects.text(cause), "panel-cause");
    }
    var open = link(Subjects.text(cause), null);
    open.setOnAction(_ -> open(cause.id(), cause.name()));
    return open;
  }

  private void open(String id, String name) {
    openTask.accept(id, name);
  }

  private static Button link(String text, @Nullable String id) {
    var button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("link");
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }
}
