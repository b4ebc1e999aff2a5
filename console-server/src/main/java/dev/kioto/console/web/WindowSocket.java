package dev.kioto.console.web;

import dev.kioto.console.collector.Collector;
import dev.kioto.console.collector.Moments;
import io.javalin.http.Context;
import java.util.Objects;

/// The socket that pushes one window of a target's tasks.
final class WindowSocket extends PushSocket {

  static final String PATH = "/api/v1/targets/{id}/tasks/window";

  private final Moments moments;
  private final Listings listings;

  WindowSocket(Collector collector, Guard guard, Moments moments, Listings listings) {
    super(collector, guard);
    this.moments = moments;
    this.listings = listings;
  }

  Route route() {
    return route("Pushes a window of the tasks: a WebSocket. Send {\"filter\":\"\",\"sort\":\"-total\",\"offset\":0,"
        + "\"limit\":100,\"intervalMillis\":250} to open the window and again to move it; with \"asOf\", an instant, "
        + "it shows the tasks as they were then.", TargetResource.TARGET);
  }

  @Override
  String path() {
    return PATH;
  }

  @Override
  PushSession.Form form() {
    return PushSession.Form.SINGLE;
  }

  @Override
  void check(Context request) {
    var id = targetId(request.path());
    if (collector.target(id) == null) throw Refusal.unknownTarget(id);
  }

  // Before the upgrade the path is not yet matched, so its parameters are not there.
  private static String targetId(String path) {
    var parts = path.split("/", -1);
    return parts.length > 4 ? parts[4] : "";
  }

  @Override
  void receive(Client client, String message) {
    var id = Objects.requireNonNull(client.target());
    var target = collector.target(id);
    if (target == null) throw Refusal.unknownTarget(id);
    var request = TaskFeed.request(Requests.object(message, "{\"filter\":\"\",\"sort\":\"-total\"}"));
    client.session().put("", new TaskFeed(target, moments, listings, request, client.session().change("")), 1);
  }
}
