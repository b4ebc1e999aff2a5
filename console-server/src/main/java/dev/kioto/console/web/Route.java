package dev.kioto.console.web;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that the API answers: what serves it and what its documentation says, in one place.
///
/// @param path with its parameters in braces
/// @param summary what it does, as a sentence
/// @param parameters of the path and of the query; no other query parameter is accepted
/// @param body the record that the request carries; null for none
/// @param answers what comes back when all is well, by status
/// @param refusals the statuses of the problems that may come back instead
/// @param right what the request needs
record Route(
    HandlerType method,
    String path,
    String summary,
    List<Parameter> parameters,
    @Nullable Class<?> body,
    List<Answer> answers,
    List<Integer> refusals,
    Right right,
    Handler handler) {

  /// A part of the path or of the query.
  ///
  /// @param in `path` or `query`
  /// @param type `string` or `integer`
  /// @param standard its value when it is not given; null for a part of the path
  record Parameter(String name, String in, String type, String description, @Nullable String standard) {

    static Parameter path(String name, String description) {
      return new Parameter(name, "path", "string", description, null);
    }

    static Parameter query(String name, String type, String description, String standard) {
      return new Parameter(name, "query", type, description, standard);
    }
  }

  /// What comes back.
  ///
  /// @param content the record; null for an answer without a body, or with one that is not a record
  record Answer(int status, String description, @Nullable Class<?> content) {
  }

  static Builder get(String path, String summary) {
    return new Builder(HandlerType.GET, path, summary);
  }

  static Builder post(String path, String summary) {
    return new Builder(HandlerType.POST, path, summary);
  }

  static Builder delete(String path, String summary) {
    return new Builder(HandlerType.DELETE, path, summary);
  }

  /// Describes a route step by step; [#handledBy] is the last.
  static final class Builder {

    private final HandlerType method;
    private final String path;
    private final String summary;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private List<Integer> refusals = List.of();
    private @Nullable Class<?> body;
    private Right right;

    private Builder(HandlerType method, String path, String summary) {
      this.method = method;
      this.path = path;
      this.summary = summary;
      // Whatever is not told apart changes something.
      this.right = method.equals(HandlerType.GET) ? Right.READ : Right.ACT;
    }

    Builder with(Parameter... more) {
      parameters.addAll(List.of(more));
      return this;
    }

    Builder taking(Class<?> type) {
      body = type;
      return this;
    }

    Builder answering(int status, String description, @Nullable Class<?> content) {
      answers.add(new Answer(status, description, content));
      return this;
    }

    Builder refusing(Integer... statuses) {
      refusals = List.of(statuses);
      return this;
    }

    /// What the request needs: to read for a GET, to act for any other unless told.
    Builder needing(Right what) {
      right = what;
      return this;
    }

    Route handledBy(Handler handler) {
      return new Route(method, path, summary, List.copyOf(parameters), body, List.copyOf(answers), refusals,
          right, handler);
    }
  }
}
