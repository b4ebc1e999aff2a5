package dev.kioto.console.web;

import dev.kioto.console.api.Health;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the server says of itself.
final class ServerResource {

  private static final String VERSION = Objects
      .requireNonNullElse(ServerResource.class.getPackage().getImplementationVersion(), "dev");

  private final long startedNanos = System.nanoTime();
  private final byte[] favicon = resource("favicon.svg");
  // Set once, before the server starts: both pages are made of the routes that these ones are among.
  private byte @Nullable [] openApi;
  private @Nullable String index;

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/health", "Says that the server answers.")
            .needing(Right.OPEN)
            .answering(200, "It does", Health.class)
            .handledBy(this::health),
        Route.get("/api/v1/openapi.json", "Describes this API in OpenAPI 3.1.")
            .needing(Right.OPEN)
            .answering(200, "The description", null)
            .handledBy(request -> request.contentType("application/json").result(Objects.requireNonNull(openApi))));
  }

  /// Pages for people, which are no part of the API.
  List<Route> pages() {
    return List.of(
        Route.get("/", "Lists the API.").needing(Right.OPEN)
            .handledBy(request -> request.html(Objects.requireNonNull(index))),
        Route.get("/favicon.ico", "The icon.").needing(Right.OPEN).handledBy(this::icon),
        Route.get("/favicon.svg", "The icon.").needing(Right.OPEN).handledBy(this::icon));
  }

  /// Makes the pages that describe the routes.
  void describe(List<Route> api) {
    openApi = Replies.bytes(OpenApi.describe(api, VERSION));
    index = IndexPage.of(api, VERSION);
  }

  private void health(Context request) {
    Replies.json(request, new Health("ok", VERSION, (System.nanoTime() - startedNanos) / 1_000_000));
  }

  private void icon(Context request) {
    request.contentType("image/svg+xml").header("Cache-Control", "max-age=86400").result(favicon);
  }

  static byte[] resource(String name) {
    try (InputStream in = ServerResource.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("The resource " + name + " of the server cannot be read", e);
    }
  }

  static String textResource(String name) {
    return new String(resource(name), StandardCharsets.UTF_8);
  }
}
