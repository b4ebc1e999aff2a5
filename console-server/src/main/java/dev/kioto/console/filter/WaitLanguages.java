package dev.kioto.console.filter;

import dev.kioto.console.model.OperationRecord;
import dev.kioto.console.model.ResourceRecord;
import java.util.List;
import java.util.Objects;

/// What can be filtered by of that which tasks wait for. Parts of the state are written `field.NAME`, as the fields of tasks are.
public final class WaitLanguages {

  /// Resources.
  public static final FilterLanguage<ResourceRecord> RESOURCES = FilterLanguage.<ResourceRecord>builder("resource")
      .words("type", "Mutex, Semaphore, TcpStream, ...", ResourceRecord::type)
      .text("kind", "sync, timer, io, ...", ResourceRecord::kind)
      .text("location", "where it was made", resource -> Objects.requireNonNullElse(resource.location(), ""))
      .choice("state", "whether it is there", List.of("LIVE", "ENDED"), (resource, _) -> resource.isOver() ? 1 : 0)
      .count("owners", "how many tasks hold it",
          (resource, _) -> (long) resource.ownerCount() + resource.ownersLeftOut())
      .count("waiters", "how many tasks and threads wait for it", (resource, _) -> (long) resource.waiterCount()
          + resource.waitersLeftOut() + resource.waitingThreads())
      .count("operations", "operations that have started", (resource, _) -> resource.operations())
      .count("waits", "operations that had to wait and have ended", (resource, _) -> resource.waits())
      .duration("wait", "the time of all waits that have ended", (resource, _) -> resource.waitNanos())
      .duration("longestWait", "the longest of them", (resource, _) -> resource.longestWaitNanos())
      .id("id", "its id", (resource, _) -> resource.id())
      .id("parent", "the id of the resource that it is a part of, 0 when it stands alone",
          (resource, _) -> resource.parentId())
      .id("runtime", "the id of the runtime that saw it first", (resource, _) -> resource.runtimeId())
      .instant("created", "when it was made", (resource, _) -> resource.createdAt())
      .instant("ended", "when it ended", (resource, _) -> resource.endedAt())
      .named(ResourceRecord::attribute)
      .build();

  /// Operations.
  public static final FilterLanguage<OperationRecord> OPERATIONS = FilterLanguage.<OperationRecord>builder("operation")
      .words("source", "the method: Mutex::lock, ...", OperationRecord::source)
      .choice("state", "what it is doing", List.of("WAITING", "LIVE", "ENDED"), (operation, _) -> state(operation))
      .duration("total", "its age, until its end", OperationRecord::totalAt)
      .count("polls", "how often it was polled", (operation, _) -> operation.polls())
      .id("id", "its id", (operation, _) -> operation.id())
      .id("resource", "the id of the resource that it uses", (operation, _) -> operation.resourceId())
      .id("task", "the id of the task that polled it last, 0 when none did", (operation, _) -> operation.taskId())
      .id("parent", "the id of the operation that it is a part of, 0 when it stands alone",
          (operation, _) -> operation.parentId())
      .instant("created", "when it started", (operation, _) -> operation.createdAt())
      .instant("ended", "when it ended", (operation, _) -> operation.endedAt())
      .instant("lastPoll", "when its last poll ended", (operation, _) -> operation.lastPollAt())
      .named(OperationRecord::attribute)
      .build();

  private WaitLanguages() {}

  private static int state(OperationRecord operation) {
    if (operation.isOver()) return 2;
    return operation.isWaiting() ? 0 : 1;
  }
}
