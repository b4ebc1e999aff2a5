package dev.kioto.console.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.Problem;
import dev.kioto.console.json.ApiJson;
import io.javalin.http.Context;

/// Sends answers.
final class Replies {

  private Replies() {}

  static void json(Context request, Object message) {
    send(request, message, "application/json");
  }

  static void problem(Context request, Refusal refusal) {
    var problem = refusal.problem(request.path());
    request.status(problem.status());
    var challenge = refusal.challenge();
    if (challenge != null) request.header("WWW-Authenticate", challenge);
    send(request, problem, Problem.MEDIA_TYPE);
  }

  private static void send(Context request, Object message, String mediaType) {
    request.contentType(mediaType).result(bytes(message));
  }

  static byte[] bytes(Object message) {
    try {
      return ApiJson.mapper().writeValueAsBytes(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The message has no JSON: " + message, e);
    }
  }

  static String text(Object message) {
    try {
      return ApiJson.mapper().writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The message has no JSON: " + message, e);
    }
  }
}
