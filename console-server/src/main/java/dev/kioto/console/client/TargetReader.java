package dev.kioto.console.client;

import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.IncidentPage;
import dev.kioto.console.api.OperationPage;
import dev.kioto.console.api.ResourceDetail;
import dev.kioto.console.api.ResourcePage;
import dev.kioto.console.api.RuntimeList;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.api.WaitForPage;
import dev.kioto.console.api.WakePage;
import dev.kioto.console.api.WorkerList;
import java.io.InputStream;
import java.time.Instant;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// What can be asked of targets as they are now ([ConsoleClient]) and as they were ([PastClient]) alike. Safe for use by any number of
/// threads; questions fail as those of the client do.
public abstract sealed class TargetReader permits ConsoleClient, PastClient {

  final HttpExchange http;
  private final @Nullable String asOf; // null for now

  TargetReader(HttpExchange http, @Nullable Instant asOf) {
    this.http = http;
    this.asOf = asOf == null ? null : asOf.toString();
  }

  /// A part of a target's task list.
  public TaskPage tasks(String targetId, TaskQuery query) {
    return taskPage(targetPath(targetId) + "/tasks", query);
  }

  private TaskPage taskPage(String list, TaskQuery query) {
    var path = new StringBuilder(list).append("?limit=").append(query.limit());
    appendParameter(path, "filter", query.filter());
    appendParameter(path, "sort", query.sort());
    appendParameter(path, "cursor", query.cursor());
    return look(path.toString(), TaskPage.class);
  }

  /// One task with its histograms.
  ///
  /// @param taskId the wire id, `Task.id`
  public TaskDetail task(String targetId, String taskId) {
    return look(targetPath(targetId) + "/tasks/" + HttpExchange.encode(taskId), TaskDetail.class);
  }

  /// The workers of every runtime of a target.
  public WorkerList workers(String targetId) {
    return workers(targetId, ListQuery.DEFAULT.withLimit(1000));
  }

  /// A part of the workers of every runtime of a target.
  public WorkerList workers(String targetId, ListQuery query) {
    return list(targetId, "/workers", query, WorkerList.class);
  }

  /// A part of a target's runtimes, with their settings.
  public RuntimeList runtimes(String targetId, ListQuery query) {
    return list(targetId, "/runtimes", query, RuntimeList.class);
  }

  /// A part of a target's resources.
  ///
  /// @param query with `state` (`all`, `live`, `waited`, `held`, `ended`), `type`, `kind`, `task`
  public ResourcePage resources(String targetId, ListQuery query) {
    return list(targetId, "/resources", query, ResourcePage.class);
  }

  /// One resource with all its owners and waiters.
  public ResourceDetail resource(String targetId, String resourceId) {
    return look(targetPath(targetId) + "/resources/" + HttpExchange.encode(resourceId), ResourceDetail.class);
  }

  /// A part of what is wrong with a target, or was.
  ///
  /// @param query with `state` (`active`, `cleared`, `all`), `detector`, `task`, `from`, `to`
  public DiagnosisPage diagnoses(String targetId, ListQuery query) {
    return list(targetId, "/diagnoses", query, DiagnosisPage.class);
  }

  /// A part of a target's operations.
  ///
  /// @param query with `state` (`all`, `live`, `waiting`, `ended`), `task`, `resource`
  public OperationPage operations(String targetId, ListQuery query) {
    return list(targetId, "/operations", query, OperationPage.class);
  }

  /// A part of the wait-for graph, with all its circles.
  public WaitForPage waitFor(String targetId, ListQuery query) {
    return list(targetId, "/wait-for", query, WaitForPage.class);
  }

  /// A part of who wakes whom in a target.
  ///
  /// @param query with `from`, `to`
  public WakePage wakes(String targetId, ListQuery query) {
    return list(targetId, "/wakes", query, WakePage.class);
  }

  /// A part of what a target saw go wrong inside itself, the newest first.
  ///
  /// @param query with `kind`, `task`
  public IncidentPage incidents(String targetId, ListQuery query) {
    return list(targetId, "/incidents", query, IncidentPage.class);
  }

  /// A part of the operations of a task.
  ///
  /// @param taskId the wire id, `Task.id`
  public OperationPage taskOperations(String targetId, String taskId, ListQuery query) {
    return list(targetId, "/tasks/" + HttpExchange.encode(taskId) + "/operations", query, OperationPage.class);
  }

  /// A part of who wakes a task and whom it wakes.
  ///
  /// @param taskId the wire id, `Task.id`
  public WakePage taskWakes(String targetId, String taskId, ListQuery query) {
    return list(targetId, "/tasks/" + HttpExchange.encode(taskId) + "/wakes", query, WakePage.class);
  }

  /// A part of the tasks that a task has spawned.
  ///
  /// @param taskId the wire id, `Task.id`
  public TaskPage children(String targetId, String taskId, TaskQuery query) {
    return taskPage(targetPath(targetId) + "/tasks/" + HttpExchange.encode(taskId) + "/children", query);
  }

  /// A target's tasks in groups.
  public TaskGroupList groups(String targetId, GroupQuery query) {
    var path = new StringBuilder(targetPath(targetId)).append("/groups?limit=").append(query.limit());
    appendParameter(path, "by", query.by());
    appendParameter(path, "filter", query.filter());
    appendParameter(path, "sort", query.sort());
    return look(path.toString(), TaskGroupList.class);
  }

  /// Something that the server has as a file, as it comes: an answer that breaks off does so here. To be closed.
  public InputStream file(FileRequest request) {
    var query = new StringJoiner("&");
    if (asOf != null) query.add("asOf=" + HttpExchange.encode(asOf));
    request.parameters()
        .forEach((name, value) -> query.add(HttpExchange.encode(name) + "=" + HttpExchange.encode(value)));
    return http.open(request.path() + "?" + query);
  }

  <T> T list(String targetId, String list, ListQuery query, Class<T> type) {
    return listAt(targetPath(targetId) + list, query, type);
  }

  <T> T listAt(String list, ListQuery query, Class<T> type) {
    var path = new StringBuilder(list).append("?limit=").append(query.limit());
    query.parameters().forEach((name, value) -> appendParameter(path, name, value));
    appendParameter(path, "sort", query.sort());
    appendParameter(path, "cursor", query.cursor());
    return look(path.toString(), type);
  }

  /// Asks for something that has an instant.
  <T> T look(String path, Class<T> type) {
    if (asOf == null) return http.get(path, type);
    return http.get(path + (path.contains("?") ? "&" : "?") + "asOf=" + HttpExchange.encode(asOf), type);
  }

  static String targetPath(String targetId) {
    return "targets/" + HttpExchange.encode(targetId);
  }

  static void appendParameter(StringBuilder path, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) path.append('&').append(name).append('=').append(HttpExchange.encode(value));
  }
}
