package dev.kioto.console.ui.task;

import dev.kioto.console.api.Why;
import dev.kioto.console.api.WhyLink;
import dev.kioto.console.api.WhyWait;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.format.Durations;
import dev.kioto.console.ui.format.Instants;
import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.ui.theme.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Why the task waits: a sentence, and the chain of who holds what it waits for, as links.
final class WhySection {
  private static final int MOST_WAITS = 5;

  private final TaskViewModel model;
  private final Consumer<String> openTask;
  private final Label sentence = Labels.wrapped("", "why-sentence");
  private final VBox waits = new VBox(6);
  private final VBox node;

  /// @param openTask is told the id of a task that is clicked on
  WhySection(TaskViewModel model, Consumer<String> openTask) {
    this.model = model;
    this.openTask = openTask;
    var refresh = new Button("Refresh");
    refresh.setId("why-refresh");
    refresh.getStyleClass().add("link");
    refresh.setOnAction(_ -> model.refreshWhy());
    sentence.setId("why");
    node = Section.of("WHY IT WAITS", refresh, sentence, waits);
    model.why().subscribe(this::show);
    model.whyMessage().subscribe(this::show);
    model.instant().subscribe(past -> {
      Labels.show(refresh, past == null);
      show();
    });
  }

  Region node() {
    return node;
  }

  private void show() {
    var message = model.whyMessage().get();
    var why = model.why().get();
    var past = model.instant().get();
    if (past != null) {
      sentence.setText("Why a task waits is known of the present alone. Who held what at "
          + Instants.seconds(past) + ": see Resources and Graphs.");
      Labels.show(waits, false);
      return;
    }
    sentence.setText(!message.isEmpty() ? message : why == null ? "Asking…" : why.sentence());
    waits.getChildren().setAll(why == null || !message.isEmpty() ? List.of() : lines(why));
    Labels.show(waits, !waits.getChildren().isEmpty());
  }

  private List<Node> lines(Why why) {
    var lines = new ArrayList<Node>();
    var said = why.waits().stream().limit(MOST_WAITS).toList();
    for (int i = 0; i < said.size(); i++) {
      lines.add(block(said.get(i), i > 0 && !said.get(i).sentence().equals(why.sentence())));
    }
    why.cannotTell().forEach(reason -> lines.add(Labels.wrapped(reason, "explanation")));
    return lines;
  }

  // The first wait's sentence is that of the whole.
  private Node block(WhyWait wait, boolean withSentence) {
    var block = new VBox(1);
    if (withSentence) {
      block.getChildren().add(Labels.wrapped(wait.sentence(), "explanation"));
    }
    wait.links().forEach(link -> block.getChildren().add(line(link)));
    return block;
  }

  private Node line(WhyLink link) {
    var text = text(link);
    if (!link.kind().equals("task") || link.id().equals(model.shownId().get())) {
      return Labels.wrapped(text, "why-link");
    }
    var button = new Button(text);
    button.getStyleClass().addAll("link", "why-link");
    button.setWrapText(true);
    button.setMinHeight(Region.USE_PREF_SIZE);
    button.setOnAction(_ -> openTask.accept(link.id()));
    return button;
  }

  private static String text(WhyLink link) {
    var name = link.name().isEmpty() ? link.kind() + " #" + link.id()
        : link.kind().equals("task") ? link.name() + " #" + link.id() : link.name();
    return "→ " + name + ' ' + link.role() + length(link.nanos(), link.share())
        + (link.place() == null ? "" : ", " + link.place());
  }

  private static String length(@Nullable Long nanos, @Nullable Double share) {
    var text = nanos == null ? "" : " for " + Durations.text(nanos);
    return share == null ? text : text + " (" + Counts.share(Math.round(share * 1_000), 1_000) + ')';
  }
}
