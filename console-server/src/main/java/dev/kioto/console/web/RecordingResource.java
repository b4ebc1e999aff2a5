package dev.kioto.console.web;

import dev.kioto.console.api.Recording;
import dev.kioto.console.api.RecordingPage;
import dev.kioto.console.collector.Recordings;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Recordings of targets, on the server's disk. Handlers run on virtual threads and wait for the disk.
final class RecordingResource {

  private static final Parameter RECORDING = Parameter.path("recordingId", "The recording's id");

  private final TargetResource targets;
  private final @Nullable Recordings recordings; // null without a data folder

  RecordingResource(TargetResource targets, @Nullable Recordings recordings) {
    this.targets = targets;
    this.recordings = recordings;
  }

  List<Route> routes() {
    return List.of(
        Route.post("/api/v1/targets/{id}/recordings", "Begins to record a target, from all that it knows on.")
            .with(TargetResource.TARGET)
            .answering(201, "The recording that is being made", Recording.class)
            .refusing(404, 409, 501, 507)
            .handledBy(this::start),
        Route.get("/api/v1/recordings", "Lists the recordings, the newest first, part by part.")
            .with(Parameter.query("limit", "integer", "How many at most, 1 to 1000", "100"),
                Parameter.query("cursor", "string", "The nextCursor of the part before", ""))
            .answering(200, "A part of the list", RecordingPage.class)
            .refusing(400, 501)
            .handledBy(this::list),
        Route.get("/api/v1/recordings/{recordingId}", "Shows a recording.")
            .with(RECORDING)
            .answering(200, "The recording", Recording.class)
            .refusing(404, 501)
            .handledBy(request -> Replies.json(request, find(request))),
        Route.get("/api/v1/recordings/{recordingId}/file", "Downloads a recording; of one that is being made, what is "
            + "on the disk.")
            .with(RECORDING)
            .answering(200, "The file", null)
            .refusing(404, 501)
            .handledBy(this::download),
        Route.post("/api/v1/recordings/{recordingId}/commands/stop", "Stops a recording that is being made.")
            .with(RECORDING)
            .answering(200, "The recording, with its file ended", Recording.class)
            .refusing(404, 501)
            .handledBy(this::stop),
        Route.delete("/api/v1/recordings/{recordingId}", "Deletes a recording; one that is being made is stopped.")
            .with(RECORDING)
            .answering(204, "It is gone", null)
            .refusing(404, 501)
            .handledBy(this::delete));
  }

  private Recordings recordings() {
    if (recordings == null) throw Refusal.noDataFolder("keep recordings");
    return recordings;
  }

  private Recording find(Context request) {
    var id = request.pathParam("recordingId");
    var recording = recordings().find(id);
    if (recording == null) throw Refusal.unknownRecording(id);
    return recording;
  }

  private void start(Context request) {
    var target = targets.find(request);
    try {
      var recording = recordings().start(target);
      request.status(201).header("Location", "/api/v1/recordings/" + recording.id());
      Replies.json(request, recording);
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    } catch (IllegalStateException e) {
      throw Refusal.full(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Refusal.disk("The recording cannot be written: " + e.getMessage());
    }
  }

  private void list(Context request) throws IOException {
    int limit = Parameters.integer(request, "limit", 100, 1, Parameters.MOST_ROWS);
    var cursor = Parameters.text(request, "cursor", "");
    var part = recordings().list(cursor.isEmpty() ? null : cursor, limit + 1);
    boolean more = part.size() > limit;
    var shown = more ? part.subList(0, limit) : part;
    Replies.json(request, new RecordingPage(shown, more ? shown.getLast().id() : null));
  }

  private void download(Context request) throws IOException {
    var id = request.pathParam("recordingId");
    var path = recordings().path(id);
    if (path == null) throw Refusal.unknownRecording(id);
    try {
      var file = Files.newInputStream(path);
      request.contentType("application/octet-stream")
          .header("Content-Disposition", "attachment; filename=\"" + path.getFileName() + "\"").result(file);
    } catch (NoSuchFileException _) {
      throw Refusal.unknownRecording(id);
    }
  }

  private void stop(Context request) {
    var id = request.pathParam("recordingId");
    var recording = recordings().stop(id);
    if (recording == null) throw Refusal.unknownRecording(id);
    Replies.json(request, recording);
  }

  private void delete(Context request) throws IOException {
    var id = request.pathParam("recordingId");
    if (!recordings().delete(id)) throw Refusal.unknownRecording(id);
    request.status(204);
  }
}
