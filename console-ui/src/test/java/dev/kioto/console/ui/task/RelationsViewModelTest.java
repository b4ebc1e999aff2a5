package dev.kioto.console.ui.task;

import static dev.kioto.console.ui.Fixtures.NOW;
import static dev.kioto.console.ui.Fixtures.child;
import static dev.kioto.console.ui.Fixtures.target;
import static dev.kioto.console.ui.Fixtures.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Incident;
import dev.kioto.console.api.IncidentKind;
import dev.kioto.console.api.Operation;
import dev.kioto.console.api.OperationPage;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.WakeEdge;
import dev.kioto.console.api.WakePage;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.link.RelationsRequest;
import dev.kioto.console.ui.link.TaskRelations;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RelationsViewModelTest {
  private static final TaskRelations NOTHING = relations(null, null, null, "");

  private final RecordedCommands commands = new RecordedCommands();
  private final RelationsViewModel model = new RelationsViewModel(commands);

  @Test
  void know_parentOfTheTask_asksForItOnce() {
    model.begin("2");

    model.know(child("2", "1", "conn"));
    model.know(child("2", "1", "conn"));

    assertThat(commands.said()).containsExactly("relations of 2", "relations of 2, child of 1");
  }

  @Test
  void offer_targetThatCanTellMore_asksAgain() {
    model.begin("2");

    model.offer(target("1", TargetState.CONNECTED));

    assertThat(commands.said()).hasSize(2);
    assertThat(model.can(Capability.WORKERS)).isTrue();
  }

  @Test
  void show_answerOfATaskBefore_isLetGo() {
    model.begin("2");
    model.begin("3");

    model.show(new RelationsRequest("2", null, Set.of()), NOTHING);

    assertThat(model.relations().get()).isNull();
  }

  @Test
  void show_answerWithAGap_keepsWhatWasKnown() {
    var asked = new RelationsRequest("2", null, Set.of());
    model.begin("2");
    model.show(asked, relations(page(), null, null, ""));

    model.show(asked, relations(null, null, null, "No console server answers"));

    var now = model.relations().get();
    assertThat(now).isNotNull().extracting(TaskRelations::children).isNotNull();
    assertThat(now).extracting(TaskRelations::problem).isEqualTo("No console server answers");
  }

  @Test
  void family_parentForgotten_isSaidWithoutALink() {
    var rows = RelationRows.family(child("2", "1", "conn"), relations(page(), null, null, ""));

    assertThat(rows).extracting(RelationRow::note).first().isEqualTo("spawned it, and is no longer kept");
    assertThat(rows).extracting(RelationRow::to).containsExactly(RelationRow.To.NOTHING, RelationRow.To.CHILDREN,
        RelationRow.To.TASK, RelationRow.To.TASK);
  }

  @Test
  void wakes_byTasksItselfAndTheOutside_areTold() {
    var self = new TaskRef("1", "accept");
    var page = new WakePage(List.of(new WakeEdge(null, self, 10, NOW), new WakeEdge(self, self, 1, null),
        new WakeEdge(new TaskRef("3", "mailer"), self, 2, NOW), new WakeEdge(self, new TaskRef("4", ""), 7, NOW)), 4, 4,
        0,
        null, NOW);

    var rows = RelationRows.wakes(task(1), relations(null, page, null, ""), NOW);

    assertThat(rows).extracting(RelationRow::text).containsExactly("no task", "itself", "mailer #3", "task #4");
    assertThat(rows).extracting(RelationRow::note).containsExactly(
        "woke it 10 times, last now: a timer, a socket, another thread", "woke it once", "woke it 2 times, last now",
        "woken by it 7 times, last now");
  }

  @Test
  void operations_whatItWaitsFor_comesFirst() {
    var page = new OperationPage(List.of(operation("1", false), operation("2", true)), 2, 2, null, NOW);

    var rows = RelationRows.operations(relations(null, null, page, ""));

    assertThat(rows).extracting(RelationRow::note).containsExactly("waited for 1.00 s by Mutex::lock, 1 poll",
        "in use for 1.00 s by Mutex::lock, 1 poll");
    assertThat(rows).extracting(RelationRow::to).containsOnly(RelationRow.To.RESOURCE);
  }

  @Test
  void history_newestFirst() {
    var incident = new Incident("7", IncidentKind.LONG_POLL, null, null, null, NOW, 2_000_000_000L, true, 0, 0,
        List.of(),
        "", 0, List.of(), null, "");

    var rows = RelationRows.history(task(1),
        new TaskRelations(null, null, null, null, List.of(incident), List.of(), ""));

    assertThat(rows).extracting(RelationRow::note).first().asString().endsWith("long poll, 2.00 s until now");
    assertThat(rows).extracting(RelationRow::note).last().asString().endsWith("spawned at Main.java:1");
  }

  private static TaskPage page() {
    return new TaskPage(List.<Task>of(task(8), task(9)), 10, 2, null, NOW);
  }

  private static Operation operation(String id, boolean waiting) {
    return new Operation(id, "7", "Mutex", null, null, "Mutex::lock", NOW, null, 1_000_000_000L, 1, waiting, false, NOW,
        List.of());
  }

  private static TaskRelations relations(@Nullable TaskPage children, @Nullable WakePage wakes,
      @Nullable OperationPage operations, String problem) {
    return new TaskRelations(null, children, wakes, operations, List.of(), List.of(), problem);
  }
}
