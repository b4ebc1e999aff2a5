package dev.kioto.console.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.Moments;
import dev.kioto.console.collector.WatchedTarget;
import dev.kioto.console.store.RecentSeries;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/// The socket that pushes whatever its client subscribes to: any number of feeds of any targets, each under an id that the
/// client gives it.
final class StreamSocket extends PushSocket {

  static final String PATH = "/api/v1/stream";

  private static final String EXAMPLE = "{\"subscribe\":\"1\",\"kind\":\"tasks\",\"target\":\"1\"}";
  private static final int MOST_FEEDS = 32; // of one socket
  private static final int LONGEST_ID = 64; // characters

  private final Map<String, Feed.Kind> kinds = new LinkedHashMap<>();

  StreamSocket(Collector collector, Guard guard, Moments moments, Listings listings, Findings findings,
      RecentSeries recent) {
    super(collector, guard);
    add("tasks", (request, changed) -> new TaskFeed(target(request), moments, listings, TaskFeed.request(request),
        changed));
    add("groups", (request, changed) -> groups(moments, listings, request, changed));
    add("diagnoses", (request, changed) -> new DiagnosisFeed(
        Requests.text(request, "target", "").isEmpty() ? null : target(request), findings, DiagnosisQuery.of(request),
        Requests.integer(request, "limit", 100, 1, Parameters.MOST_ROWS), Requests.intervalMillis(request), changed));
    add("series", (request, changed) -> new SeriesFeed(target(request), recent, request, changed));
  }

  private GroupFeed groups(Moments moments, Listings listings, JsonNode request, Runnable changed) {
    var query = GroupQuery.of(request);
    int intervalMillis = Requests.intervalMillis(request);
    var asOf = Requests.instant(request, "asOf");
    return new GroupFeed(new Shown(target(request), moments, asOf, changed), listings, query, intervalMillis);
  }

  /// Makes it known what `kind` means. Before the server starts.
  void add(String kind, Feed.Kind feeds) {
    kinds.put(kind, feeds);
  }

  /// The target that a request names.
  ///
  /// @throws Refusal if there is none
  WatchedTarget target(JsonNode request) {
    var id = Requests.text(request, "target", "");
    var target = collector.target(id);
    if (target == null) throw Refusal.unknownTarget(id);
    return target;
  }

  Route route() {
    return route("Pushes whatever is subscribed to: a WebSocket. Send " + EXAMPLE.replace("}", ",...}")
        + " with the properties of the kind (" + String.join(", ", kinds.keySet())
        + ") to open a feed and again to move it, {\"unsubscribe\":\"1\"} to end it.");
  }

  @Override
  String path() {
    return PATH;
  }

  @Override
  PushSession.Form form() {
    return PushSession.Form.MANY;
  }

  @Override
  void check(Context request) {
    // there is one path
  }

  @Override
  void receive(Client client, String message) {
    var json = Requests.object(message, EXAMPLE);
    if (json.has("unsubscribe")) {
      var id = id(json, "unsubscribe");
      if (!client.session().take(id)) {
        client.session().refuse(id, Refusal.parameter("There is no feed '" + id + "' to end"));
      }
      return;
    }
    var id = id(json, "subscribe");
    try {
      subscribe(client.session(), id, json);
    } catch (Refusal refusal) {
      client.session().refuse(id, refusal);
    }
  }

  private void subscribe(PushSession session, String id, JsonNode request) {
    var name = Requests.text(request, "kind", "");
    var kind = kinds.get(name);
    if (kind == null) {
      throw Refusal.parameter("'" + Parameters.cut(name) + "' is not a kind of feed: write " + String.join(", ",
          kinds.keySet()));
    }
    if (!session.put(id, kind.open(request, session.change(id)), MOST_FEEDS)) {
      throw Refusal.busy("This socket has " + MOST_FEEDS + " feeds, the most that it carries: end one first");
    }
  }

  private static String id(JsonNode message, String name) {
    var id = Requests.text(message, name, "");
    if (!id.isEmpty() && id.length() <= LONGEST_ID) return id;
    throw Refusal.body("The message names no feed of 1 to " + LONGEST_ID + " characters: send " + EXAMPLE);
  }
}
