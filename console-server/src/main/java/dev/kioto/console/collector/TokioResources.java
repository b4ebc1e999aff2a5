package dev.kioto.console.collector;

import dev.kioto.console.model.OperationDescription;
import dev.kioto.console.model.OperationStats;
import dev.kioto.console.model.ResourceDescription;
import dev.kioto.console.model.ResourceStats;
import dev.kioto.console.model.ResourceUpdate;
import dev.kioto.proto.tokio.common.Attribute;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.resources.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns what the tokio-console protocol says of resources and operations into the model's news.
///
/// It knows neither owners nor totals. Not safe for use by several threads.
final class TokioResources {

  static final int MOST_ATTRIBUTES = 32;

  private final WireFields fields;
  private final Texts texts;
  private final Oddities oddities;
  private boolean begun;

  /// @param fields of the same connection
  TokioResources(WireFields fields, Oddities oddities) {
    this.fields = fields;
    this.texts = new Texts(oddities);
    this.oddities = oddities;
  }

  /// The news, or null when there is none. The metadata of the update is known already.
  @Nullable ResourceUpdate decode(Update update) {
    boolean first = !begun;
    begun = true;
    if (!first && !update.hasResourceUpdate() && !update.hasAsyncOpUpdate()) return null;
    var resources = update.getResourceUpdate();
    var operations = update.getAsyncOpUpdate();
    var described = new ArrayList<ResourceDescription>(resources.getNewResourcesCount());
    for (var resource : resources.getNewResourcesList()) {
      if (isKnown(resource.getId().getId())) described.add(describe(resource));
    }
    var stats = new ArrayList<ResourceStats>(resources.getStatsUpdateCount());
    resources.getStatsUpdateMap().forEach((id, told) -> {
      if (isKnown(id)) stats.add(stats(id, told));
    });
    var started = new ArrayList<OperationDescription>(operations.getNewAsyncOpsCount());
    for (var operation : operations.getNewAsyncOpsList()) {
      if (!isKnown(operation.getId().getId())) continue;
      started.add(new OperationDescription(operation.getId().getId(), operation.getResourceId().getId(),
          operation.getParentAsyncOpId().getId(), texts.label(operation.getSource())));
    }
    var progress = new ArrayList<OperationStats>(operations.getStatsUpdateCount());
    operations.getStatsUpdateMap().forEach((id, told) -> {
      if (isKnown(id)) progress.add(stats(id, told));
    });
    return new ResourceUpdate(Instants.nanos(update.getNow()), described, stats, started, progress, 0, first);
  }

  private boolean isKnown(long id) {
    if (id == 0) oddities.leftOut.increment();
    return id != 0;
  }

  private ResourceDescription describe(Resource resource) {
    var location = resource.hasLocation() ? fields.location(resource.getLocation()) : null;
    return new ResourceDescription(resource.getId().getId(), texts.label(resource.getConcreteType()),
        kind(resource.getKind()), 0, resource.getParentResourceId().getId(), resource.getIsInternal(), location);
  }

  private String kind(Resource.Kind kind) {
    return switch (kind.getKindCase()) {
      case KNOWN -> kind.getKnown() == Resource.Kind.Known.TIMER ? "timer" : "";
      case OTHER -> texts.label(kind.getOther()).toLowerCase(Locale.ROOT);
      case KIND_NOT_SET -> "";
    };
  }

  private ResourceStats stats(long id, dev.kioto.proto.tokio.resources.Stats told) {
    return new ResourceStats(id, Instants.nanosOrAbsent(told.hasCreatedAt(), told.getCreatedAt()),
        Instants.nanosOrAbsent(told.hasDroppedAt(), told.getDroppedAt()), attributes(told.getAttributesList()), null,
        null);
  }

  // An operation that was polled, is not being polled and is not over, waits.
  private OperationStats stats(long id, dev.kioto.proto.tokio.asyncops.Stats told) {
    var polls = told.getPollStats();
    long ended = Instants.nanosOrAbsent(polls.hasLastPollEnded(), polls.getLastPollEnded());
    long started = Instants.nanosOrAbsent(polls.hasLastPollStarted(), polls.getLastPollStarted());
    boolean waits = polls.getPolls() != 0 && started <= ended && !told.hasDroppedAt();
    return new OperationStats(id, told.getTaskId().getId(),
        Instants.nanosOrAbsent(told.hasCreatedAt(), told.getCreatedAt()),
        Instants.nanosOrAbsent(told.hasDroppedAt(), told.getDroppedAt()), Instants.count(polls.getPolls()), waits,
        false,
        ended, attributes(told.getAttributesList()));
  }

  private List<String> attributes(List<Attribute> told) {
    var attributes = new ArrayList<String>(3 * Math.min(told.size(), MOST_ATTRIBUTES));
    for (var attribute : told) {
      if (attributes.size() >= 3 * MOST_ATTRIBUTES) {
        oddities.leftOut.increment();
        break;
      }
      var field = attribute.getField();
      attributes.add(fields.name(field, field.getMetadataId().getId()));
      attributes.add(fields.value(field));
      attributes.add(texts.label(attribute.getUnit()));
    }
    return attributes;
  }
}
