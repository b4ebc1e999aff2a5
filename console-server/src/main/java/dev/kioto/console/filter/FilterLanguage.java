package dev.kioto.console.filter;

import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.RowOrder;
import dev.kioto.console.model.RowOrder.NumberKey;
import dev.kioto.console.model.RowOrder.TextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The filter language for rows of one kind: which fields they have, and with these the reading of filters and of sort
/// orders. Immutable: safe for use by any thread.
///
/// ```java
/// var resources = FilterLanguage.<ResourceRecord>builder("resource")
///     .text("type", "what it is", ResourceRecord::type)
///     .count("waits", "how often something waited for it", (resource, asOf) -> resource.waits())
///     .build();
/// ```
///
/// @param <R> the rows: tasks, resources, operations
public final class FilterLanguage<R> {

  private final String noun;
  private final List<Field<R>> fields;
  private final Field<R> word;
  private final @Nullable Named<R> named;

  private FilterLanguage(Builder<R> builder) {
    noun = builder.noun;
    fields = List.copyOf(builder.fields);
    word = builder.word == null ? firstText(builder) : builder.word;
    named = builder.named;
  }

  private static <R> Field<R> firstText(Builder<R> builder) {
    return builder.fields.stream().filter(field -> field.type() == Field.Type.TEXT).findFirst().orElseThrow(
        () -> new IllegalArgumentException("the language of a " + builder.noun + " has no text for words to look in"));
  }

  /// A language to be set up.
  ///
  /// @param noun what a row is called
  public static <R> Builder<R> builder(String noun) {
    return new Builder<>(noun);
  }

  /// Reads a filter. An empty one lets every row through.
  ///
  /// @throws FilterSyntaxException if it cannot be read
  public RowFilter<R> filter(String text) throws FilterSyntaxException {
    return new Terms<>(this).filter(Parser.parse(text));
  }

  /// The same filter in the one way in which the language itself writes it: filters that mean the same by their words
  /// become equal texts.
  ///
  /// @throws FilterSyntaxException if it cannot be read
  public String canonical(String text) throws FilterSyntaxException {
    var expression = Parser.parse(text);
    var _ = new Terms<>(this).filter(expression);
    return expression.print();
  }

  /// Reads a sort order: a field's name, with `-` before it for the largest first.
  ///
  /// @throws SortSyntaxException if there is no such field
  public RowOrder<R> order(String text) throws SortSyntaxException {
    boolean descending = text.startsWith("-");
    var name = descending ? text.substring(1) : text;
    var field = field(name);
    if (field == null) {
      var shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
      throw new SortSyntaxException("cannot sort by '" + shown + "'" + unknown(name));
    }
    return field.number() == null
        ? new RowOrder.ByText<>(field.textKey(), descending)
        : new RowOrder.ByNumber<>(field.numberKey(), field.motion(), descending);
  }

  /// Reads what rows are to be grouped by: a field that is a text, one of a few words or an id, or `field.NAME`.
  ///
  /// @throws SortSyntaxException if there is no such field, or it is a number
  public TextKey<R> group(String text) throws SortSyntaxException {
    if (named != null && text.regionMatches(true, 0, Terms.NAMED, 0, Terms.NAMED.length())) {
      var name = text.substring(Terms.NAMED.length());
      return row -> Objects.requireNonNullElse(named.of(row, name), "");
    }
    var field = field(text);
    var shown = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    if (field == null) throw new SortSyntaxException("cannot group by '" + shown + "'" + unknown(text));
    if (field.type() == Field.Type.TEXT) return field.textKey();
    if (field.type() == Field.Type.CHOICE) return row -> field.choices().get((int) field.numberKey().of(row, 0));
    if (field.type() == Field.Type.ID) {
      return row -> Long.toUnsignedString(field.numberKey().of(row, 0) ^ Long.MIN_VALUE);
    }
    var right = fields.stream().filter(f -> f.type() == Field.Type.TEXT || f.type() == Field.Type.CHOICE)
        .map(Field::label).collect(Collectors.joining(", "));
    throw new SortSyntaxException("cannot group by '" + shown + "', which is not a text: group by " + right
        + (named == null ? "" : ", or " + Terms.NAMED + "NAME for what a " + noun + " says of itself"));
  }

  /// What could be written at a place of a filter that is being typed.
  ///
  /// @param at where the cursor stands, in characters from 0; what is behind it does not count
  public Completion complete(String text, int at) {
    return new Completer(fields, named != null).complete(text.substring(0, Math.clamp(at, 0, text.length())));
  }

  /// A text as the value of a term: in quotes when it would read otherwise without.
  public static String quoted(String value) {
    return Expression.Quoting.value(value);
  }

  String noun() {
    return noun;
  }

  Field<R> word() {
    return word;
  }

  @Nullable Named<R> named() {
    return named;
  }

  /// The field that a person means, by its label or its name in the API, in any case; null when there is none.
  @Nullable Field<R> field(String name) {
    for (var field : fields) {
      if (field.isNamed(name)) return field;
    }
    return null;
  }

  /// A sentence about a name that is not a field's.
  String unknown(String name) {
    var labels = fields.stream().map(Field::label).toList();
    var closest = Suggestion.closest(name, labels);
    var hint = closest == null ? "" : ": did you mean '" + closest + "'?";
    return hint + (closest == null ? ": fields: " : " fields: ") + String.join(", ", labels);
  }

  /// Reads a field that rows have of their own, by name.
  @FunctionalInterface
  public interface Named<R> {
    /// The field's value, or null when the row has none of that name.
    @Nullable String of(R row, String name);
  }

  /// Sets up a language: one method a kind of field, in the order in which fields are to be listed. `about` says what a
  /// field is, as half a sentence.
  public static final class Builder<R> {

    private final String noun;
    private final List<Field<R>> fields = new ArrayList<>();
    private @Nullable Field<R> word;
    private @Nullable Named<R> named;

    private Builder(String noun) {
      this.noun = noun;
    }

    /// A text. Bare words are looked for in the first one.
    public Builder<R> text(String label, String about, TextKey<R> text) {
      return add(new Field<>(label, label, about, Field.Type.TEXT, null, text, List.of(), null));
    }

    /// A text that bare words are looked for in.
    public Builder<R> words(String label, String about, TextKey<R> text) {
      text(label, about, text);
      word = fields.getLast();
      return this;
    }

    /// One of a few words.
    ///
    /// @param choices in the order in which they are sorted
    /// @param place the place of a row's word among them, from 0
    public Builder<R> choice(String label, String about, List<String> choices, NumberKey<R> place) {
      return add(new Field<>(label, label, about, Field.Type.CHOICE, place, null, lower(choices), null));
    }

    /// A number from 0 up, which does not change with the time alone.
    public Builder<R> count(String label, String about, NumberKey<R> count) {
      return add(new Field<>(label, label, about, Field.Type.COUNT, count, null, List.of(), null));
    }

    /// Nanoseconds, which never go down while nothing is told of the row, and up by no more than the time that passes.
    public Builder<R> duration(String label, String about, NumberKey<R> nanos) {
      return add(new Field<>(label, label + "Nanos", about, Field.Type.DURATION, nanos, null, List.of(), null));
    }

    /// An unsigned id.
    public Builder<R> id(String label, String about, NumberKey<R> id) {
      return add(new Field<>(label, label, about, Field.Type.ID,
          (row, asOf) -> id.of(row, asOf) ^ Long.MIN_VALUE, null, List.of(), null));
    }

    /// Nanoseconds since 1970, or [dev.kioto.console.model.TaskRecord#ABSENT].
    public Builder<R> instant(String label, String about, NumberKey<R> nanos) {
      return add(new Field<>(label, label + "At", about, Field.Type.INSTANT, nanos, null, List.of(), null));
    }

    /// Any number of a few words, and `any` for at least one.
    public Builder<R> flags(String label, String about, List<String> choices, Flags<R> flags) {
      return add(new Field<>(label, label + "s", about, Field.Type.FLAGS, flags::count, null, lower(choices), flags));
    }

    /// Fields that rows have of their own, written `field.NAME`.
    public Builder<R> named(Named<R> fieldsByName) {
      named = fieldsByName;
      return this;
    }

    /// The language.
    ///
    /// @throws IllegalArgumentException if it has no text
    public FilterLanguage<R> build() {
      return new FilterLanguage<>(this);
    }

    private Builder<R> add(Field<R> field) {
      fields.add(field);
      return this;
    }

    private static List<String> lower(List<String> choices) {
      return choices.stream().map(choice -> choice.toLowerCase(Locale.ROOT)).toList();
    }
  }
}
