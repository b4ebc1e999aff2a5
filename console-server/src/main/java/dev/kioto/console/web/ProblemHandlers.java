package dev.kioto.console.web;

import dev.kioto.console.api.Problem;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes every refusal a problem of RFC 9457, whoever refuses: a handler, the router, or the server beneath it.
final class ProblemHandlers {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemHandlers.class);

  private ProblemHandlers() {}

  static void configure(JavalinConfig config, long largestBody) {
    config.routes.exception(Refusal.class, (refusal, request) -> Replies.problem(request, refusal));
    config.routes.exception(HttpResponseException.class,
        (failure, request) -> Replies.problem(request, refusal(failure, request, largestBody)));
    config.routes.exception(Exception.class, (failure, request) -> {
      LOG.error("{} {} failed", request.method(), request.path(), failure);
      Replies.problem(request, Refusal.internal());
    });
    config.jetty.modifyServer(server -> server.setErrorHandler(new ServerErrors(largestBody)));
    config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new ServerErrors(largestBody)));
  }

  private static Refusal refusal(HttpResponseException failure, Context request, long largestBody) {
    return switch (failure.getStatus()) {
      case 404 -> Refusal.unknownPath(request.path());
      case 405 -> Refusal.method(request.method().name(), request.path(), allowed(failure));
      case 413 -> Refusal.tooLarge(largestBody);
      default -> Refusal.other(failure.getStatus(), Objects.requireNonNullElse(failure.getMessage(), ""));
    };
  }

  private static String allowed(HttpResponseException failure) {
    return "these are: " + failure.getDetails().values().stream().sorted().collect(Collectors.joining(", "));
  }

  /// Answers requests that never reach a route: malformed, too long, timed out.
  private static final class ServerErrors extends ErrorHandler {

    private final long largestBody;

    ServerErrors(long largestBody) {
      this.largestBody = largestBody;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      var path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
      boolean unread = "/badMessage".equals(path); // the server's stand-in for a request that it could not read
      var problem = refusal(response.getStatus()).problem(unread ? null : path);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
      Content.Sink.write(response, true, Replies.text(problem), callback);
      return true;
    }

    private Refusal refusal(int status) {
      return switch (status) {
        case 400 ->
            Refusal.badRequest("The request is not one that HTTP knows: its first line, an escape in its path or a "
                + "header is malformed");
        case 413 -> Refusal.tooLarge(largestBody);
        case 414, 431 -> Refusal.other(status,
            "The request's address and headers are longer than the server reads: make the filter shorter");
        default -> Refusal.other(status, "The server does not accept the request: " + HttpStatus.getMessage(status));
      };
    }
  }
}
