package dev.kioto.console.web;

import dev.kioto.console.model.Position;
import dev.kioto.console.model.Selection;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads which part of a list a request asks for: `limit`, `cursor`, and `sort` by one of a few numbers.
///
/// @param keys what the list can be sorted by
/// @param standard the sort order unless told, with `-` before it for the largest first
record Paging<E>(Map<String, Selection.Key<E>> keys, String standard) {

  static final Parameter LIMIT = Parameter.query("limit", "integer", "How many at most, 1 to 1000", "100");
  static final Parameter CURSOR = Parameter.query("cursor", "string", "The nextCursor of the part before", "");

  private static final int STANDARD_LIMIT = 100;

  /// The parameters of a list, and those of its own.
  Parameter[] parameters(Parameter... own) {
    var sort = Parameter.query("sort", "string", "One of " + String.join(", ", keys.keySet().stream().sorted().toList())
        + ", with - before it for the largest first", standard);
    return Stream.concat(Stream.of(own), Stream.of(sort, LIMIT, CURSOR, Tables.FORMAT, TargetResource.RUN,
        TargetResource.AS_OF))
        .toArray(Parameter[]::new);
  }

  static int limit(Context request) {
    return Parameters.integer(request, "limit", STANDARD_LIMIT, 1, Parameters.MOST_ROWS);
  }

  /// The part of a list that is asked for.
  ///
  /// @throws Refusal if the request cannot be followed
  Selection<E> selection(Context request, Selection.Filter<E> filter) {
    var sort = Parameters.text(request, "sort", standard);
    boolean descending = sort.startsWith("-");
    var key = keys.get(descending ? sort.substring(1) : sort);
    if (key == null) {
      throw Refusal.sort("'" + sort + "' is not a sort order of this list: write one of "
          + String.join(", ", keys.keySet().stream().sorted().toList()) + ", with - before it for the largest first");
    }
    if (Tables.wanted(request)) return new Selection<>(filter, key, descending, null, 1); // made longer by its sender
    return new Selection<>(filter, key, descending, place(request, sort), limit(request));
  }

  private static Selection.@Nullable Place place(Context request, String sort) {
    var cursor = Parameters.text(request, "cursor", "");
    if (cursor.isEmpty()) return null;
    var position = Cursor.decode(cursor, listOf(request), sort);
    return new Selection.Place(position.asOf(), position.number(), position.id());
  }

  /// What to send as `nextCursor`.
  @Nullable String cursor(Context request, Selection.@Nullable Place next) {
    if (next == null) return null;
    return Cursor.encode(new Position(next.asOf(), next.number(), "", next.id()), listOf(request),
        Parameters.text(request, "sort", standard));
  }

  // A cursor belongs to the list of one path and of the parameters that choose its rows.
  private static String listOf(Context request) {
    var list = new StringBuilder(request.path());
    request.queryParamMap().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(parameter -> {
      if (!List.of("sort", "limit", "cursor", "format").contains(parameter.getKey()))
        list.append('&').append(parameter);
    });
    return list.toString();
  }

  /// A part of a list that is held as a whole, in the order that it has. Its cursor is the place of the next row.
  static <T> Slice<T> slice(Context request, List<T> all) {
    var cursor = Parameters.text(request, "cursor", "");
    long start = cursor.isEmpty() ? 0 : Cursor.decode(cursor, request.path(), "").number();
    int from = Math.clamp(start, 0, all.size());
    int to = Math.min(all.size(), from + limit(request));
    var next = to == all.size() ? null : Cursor.encode(new Position(0, to, "", 0), request.path(), "");
    return new Slice<>(all.subList(from, to), next);
  }

  /// A part of a list.
  record Slice<T>(List<T> rows, @Nullable String next) {
  }
}
