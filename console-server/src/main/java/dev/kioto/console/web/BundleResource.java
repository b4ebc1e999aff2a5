package dev.kioto.console.web;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.api.TargetState;
import dev.kioto.console.api.Task;
import dev.kioto.console.collector.Run;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.export.BundlePage;
import dev.kioto.console.export.CsvTable;
import dev.kioto.console.export.SeriesRow;
import dev.kioto.console.model.ResourceRecord;
import dev.kioto.console.model.Selection;
import dev.kioto.console.store.RecentSeries;
import dev.kioto.console.store.SeriesName;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The evidence of one diagnosis as one file, to be looked at where neither program nor server is. What cannot be had any more is
/// said on its first page.
final class BundleResource {

  private static final int MOST_TASKS = 50; // whose stacks are asked of the program one by one
  private static final int MOST_RESOURCES = 500;
  private static final Duration BEFORE = Duration.ofSeconds(5); // of the trace
  private static final Duration AFTER = Duration.ofSeconds(2);
  private static final long SERIES_SECONDS = 300; // before it was raised, and after it was seen last

  private final TargetResource targets;
  private final DiagnosisResource diagnoses;
  private final RecentSeries recent;

  BundleResource(TargetResource targets, DiagnosisResource diagnoses, RecentSeries recent) {
    this.targets = targets;
    this.diagnoses = diagnoses;
    this.recent = recent;
  }

  List<Route> routes() {
    return List.of(Route
        .get("/api/v1/targets/{id}/diagnoses/{diagnosisId}/bundle",
            "Shows the evidence of a diagnosis as one file: a zip with a page for people, data and a trace.")
        .with(TargetResource.TARGET, Route.Parameter.path("diagnosisId", "The diagnosis's id"))
        .answering(200, "The file, application/zip", null)
        .refusing(400, 404)
        .handledBy(this::bundle));
  }

  private void bundle(Context request) throws IOException {
    var diagnosis = diagnoses.find(request);
    var target = targets.find(request);
    var run = target.run(diagnosis.run());
    if (run == null) throw Refusal.unknownRun(diagnosis.run(), target.id());
    // Whole before anything is sent: what fails is told as a problem, and not as a file that breaks off.
    var whole = new ByteArrayOutputStream();
    var missing = new ArrayList<String>();
    try (var zip = new ZipOutputStream(whole, StandardCharsets.UTF_8)) {
      put(zip, "diagnosis.json", diagnosis);
      put(zip, "target.json", target.snapshot());
      var schedulers = run.model().schedulers();
      put(zip, "runtimes.json", schedulers.runtimes().all().stream().map(SchedulerResource::runtime).toList());
      put(zip, "workers.json", schedulers.workers().all().stream().map(SchedulerResource::worker).toList());
      var involved = involved(diagnosis);
      tasks(zip, run, involved, missing);
      resources(zip, run, involved);
      stacks(zip, target, run, involved, missing);
      series(zip, target, diagnosis, missing);
      trace(zip, target, run, diagnosis, missing);
      zip.putNextEntry(new ZipEntry("README.md"));
      zip.write(BundlePage.of(diagnosis, target.snapshot(), missing).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    request.contentType("application/zip").header("Content-Disposition",
        "attachment; filename=\"" + diagnosis.detector() + "-" + target.id() + ".zip\"").result(whole.toByteArray());
  }

  private static void put(ZipOutputStream zip, String name, Object message) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(Replies.bytes(message));
    zip.closeEntry();
  }

  /// The tasks that the diagnosis names.
  private static Set<Long> involved(Diagnosis diagnosis) {
    var ids = new LinkedHashSet<Long>();
    if (diagnosis.subject().kind() == SubjectKind.TASK) add(ids, diagnosis.subject().id());
    for (var cause : diagnosis.causes()) {
      if (cause.kind() == SubjectKind.TASK) add(ids, cause.id());
    }
    return ids;
  }

  private static void add(Set<Long> ids, String text) {
    var id = Parameters.taskId(text);
    if (id != null && ids.size() < MOST_TASKS) ids.add(id);
  }

  private static void tasks(ZipOutputStream zip, Run run, Set<Long> involved, List<String> missing) throws IOException {
    var tasks = new ArrayList<Task>();
    for (long id : involved) {
      Task task = run.model().tasks().find(id, TaskMapping::row);
      if (task == null) missing.add("Task " + Long.toUnsignedString(id) + " has ended and was forgotten.");
      else tasks.add(task);
    }
    put(zip, "tasks.json", tasks);
  }

  private static void resources(ZipOutputStream zip, Run run, Set<Long> involved) throws IOException {
    var mapping = new RunMapping(run.model());
    Selection.Filter<ResourceRecord> around = (resource, _) -> involved.stream()
        .anyMatch(task -> resource.isOwnedBy(task) || resource.isAwaitedBy(task));
    var selection = new Selection<ResourceRecord>(around, (resource, _) -> resource.id(), false, null, MOST_RESOURCES);
    put(zip, "resources.json", run.model().resources()
        .resources(selection, (resource, _) -> mapping.resource(resource, RunMapping.ALL)).rows());
  }

  private static void stacks(ZipOutputStream zip, WatchedTarget target, Run run, Set<Long> involved,
      List<String> missing) throws IOException {
    if (run.replacedAt() != null) {
      missing.add("Stacks: the program was started again since.");
      return;
    }
    for (long id : involved) {
      try {
        put(zip, "stacks/task-" + Long.toUnsignedString(id) + ".json", target.stack(id));
      } catch (TargetException e) {
        missing.add("The stack of task " + Long.toUnsignedString(id) + ": " + e.getMessage());
      }
    }
  }

  /// Figures are kept by the collector's clock, and told by the program's, as all the rest.
  private void series(ZipOutputStream zip, WatchedTarget target, Diagnosis diagnosis, List<String> missing)
      throws IOException {
    long ahead = secondsAhead(target);
    long from = diagnosis.raisedAt().getEpochSecond() + ahead - SERIES_SECONDS;
    long to = diagnosis.updatedAt().getEpochSecond() + ahead + SERIES_SECONDS;
    int written = 0;
    zip.putNextEntry(new ZipEntry("series.csv"));
    try (var rows = new CsvTable<>(SeriesRow.class).begin(zip)) {
      for (var name : SeriesName.values()) {
        for (var point : recent.read(target.address(), name, from, to, 1)) {
          rows.write(
              new SeriesRow(name.text(), Instant.ofEpochSecond(point.atSeconds() - ahead), point.mean(), point.min(),
                  point.max()));
          written++;
        }
      }
    }
    zip.closeEntry();
    if (written == 0) missing.add("Figures: none are in memory of that time.");
  }

  /// How far the collector's clock is ahead of the program's, by its last news; they are taken for the same when there are none now.
  private static long secondsAhead(WatchedTarget target) {
    var told = TaskMapping.instant(target.model().asOf());
    boolean isHeard = target.snapshot().state() == TargetState.CONNECTED && target.model().asOf() > 0;
    return isHeard ? Instant.now().getEpochSecond() - told.getEpochSecond() : 0;
  }

  private static void trace(ZipOutputStream zip, WatchedTarget target, Run run, Diagnosis diagnosis,
      List<String> missing) throws IOException {
    if (run.replacedAt() != null) {
      missing.add("The trace: the program was started again since.");
      return;
    }
    try {
      var from = diagnosis.raisedAt().minus(BEFORE);
      var trace = TraceResource.read(target, Duration.between(from, Instant.now().plus(BEFORE)));
      var to = diagnosis.updatedAt().plus(AFTER);
      if (trace.start() > TraceResource.nanos(diagnosis.raisedAt())) {
        missing.add("The trace begins at " + TaskMapping.instant(trace.start())
            + ", after the diagnosis was raised: the program's flight recorder has nothing older.");
      }
      zip.putNextEntry(new ZipEntry("window.perfetto-trace"));
      TraceResource.write(target, trace, TraceResource.nanos(from), TraceResource.nanos(to), zip);
      zip.closeEntry();
    } catch (TargetException e) {
      missing.add("The trace: " + e.getMessage());
    }
  }
}
