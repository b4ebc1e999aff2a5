package dev.kioto.console.web;

import dev.kioto.console.collector.MomentException;
import dev.kioto.console.api.Problem;
import dev.kioto.console.filter.FilterSyntaxException;
import dev.kioto.console.filter.SortSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request that is not followed, and why.
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String TYPE_PREFIX = "urn:kioto:problem:";
  private static final int BUSY = 503;
  private static final int LONGEST_VALUE = 200; // characters of a client's value that an answer repeats

  private final String type;
  private final String title;
  private final int status;
  private final String detail;
  private final @Nullable Integer position;
  private final @Nullable String challenge;

  private Refusal(int status, String type, String title, String detail, @Nullable Integer position,
      @Nullable String challenge) {
    super(detail, null, false, false); // an answer, not a fault: no stack trace
    this.status = status;
    this.type = TYPE_PREFIX + type;
    this.title = title;
    this.detail = detail;
    this.position = position;
    this.challenge = challenge;
  }

  private Refusal(int status, String type, String title, String detail) {
    this(status, type, title, detail, null, null);
  }

  /// The refusal as a problem.
  ///
  /// @param instance the path that was asked for, or null when there is none
  Problem problem(@Nullable String instance) {
    return new Problem(type, title, status, detail, instance, position);
  }

  /// Whether the same request may be followed a little later.
  boolean isPassing() {
    return status == BUSY;
  }

  /// What to send as `WWW-Authenticate`; null for nothing.
  @Nullable String challenge() {
    return challenge;
  }

  static Refusal noToken(Right right) {
    return new Refusal(401, "no-token", "The server wants a token", "This server lets nobody " + right.word()
        + " without a token: send 'Authorization: Bearer TOKEN'; the commands take --token-file FILE", null,
        "Bearer realm=\"kioto\"");
  }

  static Refusal wrongToken() {
    return new Refusal(401, "wrong-token", "The token is wrong",
        "What was sent for a token is none of this server's: ask "
            + "whoever started it for the right one, and send 'Authorization: Bearer TOKEN'",
        null,
        "Bearer realm=\"kioto\", error=\"invalid_token\"");
  }

  static Refusal readOnlyToken(boolean others) {
    return new Refusal(403, "read-only-token", "The token lets read alone",
        "This request changes something and needs the act "
            + "token: " + (others ? "send that one" : "this server was started without one, by --act-token-file"),
        null,
        "Bearer realm=\"kioto\", error=\"insufficient_scope\", scope=\"act\"");
  }

  static Refusal filter(FilterSyntaxException failure) {
    return new Refusal(400, "filter-syntax", "The filter does not parse", message(failure), failure.position(), null);
  }

  static Refusal costlyFilter(RuntimeException failure) {
    return new Refusal(400, "filter-cost", "The filter takes too long", message(failure));
  }

  static Refusal sort(SortSyntaxException failure) {
    return new Refusal(400, "sort-syntax", "The sort order is not known", message(failure));
  }

  static Refusal sort(String detail) {
    return new Refusal(400, "sort-syntax", "The sort order is not known", detail);
  }

  static Refusal cursor(String why) {
    return new Refusal(400, "cursor", "The cursor is not valid", why);
  }

  static Refusal parameter(String detail) {
    return new Refusal(400, "parameter", "A parameter is not valid", detail);
  }

  static Refusal body(String detail) {
    return new Refusal(400, "body", "The request's body is not valid", detail);
  }

  static Refusal badRequest(String detail) {
    return new Refusal(400, "bad-request", "The request is not valid", detail);
  }

  static Refusal foreignHost(String detail) {
    return new Refusal(403, "foreign-host", "The request comes from elsewhere", detail);
  }

  static Refusal unknownTarget(String id) {
    return new Refusal(404, "unknown-target", "There is no such target",
        "There is no target '" + cut(id) + "': GET /api/v1/targets lists those there are");
  }

  static Refusal unknownRun(String run, String target) {
    return new Refusal(404, "unknown-run", "There is no such run", "The target '" + cut(target) + "' has no run '"
        + cut(run) + "': it never had one, or it is not kept any more. GET /api/v1/targets/" + cut(target)
        + "/runs lists those there are");
  }

  static Refusal unknownResource(String id, String target) {
    return new Refusal(404, "unknown-resource", "There is no such resource", "The target '" + cut(target)
        + "' has no resource '" + cut(id) + "': it never had one, or the resource ended and was forgotten");
  }

  static Refusal unknownTask(String id, String target) {
    return new Refusal(404, "unknown-task", "There is no such task", "The target '" + cut(target) + "' has no task '"
        + cut(id)
        + "': it never had one, or the task ended and was forgotten. Paths take a task's 'id', not its 'taskId'");
  }

  static Refusal unknownDiagnosis(String id, String target) {
    return new Refusal(404, "unknown-diagnosis", "There is no such diagnosis", "The target '" + cut(target)
        + "' has no diagnosis '" + cut(id) + "': it never had one, or it was cleared long ago. GET /api/v1/targets/"
        + cut(target) + "/diagnoses lists those there are");
  }

  static Refusal unknownDetector(String id, List<String> ids) {
    return new Refusal(404, "unknown-detector", "There is no such detector",
        "There is no detector '" + cut(id) + "': there are " + String.join(", ", ids));
  }

  static Refusal forgottenTask(String detail) {
    return new Refusal(404, "unknown-task", "There is no such task", detail);
  }

  static Refusal unknownRecording(String id) {
    return new Refusal(404, "unknown-recording", "There is no such recording",
        "There is no recording '" + cut(id) + "': GET /api/v1/recordings lists those there are");
  }

  static Refusal unknownExperiment(String detail) {
    return new Refusal(404, "unknown-experiment", "There is no such experiment", cut(detail));
  }

  static Refusal experiment(String detail) {
    return new Refusal(400, "experiment", "The experiment cannot be made as it is", detail);
  }

  static Refusal labBusy(String detail) {
    return new Refusal(409, "lab-busy", "The lab cannot do that now", detail);
  }

  static Refusal noCommands(String detail) {
    return new Refusal(403, "no-commands", "The server runs no commands for its clients", detail);
  }

  static Refusal noPrograms() {
    return new Refusal(501, "no-programs", "The server cannot make experiments",
        "This server does not know where Kioto's programs are: start it by 'kioto server' or 'kioto console'");
  }

  static Refusal noDataFolder(String what) {
    return new Refusal(501, "no-data-folder", "The server keeps nothing on disk",
        "This server has no data folder and cannot " + what + ": start it with --data FOLDER");
  }

  static Refusal disk(String detail) {
    return new Refusal(507, "disk", "The disk is full or fails", detail);
  }

  static Refusal unknownPath(String path) {
    return new Refusal(404, "unknown-path", "There is nothing here",
        "There is nothing at '" + cut(path) + "': GET /api/v1/openapi.json lists what there is");
  }

  static Refusal method(String method, String path, String allowed) {
    return new Refusal(405, "method-not-allowed", "The method is not allowed here",
        "'" + cut(method) + "' is not allowed at '" + cut(path) + "': " + allowed);
  }

  static Refusal tooLarge(long limit) {
    return new Refusal(413, "too-large", "The request is too large",
        "The request's body has more than " + limit + " bytes, the most that is read");
  }

  static Refusal mediaType(@Nullable String given) {
    return new Refusal(415, "media-type", "The body's media type is not understood", "The body is "
        + (given == null ? "of no media type" : "'" + cut(given) + "'") + ": send Content-Type: application/json");
  }

  static Refusal upgradeRequired(String detail) {
    return new Refusal(426, "upgrade-required", "This is a WebSocket", detail);
  }

  static Refusal full(String detail) {
    return new Refusal(409, "too-many", "There are too many", detail);
  }

  static Refusal forbidden(String detail) {
    return new Refusal(403, "no-right", "The program does not let the collector do that", detail);
  }

  static Refusal invalid(String detail) {
    return new Refusal(400, "value", "The program does not take that value", detail);
  }

  static Refusal conflict(String detail) {
    return new Refusal(409, "not-now", "The program cannot do that", detail);
  }

  static Refusal unsupported(String detail) {
    return new Refusal(501, "not-supported", "The program cannot answer this", detail);
  }

  static Refusal unreachable(String detail) {
    return new Refusal(502, "unreachable-program", "The program cannot be reached", detail);
  }

  static Refusal moment(MomentException why) {
    var detail = String.valueOf(why.getMessage());
    return switch (why.kind()) {
      case UNKNOWN -> new Refusal(404, "unknown-moment", "That moment is not kept", detail);
      case NO_TRAIL -> noDataFolder("tell how something was before");
      case UNREADABLE -> new Refusal(404, "unknown-moment", "That moment cannot be read", detail);
      case BUSY -> busy(detail);
    };
  }

  static Refusal busy(String detail) {
    return new Refusal(BUSY, "busy", "The server is busy", detail);
  }

  static Refusal internal() {
    return new Refusal(500, "internal", "The server failed",
        "The server failed to answer this request: its log says why. Nothing else is affected");
  }

  /// A refusal by the server beneath the routes.
  static Refusal other(int status, String detail) {
    return new Refusal(status, "http-" + status, "The request is not accepted", detail);
  }

  private static String message(Exception failure) {
    return String.valueOf(failure.getMessage());
  }

  private static String cut(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
  }
}
