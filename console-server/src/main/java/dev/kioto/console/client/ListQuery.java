package dev.kioto.console.client;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which part of a list to ask for, of what a target has beside its tasks.
///
/// @param parameters those of the list that choose its rows: `filter`, `state`, `type`, `task`, `resource`, `from`, `to`, `run`
/// @param sort one of the list's sort orders, with `-` before it for descending order; empty for its standard one
/// @param limit how many rows at most, 1 to 1000
/// @param cursor `nextCursor` of the part before, or null for the first
public record ListQuery(Map<String, String> parameters, String sort, int limit, @Nullable String cursor) {

  /// The first hundred rows in the list's standard order.
  public static final ListQuery DEFAULT = new ListQuery(Map.of(), "", 100, null);

  public ListQuery {
    parameters = Map.copyOf(parameters);
  }

  /// The same with another parameter, from the start.
  public ListQuery with(String name, String value) {
    var more = new TreeMap<>(parameters);
    more.put(name, value);
    return new ListQuery(more, sort, limit, null);
  }

  /// The same in another order, from the start.
  public ListQuery withSort(String newSort) {
    return new ListQuery(parameters, newSort, limit, null);
  }

  /// The same with another limit.
  public ListQuery withLimit(int newLimit) {
    return new ListQuery(parameters, sort, newLimit, cursor);
  }

  /// The same from another place on.
  public ListQuery withCursor(@Nullable String newCursor) {
    return new ListQuery(parameters, sort, limit, newCursor);
  }
}
