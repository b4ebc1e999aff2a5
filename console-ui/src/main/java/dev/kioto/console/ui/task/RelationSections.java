package dev.kioto.console.ui.task;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Task;
import dev.kioto.console.ui.link.TaskRelations;
import dev.kioto.console.ui.parts.Section;
import dev.kioto.console.ui.theme.Labels;
import java.time.Instant;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// What the task waits for and uses, its parent and children, who wakes it, and its history. UI thread only.
final class RelationSections {
  private final TaskViewModel model;
  private final RelationList operations;
  private final RelationList family;
  private final RelationList wakes;
  private final RelationList history;
  private final Label noOperations = Labels.wrapped("", "explanation");
  private final Label noWakes = Labels.wrapped("", "explanation");
  private final Label problem = Labels.wrapped("", "explanation");
  private final List<Node> nodes;

  RelationSections(TaskViewModel model, TaskLinks links) {
    this.model = model;
    operations = new RelationList(row -> follow(row, links));
    family = new RelationList(row -> follow(row, links));
    wakes = new RelationList(row -> follow(row, links));
    history = new RelationList(row -> follow(row, links));
    operations.node().setId("task-operations");
    family.node().setId("task-family");
    wakes.node().setId("task-wakes");
    history.node().setId("task-history");
    nodes = List.of(Section.of("WAITS FOR AND USES", new Region(), operations.node(), noOperations),
        Section.of("SPAWNED BY, AND HAS SPAWNED", new Region(), family.node()),
        Section.of("WAKES", new Region(), wakes.node(), noWakes),
        Section.of("HISTORY", new Region(), history.node(), problem));
    model.relations().relations().subscribe(_ -> show());
    model.task().subscribe(_ -> show());
  }

  List<Node> nodes() {
    return nodes;
  }

  private static void follow(RelationRow row, TaskLinks links) {
    switch (row.to()) {
      case TASK -> links.openTask(row.id());
      case RESOURCE -> links.openResource(row.id());
      case DIAGNOSIS -> links.openDiagnosis(row.id());
      case CHILDREN -> links.listChildren(row.id());
      case NOTHING -> {
      }
    }
  }

  private void show() {
    var relations = model.relations().relations().get();
    var task = model.task().get();
    nodes.forEach(node -> Labels.show(node, relations != null && task != null));
    if (relations != null && task != null) {
      show(task, relations);
    }
  }

  private void show(Task task, TaskRelations relations) {
    operations.show(RelationRows.operations(relations));
    note(noOperations, relations.operations() == null, Capability.RESOURCES,
        RelationRows.operations(relations).isEmpty(), "It uses nothing of which the program tells.");
    family.show(RelationRows.family(task, relations));
    wakes.show(RelationRows.wakes(task, relations, asOf(relations)));
    note(noWakes, relations.wakes() == null, Capability.WAKES, wakes.node().getChildrenUnmodifiable().isEmpty(),
        task.wakes() == 0 ? "Nobody has woken it yet." : "It is not known who has woken it.");
    history.show(RelationRows.history(task, relations));
    problem.setText(relations.problem());
    Labels.show(problem, !relations.problem().isEmpty());
  }

  private static Instant asOf(TaskRelations relations) {
    var wakes = relations.wakes();
    return wakes == null ? Instant.EPOCH : wakes.asOf();
  }

  private void note(Label label, boolean missing, Capability capability, boolean none, String nothing) {
    @Nullable String words = missing ? model.relations().can(capability) ? "" : "The program does not tell."
        : none ? nothing : "";
    label.setText(words);
    Labels.show(label, !words.isEmpty());
  }
}
