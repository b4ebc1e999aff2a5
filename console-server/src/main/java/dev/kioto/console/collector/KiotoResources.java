package dev.kioto.console.collector;

import dev.kioto.console.model.OperationDescription;
import dev.kioto.console.model.OperationStats;
import dev.kioto.console.model.ResourceDescription;
import dev.kioto.console.model.ResourceStats;
import dev.kioto.console.model.ResourceUpdate;
import dev.kioto.console.model.WakeEdge;
import dev.kioto.console.model.WakeUpdate;
import dev.kioto.proto.console.v1.Frame;
import dev.kioto.proto.console.v1.Operation;
import dev.kioto.proto.console.v1.Resource;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.StateAttribute;
import dev.kioto.proto.console.v1.WakesUpdate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns what Kioto's own protocol says of resources, operations and wakes into the model's news.
///
/// As with tasks it trusts nothing: texts and lists are cut, and an id of 0 is passed over.
final class KiotoResources {

  private static final int MOST_TASKS = 1000; // as many as the protocol names

  private final Texts texts;
  private final Oddities oddities;

  KiotoResources(Oddities oddities) {
    this.texts = new Texts(oddities);
    this.oddities = oddities;
  }

  ResourceUpdate decode(ResourcesUpdate update) {
    var described = new ArrayList<ResourceDescription>(update.getResourcesCount());
    var stats = new ArrayList<ResourceStats>(update.getResourcesCount());
    for (var resource : update.getResourcesList()) {
      if (!isKnown(resource.getId())) continue;
      described.add(describe(resource));
      stats.add(stats(resource));
    }
    var started = new ArrayList<OperationDescription>(update.getOperationsCount());
    var progress = new ArrayList<OperationStats>(update.getOperationsCount());
    for (var operation : update.getOperationsList()) {
      if (!isKnown(operation.getId())) continue;
      started.add(new OperationDescription(operation.getId(), operation.getResourceId(), 0,
          texts.label(operation.getSource())));
      progress.add(stats(operation));
    }
    return new ResourceUpdate(Instants.nanos(update.getNow()), described, stats, started, progress,
        Instants.count(update.getDroppedEvents()), !update.getMore());
  }

  private boolean isKnown(long id) {
    if (id == 0) oddities.leftOut.increment();
    return id != 0;
  }

  private ResourceDescription describe(Resource resource) {
    var kind = switch (resource.getKind()) {
      case SYNC -> "sync";
      case TIMER -> "timer";
      case IO -> "io";
      case KIND_UNSPECIFIED, UNRECOGNIZED -> "";
    };
    return new ResourceDescription(resource.getId(), texts.label(resource.getType()), kind, resource.getRuntimeId(), 0,
        false, resource.hasLocation() ? place(resource.getLocation()) : null);
  }

  private @Nullable String place(Frame frame) {
    var file = frame.getFile().isEmpty() ? frame.getClassName() : frame.getFile();
    if (file.isEmpty()) return null;
    return texts.label(file) + (frame.getLine() == 0 ? "" : ":" + Integer.toUnsignedString(frame.getLine()));
  }

  private ResourceStats stats(Resource resource) {
    var holders = new ResourceStats.Holders(tasks(resource.getOwnersList()), tasks(resource.getWaitersList()),
        Instants.count(resource.getWaitingThreads()), Instants.count(resource.getOwnersLeftOut()),
        Instants.count(resource.getWaitersLeftOut()));
    var totals = new ResourceStats.Totals(Instants.count(resource.getOperations()), Instants.count(resource.getWaits()),
        Instants.nanos(resource.getWaitTime()), Instants.nanos(resource.getLongestWait()));
    return new ResourceStats(resource.getId(),
        Instants.nanosOrAbsent(resource.hasCreatedAt(), resource.getCreatedAt()),
        Instants.nanosOrAbsent(resource.hasEndedAt(), resource.getEndedAt()), attributes(resource.getAttributesList()),
        holders, totals);
  }

  private OperationStats stats(Operation operation) {
    return new OperationStats(operation.getId(), operation.getTaskId(),
        Instants.nanosOrAbsent(operation.hasCreatedAt(), operation.getCreatedAt()),
        Instants.nanosOrAbsent(operation.hasEndedAt(), operation.getEndedAt()), Instants.count(operation.getPolls()),
        operation.getIsWaiting(), operation.getIsReady(),
        Instants.nanosOrAbsent(operation.hasLastPoll(), operation.getLastPoll()),
        attributes(operation.getAttributesList()));
  }

  private long[] tasks(List<Long> told) {
    if (told.size() > MOST_TASKS) oddities.leftOut.add(told.size() - MOST_TASKS);
    return told.stream().mapToLong(Long::longValue).limit(MOST_TASKS).toArray();
  }

  private List<String> attributes(List<StateAttribute> told) {
    if (told.size() > TokioResources.MOST_ATTRIBUTES) oddities.leftOut.increment();
    var attributes = new ArrayList<String>(3 * Math.min(told.size(), TokioResources.MOST_ATTRIBUTES));
    for (var attribute : told) {
      if (attributes.size() >= 3 * TokioResources.MOST_ATTRIBUTES) break;
      attributes.add(texts.label(attribute.getName()));
      attributes.add(switch (attribute.getValueCase()) {
        case NUMBER -> Long.toString(attribute.getNumber());
        case FLAG -> Boolean.toString(attribute.getFlag());
        case TEXT -> texts.label(attribute.getText());
        case VALUE_NOT_SET -> "";
      });
      attributes.add(texts.label(attribute.getUnit()));
    }
    return attributes;
  }

  static WakeUpdate decode(WakesUpdate update) {
    var edges = new ArrayList<WakeEdge>(update.getEdgesCount());
    for (var edge : update.getEdgesList()) {
      edges.add(new WakeEdge(edge.getSlot(), edge.getFromTask(), edge.getToTask(), Instants.count(edge.getWakes()),
          Instants.nanosOrAbsent(edge.hasLastAt(), edge.getLastAt())));
    }
    return new WakeUpdate(Instants.nanos(update.getNow()), edges, Instants.count(update.getUncountedWakes()));
  }
}
