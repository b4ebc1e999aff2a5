package dev.kioto.console.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The language for rows of any kind: here a parcel.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class FilterLanguageTest {

  private static final FilterLanguage<Parcel> PARCELS = FilterLanguage.<Parcel>builder("parcel")
      .text("place", "where it is", Parcel::place)
      .words("label", "what is written on it", Parcel::label)
      .choice("size", "how large it is", List.of("SMALL", "LARGE"), (parcel, _) -> parcel.size())
      .count("stamps", "how many stamps it has", (parcel, _) -> parcel.stamps())
      .named((parcel, name) -> parcel.label().contains(name) ? parcel.place() : null)
      .build();

  /// A row.
  private record Parcel(String place, String label, int size, long stamps) {
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
      fragile            | true
      oslo               | false
      place:oslo         | true
      size:LARGE         | true
      size!=large        | false
      stamps>2           | true
      field.fragile>=1   | false
      field."two words"=Oslo | true
      field.two-words:Oslo   | false
      """)
  void filter_ofRowsOfAnotherKind_readsTheirFields(String filter, boolean expected) throws FilterSyntaxException {
    var parcel = new Parcel("Oslo", "FRAGILE two words", 1, 3);

    assertThat(PARCELS.filter(filter).matches(parcel, 0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"12, true", "12.5, true", "-3, false", "9.99, false", "ten, false", "'', false"})
  void ownField_comparedAsANumber_leavesOutWhatIsNone(String value, boolean expected) throws FilterSyntaxException {
    assertThat(PARCELS.filter("field.x>=10").matches(new Parcel(value, "x", 0, 0), 0)).isEqualTo(expected);
  }

  @Test
  void error_ofAnotherKindOfRow_namesItsOwnFields() {
    assertThatExceptionOfType(FilterSyntaxException.class).isThrownBy(() -> PARCELS.filter("stamp>1"))
        .withMessageContaining("did you mean 'stamps'? fields: place, label, size, stamps")
        .withMessageContaining("a parcel says of itself");
    assertThatExceptionOfType(FilterSyntaxException.class).isThrownBy(() -> PARCELS.filter("size:medium"))
        .withMessageContaining("sizes: small, large");
    assertThatExceptionOfType(SortSyntaxException.class).isThrownBy(() -> PARCELS.order("-plaice"))
        .withMessageContaining("did you mean 'place'?");
  }

  @Test
  void language_withoutAText_isNone() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> FilterLanguage.<Parcel>builder("parcel").count("stamps", "", (p, _) -> p.stamps()).build())
        .withMessageContaining("parcel");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
      ''                            | ''
      '  a   and b or  (c)  '       | a b or c
      'a AND (b OR c)'              | a (b or c)
      'not (not (a b))'             | not not (a b)
      '((a or b) or c)'             | a or b or c
      'place : "x"'                 | place:x
      'place="a b"'                 | place="a b"
      'place:"=x"'                  | place:"="x
      '"and" "x:y" "\\""'           | "and" "x:y" "\\""
      'FIELD."a b">10'              | field."a b">10
      """)
  void canonical_ofAFilter_isOneWayToWriteIt(String filter, String expected) throws FilterSyntaxException {
    var exact = expected.equals("place:\"=\"x") ? "place:\"=x\"" : expected;

    assertThat(PARCELS.canonical(filter)).isEqualTo(exact);
    assertThat(PARCELS.canonical(exact)).isEqualTo(exact);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void filter_printedAndReadAgain_meansTheSame(long seed) throws FilterSyntaxException {
    var random = new Random(seed);
    var parcels = new ArrayList<Parcel>();
    for (int i = 0; i < 40; i++) {
      parcels.add(new Parcel(text(random), text(random), random.nextInt(2), random.nextInt(4)));
    }
    for (int i = 0; i < 2_000; i++) {
      var expression = expression(random, 4);
      var line = expression.print();
      var once = PARCELS.filter(line);
      var canonical = PARCELS.canonical(line);
      var again = PARCELS.filter(canonical);
      assertThat(PARCELS.canonical(canonical)).as(line).isEqualTo(canonical);
      var meant = new Terms<>(PARCELS).filter(expression);
      for (var parcel : parcels) {
        boolean expected = meant.matches(parcel, 0);
        assertThat(once.matches(parcel, 0)).as("seed %d: %s of %s", seed, line, parcel).isEqualTo(expected);
        assertThat(again.matches(parcel, 0)).as("seed %d: %s of %s", seed, canonical, parcel).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void filter_validOneWithAnythingChanged_isReadOrRefusedAtAPlaceInIt(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder(expression(random, 3).print());
      for (int n = random.nextInt(4); n >= 0 && !text.isEmpty(); n--) mutate(text, random);
      readOrRefused(text.toString(), seed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42})
  void filter_anyBytes_isReadOrRefusedAtAPlaceInIt(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      readOrRefused(new String(bytes, random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
          seed);
    }
  }

  @Test
  void filter_ofAMegabyte_isRefusedAtOnceWhateverItIs() {
    for (var piece : List.of("a", "(", "not ", "a or ", "\"", "place~\"(a+)+\" ", "field.", "\ud800")) {
      var megabyte = piece.repeat((1 << 20) / piece.length());
      assertThatExceptionOfType(FilterSyntaxException.class).isThrownBy(() -> PARCELS.filter(megabyte))
          .withMessageContaining("at most 4096");
      assertThat(PARCELS.complete(megabyte, megabyte.length()).from()).isLessThanOrEqualTo(megabyte.length());
    }
  }

  @Test
  void filter_ofAsManyTermsAsFit_isReadWithoutDeepCalls() throws FilterSyntaxException {
    var many = "x or ".repeat(800) + "fragile";

    assertThat(PARCELS.filter(many).matches(new Parcel("", "fragile", 0, 0), 0)).isTrue();
  }

  private static void readOrRefused(String text, long seed) {
    try {
      PARCELS.filter(text);
    } catch (FilterSyntaxException e) {
      assertThat(e.position()).as("seed %d: %s", seed, text).isBetween(0, text.length());
      assertThat(e.getMessage()).isNotBlank();
    }
    var completion = PARCELS.complete(text, text.length());
    assertThat(completion.from()).as("seed %d: %s", seed, text).isBetween(0, text.length());
  }

  private static void mutate(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, (char) random.nextInt(0x250));
      case 2 -> text.setCharAt(at, "()\"\\:=~<>! .'".charAt(random.nextInt(13)));
      default -> text.append(text, at, text.length());
    }
  }

  private static Expression expression(Random random, int depth) {
    int kind = depth == 0 ? random.nextInt(2) : random.nextInt(6);
    return switch (kind) {
      case 0 -> new Expression.Contains(text(random));
      case 1 -> new Expression.Comparison(term(random));
      case 2 -> new Expression.Negation(expression(random, depth - 1));
      case 3, 4 -> Expression.both(expressions(random, depth - 1));
      default -> Expression.either(expressions(random, depth - 1));
    };
  }

  private static List<Expression> expressions(Random random, int depth) {
    var parts = new ArrayList<Expression>();
    for (int n = random.nextInt(3); n >= 0; n--) parts.add(expression(random, depth));
    return parts;
  }

  private static Token.Term term(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> term("place", List.of(":", "=", "!=").get(random.nextInt(3)), text(random));
      case 1 -> term("SIZE", random.nextBoolean() ? ":" : "!=", random.nextBoolean() ? "small" : "Large");
      case 2 -> term("stamps", List.of(":", "<", "<=", ">", ">=", "!=").get(random.nextInt(6)), "" + random.nextInt(4));
      case 3 -> term("field." + text(random), "=", text(random));
      default -> term("place", "~", "[" + (char) ('a' + random.nextInt(3)) + "\\\\ ]+$");
    };
  }

  private static Token.Term term(String field, String operator, String value) {
    return new Token.Term(field, 0, operator, 0, value, 0);
  }

  private static String text(Random random) {
    var letters = "aab \\\"():=~<>!.-_éand0\n";
    var text = new StringBuilder();
    for (int n = random.nextInt(4); n > 0; n--) text.append(letters.charAt(random.nextInt(letters.length())));
    return random.nextInt(8) == 0 ? List.of("and", "Or", "not").get(random.nextInt(3)).toLowerCase(Locale.ROOT)
        : text.toString();
  }
}
