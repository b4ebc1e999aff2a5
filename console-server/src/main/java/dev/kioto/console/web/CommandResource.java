package dev.kioto.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.api.CancelRequest;
import dev.kioto.console.api.LevelRequest;
import dev.kioto.console.api.PauseState;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.Setting;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.collector.Commands;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What can be asked of a target beyond looking at it.
final class CommandResource {

  private static final String COMMANDS = "/api/v1/targets/{id}/commands";
  private static final int LONGEST_TEXT = 1000; // characters

  private final TargetResource targets;

  CommandResource(TargetResource targets) {
    this.targets = targets;
  }

  List<Route> routes() {
    return List.of(
        Route.post(COMMANDS + "/pause", "Takes in no more news of a target. The program records on.")
            .with(TargetResource.TARGET)
            .answering(200, "It is paused", PauseState.class)
            .refusing(403, 404, 502)
            .handledBy(request -> pause(request, true)),
        Route.post(COMMANDS + "/resume", "Takes in news of a target again.")
            .with(TargetResource.TARGET)
            .answering(200, "It is not paused any more", PauseState.class)
            .refusing(403, 404, 502)
            .handledBy(request -> pause(request, false)),
        Route.post(COMMANDS + "/level", "Has a target record more or less, for all its consoles.")
            .with(TargetResource.TARGET)
            .taking(LevelRequest.class)
            .answering(200, "What is recorded now", Recorder.class)
            .refusing(400, 403, 404, 413, 415, 501, 502)
            .handledBy(this::level),
        Route.post(COMMANDS + "/cancel", "Cancels a task of a target.")
            .with(TargetResource.TARGET)
            .taking(CancelRequest.class)
            .answering(204, "The program was told to; the task ends at its next suspension", null)
            .refusing(400, 403, 404, 409, 413, 415, 501, 502)
            .handledBy(this::cancel),
        Route.post(COMMANDS + "/setting", "Changes a setting of a runtime of a target.")
            .with(TargetResource.TARGET)
            .taking(SettingRequest.class)
            .answering(200, "The setting as it is now", Setting.class)
            .refusing(400, 403, 404, 409, 413, 415, 501, 502)
            .handledBy(this::setting),
        Route.post(COMMANDS + "/dump", "Reads the flight recorder of a target: its last events, as a file.")
            .needing(Right.READ)
            .with(TargetResource.TARGET,
                Parameter.query("lastMillis", "integer", "How far back, in milliseconds; 0 for all there is", "0"))
            .answering(200, "The file, application/octet-stream", null)
            .refusing(400, 403, 404, 409, 501, 502)
            .handledBy(this::dump));
  }

  /// A command and what it answers.
  @FunctionalInterface
  private interface Command<T> {
    T run(Commands commands) throws TargetException;
  }

  private <T> T run(Context request, Command<T> command) {
    try {
      return command.run(targets.find(request).commands());
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
  }

  private void pause(Context request, boolean paused) {
    var target = targets.find(request);
    try {
      target.setPaused(paused);
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
    Replies.json(request, new PauseState(paused));
  }

  private void level(Context request) {
    var text = text(body(request, "{\"level\":\"TASKS\"}"), "level").toUpperCase(Locale.ROOT);
    var level = Arrays.stream(Recorder.Level.values())
        .filter(known -> known != Recorder.Level.UNKNOWN && known.name().equals(text)).findFirst()
        .orElseThrow(() -> Refusal.body("'" + text + "' is not a level: write OFF, COUNTS, TASKS or TRACE"));
    Replies.json(request, run(request, commands -> commands.setLevel(level)));
  }

  private void cancel(Context request) {
    long task = id(body(request, "{\"taskId\":\"17\"}"), "taskId");
    var _ = run(request, commands -> {
      commands.cancel(task);
      return true;
    });
    request.status(204);
  }

  private void setting(Context request) {
    var body = body(request, "{\"runtimeId\":\"1\",\"name\":\"event-interval\",\"value\":\"61\"}");
    long runtime = id(body, "runtimeId");
    var name = text(body, "name");
    var value = text(body, "value");
    Replies.json(request, SchedulerResource.setting(run(request,
        commands -> commands.changeSetting(runtime, name, value))));
  }

  private void dump(Context request) throws IOException {
    long lastNanos = 1_000_000L * Parameters.integer(request, "lastMillis", 0, 0, Integer.MAX_VALUE);
    try (var dump = run(request, commands -> commands.dump(lastNanos))) {
      request.contentType("application/octet-stream")
          .header("Content-Disposition", "attachment; filename=\"target-" + targets.find(request).id() + ".kiotrace\"");
      dump.writeTo(request.outputStream());
    }
  }

  private static JsonNode body(Context request, String example) {
    return Bodies.object(request, example);
  }

  private static String text(JsonNode body, String name) {
    return Bodies.text(body, name, LONGEST_TEXT);
  }

  private static long id(JsonNode body, String name) {
    var text = text(body, name);
    var id = Parameters.taskId(text);
    if (id == null || id == 0) throw Refusal.body("'" + name + "' is not an id: send a whole number as a text");
    return id;
  }
}
