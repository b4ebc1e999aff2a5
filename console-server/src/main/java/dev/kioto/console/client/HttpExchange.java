package dev.kioto.console.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kioto.console.api.Problem;
import dev.kioto.console.json.ApiJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Questions to one server and its answers, over HTTP. Paths are below `/api/v1/`. Safe for use by any number of threads. Each question
/// throws [ProblemException] when the server refuses and [UnreachableException] when it is not reached; an interrupted one throws the
/// latter and leaves the thread interrupted.
final class HttpExchange implements AutoCloseable {

  static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
  static final Duration ATTACH_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration FILE_TIMEOUT = Duration.ofSeconds(90); // until it begins
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int REFUSED = 400;

  private final URI server;
  private final @Nullable String token; // null for none
  private final HttpClient http;

  /// @param server with `/` at its end
  HttpExchange(URI server, @Nullable String token, @Nullable SSLContext tls) {
    this.server = server;
    this.token = token;
    var builder = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .executor(Executors.newVirtualThreadPerTaskExecutor());
    if (tls != null) builder.sslContext(tls);
    this.http = builder.build();
  }

  URI server() {
    return server;
  }

  <T> T get(String path, Class<T> type) {
    return read(send(request(path, ANSWER_TIMEOUT).GET().build()), type);
  }

  /// @param message null for none
  <T> T post(String path, @Nullable Object message, Duration timeout, Class<T> type) {
    return read(send(posted(path, message, timeout)), type);
  }

  /// The same where there is no answer but that it was done.
  void post(String path, Object message) {
    send(posted(path, message, ANSWER_TIMEOUT));
  }

  void delete(String path) {
    send(request(path, ANSWER_TIMEOUT).DELETE().build());
  }

  /// What comes is written to a file, which is replaced.
  void save(String path, Path file) {
    var request = request(path, FILE_TIMEOUT).POST(BodyPublishers.noBody()).build();
    var response = exchange(request, info -> info.statusCode() == 200
        ? BodySubscribers.mapping(BodySubscribers.ofFile(file), _ -> "")
        : BodySubscribers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() >= REFUSED) throw refusal(request, response, response.body());
  }

  /// What comes, as it comes. To be closed.
  InputStream open(String path) {
    var request = request(path, FILE_TIMEOUT).setHeader("Accept", "*/*").GET().build();
    var response = exchange(request, BodyHandlers.ofInputStream());
    if (response.statusCode() < REFUSED) return response.body();
    try (var body = response.body()) {
      throw refusal(request, response, new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UnreachableException(server, "The console server at " + server + " broke off: " + e.getMessage(), e);
    }
  }

  /// A socket to be opened, which shows the token.
  WebSocket.Builder socket() {
    var socket = http.newWebSocketBuilder();
    if (token != null) socket.header("Authorization", "Bearer " + token);
    return socket;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest posted(String path, @Nullable Object message, Duration timeout) {
    return request(path, timeout).header("Content-Type", "application/json")
        .POST(message == null ? BodyPublishers.noBody() : BodyPublishers.ofString(write(message))).build();
  }

  private HttpRequest.Builder request(String path, Duration timeout) {
    var request = HttpRequest.newBuilder(server.resolve("api/v1/" + path))
        .timeout(timeout)
        .header("Accept", "application/json, " + Problem.MEDIA_TYPE);
    if (token != null) request.header("Authorization", "Bearer " + token);
    return request;
  }

  private String send(HttpRequest request) {
    var response = exchange(request, BodyHandlers.ofString());
    if (response.statusCode() >= REFUSED) throw refusal(request, response, response.body());
    return response.body();
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (HttpTimeoutException e) {
      throw new UnreachableException(server, "The console server at " + server + " did not answer in time", e);
    } catch (ConnectException e) {
      throw new UnreachableException(server,
          "No console server answers at " + server + ": start one with 'kioto server', or name another address", e);
    } catch (SSLException e) {
      throw new UnreachableException(server, "No secure connection to " + server + ": " + e.getMessage()
          + ". Trust who signed the server's certificate by --authorities FILE, or ask for http: if it speaks no TLS",
          e);
    } catch (IOException e) {
      throw new UnreachableException(server, "The console server at " + server + " broke off: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(server, "Interrupted while waiting for " + server, e);
    }
  }

  private ConsoleClientException refusal(HttpRequest request, HttpResponse<?> response, String body) {
    var mediaType = response.headers().firstValue("Content-Type").orElse("");
    if (mediaType.startsWith(Problem.MEDIA_TYPE)) {
      return new ProblemException(read(body, Problem.class));
    }
    return new UnreachableException(server, "What answers at " + server + " is not a Kioto console server: "
        + request.uri().getPath() + " gave status " + response.statusCode());
  }

  private <T> T read(String json, Class<T> type) {
    try {
      return ApiJson.answers().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new UnreachableException(server, "What answers at " + server
          + " is not a console server of this version: its answer is not a " + type.getSimpleName(), e);
    }
  }

  private static String write(Object message) {
    try {
      return ApiJson.mapper().writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The message " + message + " has no JSON", e);
    }
  }

  /// A text as a part of a path or a query.
  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
