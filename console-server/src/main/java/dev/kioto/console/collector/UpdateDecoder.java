package dev.kioto.console.collector;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskStats;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.Stats;
import dev.kioto.proto.tokio.tasks.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the updates of one connection into the model's news.
///
/// It trusts nothing: texts are cut, fields and metadata are limited in number, an id of 0 is passed over, and a task
/// whose metadata never came is a task without a target. Not safe for use by several threads.
final class UpdateDecoder {

  private static final int MOST_FIELDS = 64;
  private static final long MOST_LOST = 1L << 40; // events in one update

  private final Oddities oddities;
  private final WireFields fields;
  private final Texts texts;
  private long latest; // the program's clock at the update before

  UpdateDecoder(Oddities oddities) {
    this.oddities = oddities;
    texts = new Texts(oddities);
    fields = new WireFields(texts, oddities);
  }

  /// Names of fields that updates have told so far.
  WireFields fields() {
    return fields;
  }

  ModelUpdate decode(Update update) {
    fields.register(update.getNewMetadata());
    var tasks = update.getTaskUpdate();
    var described = new ArrayList<TaskDescription>(tasks.getNewTasksCount());
    for (var task : tasks.getNewTasksList()) {
      if (task.getId().getId() == 0) {
        oddities.leftOut.increment();
      } else {
        described.add(describe(task));
      }
    }
    var stats = new ArrayList<TaskStats>(tasks.getStatsUpdateCount());
    tasks.getStatsUpdateMap().forEach((id, totals) -> {
      if (id == 0) {
        oddities.leftOut.increment();
      } else {
        stats.add(stats(id, totals));
      }
    });
    long dropped = lost(tasks.getDroppedEvents()) + lost(update.getResourceUpdate().getDroppedEvents())
        + lost(update.getAsyncOpUpdate().getDroppedEvents());
    return new ModelUpdate(clock(update), described, stats, dropped);
  }

  // Sums of these stay a long for as long as anybody listens.
  private static long lost(long told) {
    return Math.min(Instants.count(told), MOST_LOST);
  }

  private long clock(Update update) {
    long now = Instants.nanos(update.getNow());
    if (now < latest) oddities.clockSteps.increment();
    latest = now;
    return now;
  }

  private TaskDescription describe(Task task) {
    long id = task.getId().getId();
    long taskId = id;
    var name = "";
    var kind = task.getKind() == Task.Kind.BLOCKING ? "blocking" : "task";
    String location = task.hasLocation() ? fields.location(task.getLocation()) : null;
    var rest = new ArrayList<String>();
    for (var field : task.getFieldsList()) {
      var label = fields.name(field, task.getMetadata().getId());
      var value = fields.value(field);
      switch (label) {
        case "" -> {}
        case "task.name" -> name = value;
        case "kind" -> kind = value;
        case "task.id" -> taskId = idOr(value, id);
        case "spawn.location" -> location = location == null ? value : location;
        default -> {
          if (rest.size() < 2 * MOST_FIELDS) {
            rest.addAll(List.of(label, value));
          } else {
            oddities.leftOut.increment();
          }
        }
      }
    }
    var about = fields.metadata(task.getMetadata().getId());
    return new TaskDescription(id, taskId, name, kind, about == null ? "" : texts.cut(about.getTarget()), location,
        rest,
        task.getParentsCount() == 0 ? 0 : task.getParents(0).getId());
  }

  private static TaskStats stats(long id, Stats stats) {
    var polls = stats.getPollStats();
    return new TaskStats(id,
        Instants.nanosOrAbsent(stats.hasCreatedAt(), stats.getCreatedAt()),
        Instants.nanosOrAbsent(stats.hasDroppedAt(), stats.getDroppedAt()),
        Instants.nanos(polls.getBusyTime()),
        Instants.nanos(stats.getScheduledTime()),
        Instants.count(polls.getPolls()),
        Instants.count(stats.getWakes()),
        Instants.count(stats.getSelfWakes()),
        Instants.count(stats.getWakerClones()),
        Instants.count(stats.getWakerDrops()),
        Instants.nanosOrAbsent(stats.hasLastWake(), stats.getLastWake()),
        Instants.nanosOrAbsent(polls.hasLastPollStarted(), polls.getLastPollStarted()),
        Instants.nanosOrAbsent(polls.hasLastPollEnded(), polls.getLastPollEnded()));
  }

  private static long idOr(String text, long otherwise) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }
}
