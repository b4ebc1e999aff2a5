package dev.kioto.console.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskStats;
import dev.kioto.console.model.TaskWarning;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The languages of all tables, written as somebody writes who takes what is proposed, half of the time: so that a field or an operator that
/// is new is in it. Whatever comes of it is read or refused at a place in it, means the same when it is printed and read again, and
/// is answered for any task.
@Timeout(600)
final class LanguageFuzzTest {

  private static final int ROUNDS = 1_500 * Integer.getInteger("kioto.fuzz.rounds", 1);
  private static final long SEED = Long.getLong("kioto.fuzz.seed", 20_261_122);
  private static final List<String> PIECES = List.of("5s", "1.5ms", "-1", "1e9h", "0", "18446744073709551615",
      "9223372036854775808", "2026-11-22T10:00:00Z", "+1000000000-12-31T23:59:59Z", "\"a b\"", "\"", "\"\\", "conn",
      "conn.*", "(a+)+$", "[", "field.size.bytes", "field.", "warning:", "any", "(", ")", " or ", " and ", " not ", "!",
      "~", ":", "!=", ">=", "<", "=", " ", "\u0000", "\ud83d", "\ud83d\ude00", "state:idle", "idle>1s");

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final TargetModel model = new TargetModel(Retention.DEFAULT);

  static List<FilterLanguage<?>> languages() {
    return List.of(TaskLanguage.TASKS, TaskLanguage.GROUPS, WaitLanguages.RESOURCES, WaitLanguages.OPERATIONS);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void filter_writtenFromWhatIsProposed_isReadOrRefusedAtAPlaceInIt(FilterLanguage<?> language) {
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) read += reads(language, written(language)) ? 1 : 0;
    assertThat(read).as("some of them are filters").isBetween(ROUNDS / 50, ROUNDS);
  }

  private boolean reads(FilterLanguage<?> language, String text) {
    assertThat(language.complete(text, random.nextInt(text.length() + 1)).from()).as(text)
        .isBetween(0, text.length());
    try {
      language.filter(text);
      var printed = language.canonical(text);
      assertThat(language.canonical(printed)).as("seed %d: %s", SEED, text).isEqualTo(printed);
      return true;
    } catch (FilterSyntaxException e) {
      assertThat(e.position()).as("seed %d: %s", SEED, text).isBetween(0, text.length());
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("languages")
  void order_ofAnything_isReadOrRefused(FilterLanguage<?> language) {
    for (int i = 0; i < ROUNDS; i++) {
      var text = (random.nextBoolean() ? "-" : "") + written(language);
      try {
        assertThat(language.order(text)).isNotNull();
        assertThat(language.group(text)).isNotNull();
      } catch (SortSyntaxException e) {
        assertThat(e.getMessage()).as("seed %d: %s", SEED, text).isNotBlank();
      }
    }
  }

  @Test
  void filter_ofTasks_isAnsweredForAnyTaskAndTheSameWhenReadAgain() throws FilterSyntaxException {
    tellTasks();
    int asked = 0;
    for (int i = 0; i < ROUNDS; i++) {
      var text = written(TaskLanguage.TASKS);
      if (!reads(TaskLanguage.TASKS, text)) continue;
      asked++;
      var once = TaskLanguage.TASKS.filter(text);
      var again = TaskLanguage.TASKS.filter(TaskLanguage.TASKS.canonical(text));
      for (long task = 1; task <= 3; task++) {
        model.find(task, (row, asOf) -> assertSame(text, once, again, row, asOf));
      }
    }
    assertThat(asked).isPositive();
  }

  private static boolean assertSame(String text, RowFilter<TaskRecord> once, RowFilter<TaskRecord> again,
      TaskRecord row, long asOf) {
    try {
      assertThat(again.matches(row, asOf)).as("seed %d: %s", SEED, text).isEqualTo(once.matches(row, asOf));
      assertThat(once.mayChangeAt(row, asOf)).as("seed %d: %s", SEED, text).isGreaterThan(asOf);
    } catch (FilterCostException e) {
      assertThat(e.getMessage()).contains("takes too long");
    }
    return true;
  }

  private void tellTasks() {
    long never = TaskRecord.ABSENT;
    model.apply(new ModelUpdate(1_000, List.of(
        new TaskDescription(1, 101, "conn-1", "direct", "net", "Server.java:10:3", List.of("size.bytes", "64")),
        new TaskDescription(2, -1, "\ud83d", "future", "", null, List.of()),
        new TaskDescription(3, 103, "a".repeat(40), "blocking", "fs", "", List.of("", ""))),
        List.of(new TaskStats(1, 10, never, 5, 5, 3, 4, 1, 1, 0, 900, 910, 920),
            new TaskStats(2, 2_000, 1, 9_000, -5, 0, 0, 0, 0, 0, never, never, never),
            new TaskStats(3, Long.MIN_VALUE + 1, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, -1, -1, -1, -1, -1,
                0, 0, 0)),
        0));
    model.warn(Map.of(1L, List.of(new TaskWarning("self-wake", "why"))));
  }

  private String written(FilterLanguage<?> language) {
    var text = "";
    for (int n = random.nextInt(1, 12); n > 0; n--) {
      var completion = language.complete(text, text.length());
      boolean takes = !completion.proposals().isEmpty() && random.nextBoolean();
      text = takes
          ? text.substring(0, completion.from())
              + completion.proposals().get(random.nextInt(completion.proposals().size())).text()
          : text + PIECES.get(random.nextInt(PIECES.size()));
      if (random.nextInt(3) == 0) text += " ";
    }
    return text;
  }
}
