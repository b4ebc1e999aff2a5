package dev.kioto.console.filter;

import dev.kioto.console.model.MarkMemo;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.RowOrder.MarkedKey;
import dev.kioto.console.model.RowOrder.Motion;
import dev.kioto.console.model.RowOrder.NumberKey;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TextMark;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The filters that terms and their joints become. Each knows when time alone may change its answer.
final class RowFilters {

  /// An instant that every row is told of well before; keys and sums of two instants do not overflow there.
  private static final long FAR = 1L << 62;

  private RowFilters() {}

  /// How a number is compared with a value.
  enum Comparison {
    LESS,
    AT_MOST,
    EQUAL,
    UNEQUAL,
    AT_LEAST,
    MORE;

    boolean holds(long number, long value) {
      return switch (this) {
        case LESS -> number < value;
        case AT_MOST -> number <= value;
        case EQUAL -> number == value;
        case UNEQUAL -> number != value;
        case AT_LEAST -> number >= value;
        case MORE -> number > value;
      };
    }
  }

  /// Compares a number; one that is absent compares as nothing at all.
  record Number<R>(NumberKey<R> key, Motion motion, Comparison comparison, long value) implements RowFilter<R> {

    @Override
    public boolean matches(R row, long asOf) {
      long number = key.of(row, asOf);
      return number != TaskRecord.ABSENT && comparison.holds(number, value);
    }

    /// A number that grows takes at least as long to a value as it is below it. Whether it ever gets there is seen by
    /// looking at it in the far future.
    @Override
    public long mayChangeAt(R row, long asOf) {
      return switch (motion) {
        case STILL -> NEVER;
        case JUMPS -> asOf + 1;
        case GROWS -> {
          long number = key.of(row, asOf);
          if (number > value) yield NEVER;
          long atLast = key.of(row, FAR);
          if (atLast < value || atLast == number) yield NEVER;
          long wait = Math.max(1, value - number);
          yield wait > NEVER - asOf ? NEVER : asOf + wait;
        }
      };
    }
  }

  /// Looks into a text; one that is not there is empty.
  record Text<R>(Function<R, @Nullable String> read, Predicate<String> match) implements RowFilter<R> {

    @Override
    public boolean matches(R row, long asOf) {
      var text = read.apply(row);
      return match.test(text == null ? "" : text);
    }

    @Override
    public long mayChangeAt(R row, long asOf) {
      return NEVER;
    }
  }

  /// Looks into a text that has a mark: once into each that has a number, and only into those others that may hold what is looked for.
  ///
  /// @param needed the signature of what the text has to contain, or 0
  record Marked<R>(MarkedKey<R> key, Predicate<String> match, int needed, MarkMemo memo) implements RowFilter<R> {

    Marked(MarkedKey<R> key, Predicate<String> match, int needed) {
      this(key, match, needed, new MarkMemo());
    }

    @Override
    public boolean matches(R row, long asOf) {
      int mark = key.mark(row);
      if (mark <= 0) return TextMark.mayContain(mark, needed) && match.test(key.of(row));
      int known = memo.answer(mark);
      if (known >= 0) return known > 0;
      boolean holds = match.test(key.of(row));
      memo.put(mark, holds);
      return holds;
    }

    @Override
    public long mayChangeAt(R row, long asOf) {
      return NEVER;
    }
  }

  /// Asks for one of the flags, or for any when `choice` is negative.
  record Flag<R>(Flags<R> flags, int choice, boolean wanted) implements RowFilter<R> {

    @Override
    public boolean matches(R row, long asOf) {
      boolean has = choice < 0 ? flags.count(row, asOf) > 0 : flags.has(row, choice, asOf);
      return has == wanted;
    }

    @Override
    public long mayChangeAt(R row, long asOf) {
      return flags.mayChangeAt(row, asOf);
    }
  }

  /// Every one of several.
  record Both<R>(List<RowFilter<R>> parts) implements RowFilter<R> {

    @Override
    public boolean matches(R row, long asOf) {
      for (int i = 0; i < parts.size(); i++) { // no iterator for each row
        if (!parts.get(i).matches(row, asOf)) return false;
      }
      return true;
    }

    @Override
    public long mayChangeAt(R row, long asOf) {
      return earliest(parts, row, asOf);
    }
  }

  /// At least one of several.
  record Either<R>(List<RowFilter<R>> parts) implements RowFilter<R> {

    @Override
    public boolean matches(R row, long asOf) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).matches(row, asOf)) return true;
      }
      return false;
    }

    @Override
    public long mayChangeAt(R row, long asOf) {
      return earliest(parts, row, asOf);
    }
  }

  /// Not the other.
  record Negation<R>(RowFilter<R> part) implements RowFilter<R> {

    @Override
    public boolean matches(R row, long asOf) {
      return !part.matches(row, asOf);
    }

    @Override
    public long mayChangeAt(R row, long asOf) {
      return part.mayChangeAt(row, asOf);
    }
  }

  private static <R> long earliest(List<RowFilter<R>> parts, R row, long asOf) {
    long earliest = RowFilter.NEVER;
    for (int i = 0; i < parts.size(); i++) earliest = Math.min(earliest, parts.get(i).mayChangeAt(row, asOf));
    return earliest;
  }
}
