package dev.kioto.console.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which part of a table to list: rows that a filter lets through, sorted by a number, those of equal numbers by id.
///
/// @param filter which rows
/// @param key what they are sorted by
/// @param descending whether the largest number comes first; ids ascend in any case
/// @param after the place after which to begin, or null for the start
/// @param limit how many rows at most
public record Selection<E>(Filter<E> filter, Key<E> key, boolean descending, @Nullable Place after, int limit) {

  public Selection {
    if (limit < 1) throw new IllegalArgumentException("limit must be 1 or more, got " + limit);
  }

  /// Another part of the same rows.
  public Selection<E> part(@Nullable Place from, int most) {
    return new Selection<>(filter, key, descending, from, most);
  }

  /// The same of fewer rows.
  Selection<E> and(Filter<E> further) {
    return new Selection<>((row, at) -> filter.matches(row, at) && further.matches(row, at), key, descending, after,
        limit);
  }

  /// Says which rows are listed. Called under the model's lock: it must be quick and must not block.
  @FunctionalInterface
  public interface Filter<E> {
    /// Whether the row is listed, at an instant.
    boolean matches(E row, long asOf);
  }

  /// Reads the number to sort a row by. Called under the model's lock.
  @FunctionalInterface
  public interface Key<E> {
    /// The number at an instant.
    long of(E row, long asOf);
  }

  /// A place in a list: the row after which the next part begins.
  public record Place(long asOf, long number, long id) {
  }

  /// A part of a list.
  ///
  /// @param asOf the instant of every number in the rows
  /// @param total how many rows the table has
  /// @param matched how many of them the filter lets through
  /// @param next the place after the last row, or null when no more rows follow
  public record Part<R>(long asOf, int total, int matched, List<R> rows, @Nullable Place next) {
  }

  /// Lists rows in time proportional to the table, holding no more of it than the part.
  <R> Part<R> from(Iterable<E> table, int total, long asOf, IdOf<E> id, Function<E, R> mapper) {
    long keysAt = after == null ? asOf : after.asOf();
    int sign = descending ? -1 : 1;
    Comparator<Candidate<E>> order = (a, b) -> {
      int byNumber = sign * Long.compare(a.number, b.number);
      return byNumber == 0 ? Long.compareUnsigned(a.id, b.id) : byNumber;
    };
    var start = after == null ? null : new Candidate<E>(null, after.number(), after.id());
    var best = new PriorityQueue<Candidate<E>>(Math.min(limit, 1000) + 1, order.reversed());
    int matched = 0;
    int following = 0;
    for (var row : table) {
      if (!filter.matches(row, asOf)) continue;
      matched++;
      var candidate = new Candidate<>(row, key.of(row, keysAt), id.of(row));
      if (start != null && order.compare(candidate, start) <= 0) continue;
      following++;
      best.add(candidate);
      if (best.size() > limit) best.remove();
    }
    var chosen = new ArrayList<>(best);
    chosen.sort(order);
    var rows = new ArrayList<R>(chosen.size());
    for (var candidate : chosen) rows.add(mapper.apply(candidate.row()));
    var last = chosen.isEmpty() ? null : chosen.getLast();
    var next = last == null || following <= chosen.size() ? null : new Place(keysAt, last.number, last.id);
    return new Part<>(asOf, total, matched, rows, next);
  }

  /// Reads a row's id.
  @FunctionalInterface
  interface IdOf<E> {
    long of(E row);
  }

  private record Candidate<E>(@Nullable E element, long number, long id) {
    E row() {
      return Objects.requireNonNull(element);
    }
  }
}
