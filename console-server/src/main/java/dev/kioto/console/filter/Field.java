package dev.kioto.console.filter;

import dev.kioto.console.model.RowOrder.Motion;
import dev.kioto.console.model.RowOrder.NumberKey;
import dev.kioto.console.model.RowOrder.TextKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What rows can be filtered and sorted by.
///
/// @param label as people write it, in any case
/// @param property its name in the API's messages, which is understood as well
/// @param about what it is, as half a sentence
/// @param number its number, in an order of which the field is sorted; null for a text
/// @param text its text; null for a number
/// @param choices the values that there are, of a choice or of flags; else empty
/// @param flags which of the choices a row has; null but for flags
record Field<R>(String label, String property, String about, Type type, @Nullable NumberKey<R> number,
    @Nullable TextKey<R> text, List<String> choices, @Nullable Flags<R> flags) {

  /// What kind of value a field has, and with it which operators it knows.
  @SuppressWarnings("ImmutableEnumChecker") // its lists are immutable
  enum Type {
    /// A text.
    TEXT(List.of(":", "=", "!=", "~"), ": (contains), =, != and ~ (regular expression)"),
    /// One of a few words; its number is the word's place.
    CHOICE(List.of(":", "!="), ":, = and !="),
    /// Nanoseconds, which grow with the time or stand still.
    DURATION(List.of(">", ">=", "<", "<=", "=", "!="), ">, >=, <, <=, = and !="),
    /// A number from 0 up.
    COUNT(DURATION.operators, DURATION.told),
    /// Unsigned 64 bits; its number is in the order of signed ones.
    ID(List.of(":", "!="), ":, = and !="),
    /// Nanoseconds since 1970.
    INSTANT(DURATION.operators, DURATION.told),
    /// Any number of a few words; its number is how many.
    FLAGS(List.of(":", "!="), ":, = and !=");

    private final List<String> operators;
    private final String told;

    Type(List<String> operators, String told) {
      this.operators = operators;
      this.told = told;
    }

    /// The operators to propose.
    List<String> operators() {
      return operators;
    }

    /// The operators that it knows, for a sentence.
    String told() {
      return told;
    }
  }

  NumberKey<R> numberKey() {
    return Objects.requireNonNull(number, label);
  }

  TextKey<R> textKey() {
    return Objects.requireNonNull(text, label);
  }

  Flags<R> flagsOf() {
    return Objects.requireNonNull(flags, label);
  }

  Motion motion() {
    return switch (type) {
      case DURATION -> Motion.GROWS;
      case FLAGS -> Motion.JUMPS;
      case TEXT, CHOICE, COUNT, ID, INSTANT -> Motion.STILL;
    };
  }

  boolean isNamed(String name) {
    return label.equalsIgnoreCase(name) || property.equalsIgnoreCase(name);
  }
}
