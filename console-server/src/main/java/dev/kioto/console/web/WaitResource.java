package dev.kioto.console.web;

import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Operation;
import dev.kioto.console.api.OperationPage;
import dev.kioto.console.api.ParkedGroup;
import dev.kioto.console.api.Resource;
import dev.kioto.console.api.ResourceDetail;
import dev.kioto.console.api.ResourcePage;
import dev.kioto.console.api.WaitForPage;
import dev.kioto.console.collector.Run;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.filter.WaitLanguages;
import dev.kioto.console.model.OperationRecord;
import dev.kioto.console.model.ResourceRecord;
import dev.kioto.console.model.Selection;
import dev.kioto.console.model.Selection.Filter;
import dev.kioto.console.model.Selection.Place;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What tasks wait for: the resources of a target, the operations on them, and who waits for whom.
final class WaitResource {

  private static final String TARGET = "/api/v1/targets/{id}";
  private static final Parameter FILTER = Parameter.query("filter", "string", "In the filter language", "");
  private static final int MOST_CYCLES = 100;
  private static final int MOST_OBJECTS = 1000;
  private static final List<String> RESOURCE_STATES = List.of("all", "live", "waited", "held", "ended");
  private static final List<String> OPERATION_STATES = List.of("all", "live", "waiting", "ended");

  private static final Paging<ResourceRecord> RESOURCES = new Paging<>(Map.of(
      "id", (resource, _) -> resource.id(),
      "created", (resource, _) -> resource.createdAt(),
      "owners", (resource, _) -> (long) resource.ownerCount() + resource.ownersLeftOut(),
      "waiters", (resource, _) -> (long) resource.waiterCount() + resource.waitersLeftOut(),
      "operations", (resource, _) -> resource.operations(),
      "waits", (resource, _) -> resource.waits(),
      "wait", (resource, _) -> resource.waitNanos(),
      "longestWait", (resource, _) -> resource.longestWaitNanos()), "id");

  private static final Paging<OperationRecord> OPERATIONS = new Paging<>(Map.of(
      "id", (operation, _) -> operation.id(),
      "created", (operation, _) -> operation.createdAt(),
      "total", (operation, asOf) -> operation.totalAt(asOf),
      "polls", (operation, _) -> operation.polls()), "-total");

  private final TargetResource targets;
  private final Listings listings;

  WaitResource(TargetResource targets, Listings listings) {
    this.targets = targets;
    this.listings = listings;
  }

  List<Route> routes() {
    var task = Parameter.query("task", "string", "Only those of this task, by its wire id", "");
    var operationState = Parameter.query("state", "string", "One of " + String.join(", ", OPERATION_STATES), "live");
    return List.of(
        Route.get(TARGET + "/resources", "Lists resources, part by part.")
            .with(RESOURCES.parameters(TargetResource.TARGET, FILTER,
                Parameter.query("state", "string", "One of " + String.join(", ", RESOURCE_STATES), "live"),
                Parameter.query("type", "string", "Only those of this type", ""),
                Parameter.query("kind", "string", "Only those of this kind", ""),
                Parameter.query("task", "string", "Only those that this task holds or waits for, by its wire id", "")))
            .answering(200, "A part of the list", ResourcePage.class)
            .refusing(400, 404, 501, 503)
            .handledBy(this::resources),
        Route.get(TARGET + "/resources/{resourceId}", "Shows a resource with all its owners and waiters.")
            .with(TargetResource.TARGET, Parameter.path("resourceId", "The resource's id"), TargetResource.RUN,
                TargetResource.AS_OF)
            .answering(200, "The resource", ResourceDetail.class)
            .refusing(404, 501)
            .handledBy(this::resource),
        Route.get(TARGET + "/operations", "Lists operations, part by part: those that go on, and those that waited.")
            .with(OPERATIONS.parameters(TargetResource.TARGET, FILTER, operationState, task,
                Parameter.query("resource", "string", "Only those on this resource, by its id", "")))
            .answering(200, "A part of the list", OperationPage.class)
            .refusing(400, 404, 501, 503)
            .handledBy(request -> operations(request, Parameters.id(request, "task"))),
        Route.get(TARGET + "/tasks/{taskId}/operations", "Lists the operations of a task, part by part.")
            .with(OPERATIONS.parameters(TargetResource.TARGET, TaskResource.TASK, FILTER, operationState))
            .answering(200, "A part of the list", OperationPage.class)
            .refusing(400, 404, 501, 503)
            .handledBy(request -> operations(request, targets.task(request))),
        Route.get(TARGET + "/wait-for", "Lists who waits for what others hold, and circles among them.")
            .with(TargetResource.TARGET,
                Parameter.query("stacks", "string",
                    "true to look at the stacks of up to 10,000 tasks now, for locks that the runtime does not know of",
                    "false"),
                Paging.LIMIT, Paging.CURSOR, TargetResource.RUN, TargetResource.AS_OF)
            .answering(200, "A part of the waits, the longest first, with all circles", WaitForPage.class)
            .refusing(400, 403, 404, 501, 502, 503)
            .handledBy(this::waitFor));
  }

  private Run runWithResources(Context request) {
    var run = targets.runAsOf(request);
    try {
      run.requireUnlessTokio(Capability.RESOURCES, "its resources");
      return run;
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }

  private void resources(Context request) throws IOException {
    var model = runWithResources(request).model();
    var mapping = new RunMapping(model);
    var selection = RESOURCES.selection(request, wanted(request));
    if (Tables.wanted(request)) {
      Tables.<Resource, Place>send(request, "resources", Resource.class, (place, most) -> {
        var part = listings.run(() -> model.resources().resources(selection.part(place, most),
            (resource, _) -> mapping.resource(resource, RunMapping.FEW)));
        return new Tables.Part<>(part.rows(), part.next());
      });
      return;
    }
    Selection.Part<Resource> part = listings.run(
        () -> model.resources().resources(selection, (resource, _) -> mapping.resource(resource, RunMapping.FEW)));
    var counts = model.resources().counts();
    Replies.json(request, new ResourcePage(part.rows(), part.total(), part.matched(),
        counts.droppedEvents() + counts.refused(), RESOURCES.cursor(request, part.next()),
        TaskMapping.instant(part.asOf())));
  }

  private static Filter<ResourceRecord> wanted(Context request) {
    var type = Parameters.text(request, "type", "");
    var kind = Parameters.text(request, "kind", "");
    var task = Parameters.id(request, "task");
    Filter<ResourceRecord> state = switch (Parameters.choice(request, "state", "live", RESOURCE_STATES)) {
      case "live" -> (resource, _) -> !resource.isOver();
      case "waited" -> (resource, _) -> resource.waiterCount() > 0 || resource.waitingThreads() > 0;
      case "held" -> (resource, _) -> resource.ownerCount() > 0;
      case "ended" -> (resource, _) -> resource.isOver();
      default -> (_, _) -> true;
    };
    var filter = Parameters.filter(request, WaitLanguages.RESOURCES);
    return (resource, asOf) -> state.matches(resource, asOf) && (type.isEmpty() || type.equals(resource.type()))
        && (kind.isEmpty() || kind.equals(resource.kind()))
        && (task == null || resource.isOwnedBy(task) || resource.isAwaitedBy(task))
        && filter.matches(resource, asOf);
  }

  /// A resource at an instant.
  private record Row(Resource resource, long asOf) {
  }

  private void resource(Context request) {
    var model = runWithResources(request).model();
    var mapping = new RunMapping(model);
    var text = request.pathParam("resourceId");
    var id = Parameters.taskId(text);
    Row row = id == null ? null : model.resources().find(id,
        (resource, asOf) -> new Row(mapping.resource(resource, RunMapping.ALL), asOf));
    if (row == null) throw Refusal.unknownResource(text, targets.find(request).id());
    Replies.json(request, new ResourceDetail(row.resource(), TaskMapping.instant(row.asOf())));
  }

  private void operations(Context request, @Nullable Long task) throws IOException {
    var model = runWithResources(request).model();
    var mapping = new RunMapping(model);
    var resource = Parameters.id(request, "resource");
    Filter<OperationRecord> state = switch (Parameters.choice(request, "state", "live", OPERATION_STATES)) {
      case "live" -> (operation, _) -> !operation.isOver();
      case "waiting" -> (operation, _) -> operation.isWaiting();
      case "ended" -> (operation, _) -> operation.isOver();
      default -> (_, _) -> true;
    };
    var filter = Parameters.filter(request, WaitLanguages.OPERATIONS);
    var selection = OPERATIONS.selection(request, (operation, asOf) -> state.matches(operation, asOf)
        && (task == null || operation.taskId() == task) && (resource == null || operation.resourceId() == resource)
        && filter.matches(operation, asOf));
    if (Tables.wanted(request)) {
      Tables.<Operation, Place>send(request, "operations", Operation.class, (place, most) -> {
        var part = listings.run(() -> model.resources().operations(selection.part(place, most), mapping::operation));
        return new Tables.Part<>(part.rows(), part.next());
      });
      return;
    }
    var part = listings.run(() -> model.resources().operations(selection, mapping::operation));
    Replies.json(request, new OperationPage(part.rows(), part.total(), part.matched(),
        OPERATIONS.cursor(request, part.next()), TaskMapping.instant(part.asOf())));
  }

  private void waitFor(Context request) {
    var model = runWithResources(request).model();
    var mapping = new RunMapping(model);
    var selection = OPERATIONS.selection(request, (operation, _) -> operation.isWaiting());
    var part = listings.run(() -> model.resources().heldUp(selection,
        (operation, resource, asOf) -> mapping.wait(operation, Objects.requireNonNull(resource), asOf)));
    var cycles = listings.run(() -> model.resources().cycles(MOST_CYCLES)).stream().map(mapping::cycle).toList();
    boolean stacks = Parameters.choice(request, "stacks", "false", List.of("true", "false")).equals("true");
    Replies.json(request, new WaitForPage(part.rows(), part.matched(), cycles, stacks ? parked(request, mapping) : null,
        OPERATIONS.cursor(request, part.next()), TaskMapping.instant(part.asOf())));
  }

  private List<ParkedGroup> parked(Context request, RunMapping mapping) {
    try {
      return targets.find(request).parked().entrySet().stream()
          .sorted(Comparator.comparingInt((Map.Entry<String, List<Long>> group) -> group.getValue().size()).reversed()
              .thenComparing(Map.Entry.comparingByKey()))
          .limit(MOST_OBJECTS)
          .map(group -> new ParkedGroup(group.getKey(), group.getValue().stream().sorted(Long::compareUnsigned)
              .limit(RunMapping.FEW).map(mapping::task).toList(), group.getValue().size()))
          .toList();
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }
}
