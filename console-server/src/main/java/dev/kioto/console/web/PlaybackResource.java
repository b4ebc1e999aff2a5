package dev.kioto.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.Playback;
import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.collector.TargetException;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.json.ApiJson;
import io.javalin.http.Context;
import java.util.List;

/// How a recording that is a target plays.
final class PlaybackResource {

  private static final double LEAST_SPEED = 0.01;
  private static final double MOST_SPEED = 1000;

  private final TargetResource targets;

  PlaybackResource(TargetResource targets) {
    this.targets = targets;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/targets/{id}/playback", "Shows where a recording is and how it plays.")
            .with(TargetResource.TARGET)
            .answering(200, "How it plays", Playback.class)
            .refusing(404, 501)
            .handledBy(request -> answer(request, targets.find(request))),
        Route.post("/api/v1/targets/{id}/playback", "Goes to an instant of a recording, pauses it, changes its speed.")
            .with(TargetResource.TARGET)
            .taking(PlaybackRequest.class)
            .answering(200, "How it plays now", Playback.class)
            .refusing(400, 404, 413, 415, 501)
            .handledBy(this::change));
  }

  private void change(Context request) {
    var target = targets.find(request);
    var wanted = body(request);
    var speed = wanted.speed();
    if (speed != null && !(speed >= LEAST_SPEED && speed <= MOST_SPEED)) {
      throw Refusal.body(speed + " is not a speed: write a number from 0.01 to 1000, 1 is as it was recorded");
    }
    try {
      target.play(wanted.position(), speed, wanted.paused());
    } catch (TargetException e) {
      throw TargetResource.refusal(e);
    }
    answer(request, target);
  }

  private static void answer(Context request, WatchedTarget target) {
    var playback = target.playback();
    if (playback == null) {
      throw Refusal.unsupported("The target '" + target.id() + "' is a program: only a recording plays");
    }
    Replies.json(request, playback);
  }

  private static PlaybackRequest body(Context request) {
    Bodies.requireJson(request);
    try {
      var wanted = ApiJson.mapper().readValue(request.body(), PlaybackRequest.class);
      if (wanted != null) return wanted;
    } catch (JsonProcessingException e) {
      throw Refusal.body("The body is not a change of playing: " + e.getOriginalMessage()
          + ". Send {\"position\":\"2026-01-31T12:00:00Z\"}, {\"speed\":2} or {\"paused\":true}");
    }
    throw Refusal
        .body("The body is null: send {\"position\":\"2026-01-31T12:00:00Z\"}, {\"speed\":2} or {\"paused\":true}");
  }
}
