package dev.kioto.demo.http;

import dev.kioto.demo.http.HttpInput.Head;
import dev.kioto.demo.http.Response.Content;
import dev.kioto.future.Futures;
import dev.kioto.stream.Stream;
import dev.kioto.stream.Streams;
import dev.kioto.time.Time;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What there is to see. Any number of tasks at a time.
///
/// | path | methods | what |
/// |---|---|---|
/// | `/api/hello` | GET | a line of JSON |
/// | `/api/stats` | GET | what the server has done so far |
/// | `/api/echo` | POST, PUT | the body that was sent |
/// | `/api/ticks?count=5` | GET | so many lines, one each 100 ms, in chunks |
/// | anything else | GET | the file of that name |
final class Site {

  private static final Response HELLO = Response.json("{\"hello\":\"world\"}\n");
  private static final Duration TICK = Duration.ofMillis(100);
  private static final int MOST_TICKS = 1_000;

  private final @Nullable StaticFiles files;
  private final HttpStats stats;

  /// @param files null for none
  Site(@Nullable StaticFiles files, HttpStats stats) {
    this.files = files;
    this.stats = stats;
  }

  Response answer(Head head, byte[] body) {
    stats.answered();
    return switch (head.path()) {
      case "/api/hello" -> allowed(head, Set.of("GET", "HEAD"), HELLO);
      case "/api/stats" -> allowed(head, Set.of("GET", "HEAD"), Response.json(stats.json()));
      case "/api/echo" -> allowed(head, Set.of("POST", "PUT"), echo(head, body));
      case "/api/ticks" -> allowed(head, Set.of("GET", "HEAD"), ticks(head));
      default -> allowed(head, Set.of("GET", "HEAD"), null);
    };
  }

  // Without a response: the file.
  private Response allowed(Head head, Set<String> methods, @Nullable Response response) {
    if (!methods.contains(head.method())) {
      return Response
          .error(Status.METHOD_NOT_ALLOWED, "it is " + String.join(" or ", methods) + " that is allowed here")
          .with("Allow", String.join(", ", methods));
    }
    if (response != null) return response;
    return files == null ? Response.error(Status.NOT_FOUND, "there is no such page") : files.answer(head);
  }

  private static Response echo(Head head, byte[] body) {
    var type = head.header("content-type");
    return Response.of(Status.OK, type == null ? "application/octet-stream" : type, new Content.Bytes(body));
  }

  private static Response ticks(Head head) {
    var count = head.query().startsWith("count=") ? head.query().substring("count=".length()) : "5";
    if (!count.matches("\\d{1,4}") || Integer.parseInt(count) > MOST_TICKS) {
      return Response.error(Status.BAD_REQUEST, "count is a number up to " + MOST_TICKS);
    }
    Stream<byte[]> lines = Streams.iter(IntStream.range(0, Integer.parseInt(count)).boxed())
        .map(tick -> ("tick " + tick + "\n").getBytes(StandardCharsets.UTF_8))
        .then(line -> Futures.map(Time.sleep(TICK), _ -> line));
    return Response.of(Status.OK, "text/plain; charset=utf-8", new Content.Chunks(lines));
  }
}
