package dev.kioto.console.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskListing;
import dev.kioto.console.model.RowOrder;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskStats;
import dev.kioto.console.model.TaskWarning;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FiltersTest {

  private static final long NEVER = TaskRecord.ABSENT;
  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 1_000 * SECOND;

  private final TargetModel model = new TargetModel(Retention.DEFAULT);

  @BeforeEach
  void tellTasks() {
    model.apply(new ModelUpdate(NOW, List.of(
        new TaskDescription(1, 101, "conn-1", "direct", "net", "Server.java:10:3", List.of("size.bytes", "64")),
        new TaskDescription(2, 102, "conn-2", "future", "net", "Server.java:20:3", List.of()),
        new TaskDescription(3, 103, "Ticker", "task", "time", null, List.of()),
        new TaskDescription(4, 104, "", "blocking", "fs", "Files.java:5", List.of())),
        List.of(
            new TaskStats(1, NOW - 100 * SECOND, NEVER, SECOND, SECOND, 200, 50, 0, 5, 1, NOW - 9 * SECOND,
                NOW - 9 * SECOND + 1, NOW - 9 * SECOND + 2),
            new TaskStats(2, NOW - 50 * SECOND, NEVER, 0, 0, 7, 200, 150, 2, 1, NEVER, NOW - 2, NEVER),
            new TaskStats(3, NOW - 2 * SECOND, NEVER, 0, 0, 3, 4, 0, 1, 0, NOW - 5, NOW - 10, NOW - 9),
            new TaskStats(4, NOW - 80 * SECOND, NOW - 70 * SECOND, 10 * SECOND, 0, 1, 0, 0, 0, 0, NEVER,
                NOW - 80 * SECOND,
                NOW - 70 * SECOND)),
        0));
    model.warn(Map.of(2L, List.of(new TaskWarning("self-wake", "why"))));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
      ''                                      | 1 2 3 4
      conn                                    | 1 2
      CONN                                    | 1 2
      "conn-1"                                | 1
      conn-2                                  | 2
      name:tick                               | 3
      name=ticker                             | ''
      name=Ticker                             | 3
      name!=Ticker                            | 1 2 4
      name=""                                 | 4
      name~"conn-[13]"                        | 1
      name~^conn                              | 1 2
      kind:direct                             | 1
      kind:DIRECT                             | 1
      state:idle                              | 1
      state:Running                           | 2
      state=scheduled                         | 3
      state!=completed                        | 1 2 3
      idle>5s                                 | 1 2
      idle > 5s                               | 1 2
      total>=100s                             | 1
      total<1m                                | 2 3 4
      totalNanos>1m                           | 1
      busy<10ms                               | 2 3
      busy>=1.5s                              | 4
      scheduled=1s                            | 1
      polls>=100                              | 1
      polls>1_00                              | 1
      polls:7                                 | 2
      polls!=7                                | 1 3 4
      wakerCount>=1                           | 1 2 3
      location:server.java                    | 1 2
      location:Server.java:20                 | 2
      target:net                              | 1 2
      id:3                                    | 3
      taskId:103                              | 3
      created>1970-01-01T00:16:30Z            | 3
      dropped>1970-01-01T00:00:00Z            | 4
      lastWake<2000-01-01T00:00:00Z           | 1 3
      warning:self-wake                      | 2
      warning:any                             | 2
      warning!=any                            | 1 3 4
      field.size.bytes:64                     | 1
      conn state:idle                         | 1
      conn and state:idle                     | 1
      conn AND state:idle                     | 1
      state:idle or state:running             | 1 2
      state:idle or conn state:running        | 1 2
      (state:idle or state:running) polls<100 | 2
      not conn                                | 3 4
      not not conn                            | 1 2
      not (conn or tick)                      | 4
      not conn tick                           | 3
      name:conn or name:tick and polls>3      | 1 2
      """)
  void filter_ofEachForm_letsTheRightTasksThrough(String filter, String expected) throws FilterSyntaxException {
    assertThat(ids(filter)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
      stat:idle               | 0  | unknown field 'stat' at position 0: did you mean 'state'?
      conn foo:1              | 5  | unknown field 'foo' at position 5: fields: name,
      state:idel              | 6  | unknown state 'idel' at position 6: did you mean 'idle'? states: running, scheduled
      state:7                 | 6  | unknown state '7'
      state>idle              | 5  | the field 'state' does not know '>' at position 5: it knows :, = and !=
      warning:self            | 8  | unknown warning 'self' at position 8
      idle>5                  | 5  | '5' at position 5 has no unit: units are ns, us, ms, s, m and h
      idle>5lightyears        | 5  | unknown unit 'lightyears'
      idle>soon               | 5  | 'soon' at position 5 is not a duration
      idle~5s                 | 4  | the field 'idle' does not know '~'
      polls>1.5               | 6  | '1.5' at position 6 is not a count
      polls>-1                | 6  | '-1' at position 6 is not a count
      id:abc                  | 3  | 'abc' at position 3 is not an id
      created>yesterday       | 8  | 'yesterday' at position 8 is not an instant
      name>x                  | 4  | the field 'name' does not know '>'
      name~"("                | 5  | is not a regular expression
      name~                   | 5  | expected a value after 'name~' at position 5
      >5s                     | 0  | expected a field before '>' at position 0
      (conn                   | 5  | expected ')' at position 5 to close the '(' at position 0
      conn)                   | 4  | ')' at position 4 closes nothing
      conn or                 | 7  | expected a term at position 7 and found the end
      or conn                 | 0  | expected a term at position 0 and found 'or'
      ()                      | 1  | expected a term at position 1 and found ')'
      not                     | 3  | expected a term at position 3
      "conn                   | 0  | the quote that opens at position 0 is never closed
      """)
  void filter_thatCannotBeRead_saysWhereAndWhatWouldBeRight(String filter, int position, String message) {
    assertThatExceptionOfType(FilterSyntaxException.class).isThrownBy(() -> Filters.parse(filter))
        .satisfies(e -> assertThat(e.position()).isEqualTo(position))
        .withMessageContaining(message);
  }

  @Test
  void filter_ofAMegabyte_isRefused() {
    assertThatExceptionOfType(FilterSyntaxException.class).isThrownBy(() -> Filters.parse("a".repeat(1 << 20)))
        .withMessageContaining("at most 4096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "not "})
  void filter_nestedWithoutEnd_isRefused(String opening) {
    assertThatExceptionOfType(FilterSyntaxException.class).isThrownBy(() -> Filters.parse(opening.repeat(1000)))
        .withMessageContaining("nested more than 100 deep");
  }

  @Test
  void pattern_thatWouldRunForEver_isStopped() throws FilterSyntaxException {
    var long29 = "a".repeat(29) + "!";
    model.apply(new ModelUpdate(NOW, List.of(new TaskDescription(9, 9, long29, "task", "", null, List.of())), List.of(),
        0));
    var filter = Filters.parse("name~\"^(a+)+\\1b$\"");
    var listing = new TaskListing(filter, order("name"), null, 0, 10);

    assertThatExceptionOfType(FilterCostException.class).isThrownBy(() -> model.list(listing, (task, _) -> task.id()))
        .withMessageContaining("(a+)+");
    assertThat(ids("conn")).as("others are not disturbed").isEqualTo("1 2");
  }

  /// On a small stack: how deep is too deep depends on the stack, and on whether the JVM has compiled the parser by now.
  @Test
  void pattern_nestedTooDeep_isRefused() throws InterruptedException {
    var thrown = new AtomicReference<@Nullable Throwable>();
    var small = new Thread(null, () -> {
      try {
        Filters.parse("name~\"" + "(".repeat(2000) + ")".repeat(2000) + "\"");
      } catch (Throwable e) {
        thrown.set(e);
      }
    }, "small", 192 * 1024);
    small.start();
    small.join(10_000);

    assertThat(thrown.get()).isInstanceOf(FilterSyntaxException.class).hasMessageContaining("regular expression");
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void filter_anyText_isReadOrRefusedAtAPlaceInIt(long seed) {
    var random = new Random(seed);
    var pieces = List.of("state", ":", "idle", " ", "(", ")", "\"", "not", "or", "and", ">", "5s", "~", "=", "é", "\\",
        "!",
        "name", ".", "\u0000", "field.", "99999999999999999999h");
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) text.append(pieces.get(random.nextInt(pieces.size())));
      try {
        Filters.parse(text.toString());
      } catch (FilterSyntaxException e) {
        assertThat(e.position()).as("seed %d: %s", seed, text).isBetween(0, text.length());
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"-total, 1 2 4 3", "total, 3 4 2 1", "name, 4 3 1 2", "-polls, 1 2 3 4", "state, 2 3 1 4", "id, 1 2 3 4",
      "-id, 4 3 2 1", "createdAt, 1 4 2 3", "warnings, 1 3 4 2", "LOCATION, 3 4 1 2", "-lastWakeAt, 3 1 2 4"})
  void sort_byEachKindOfField_ordersTheTasks(String sort, String expected) {
    var rows = model.list(new TaskListing((_, _) -> true, order(sort), null, 0, 10), (task, _) -> task.id()).rows();

    assertThat(rows.stream().map(String::valueOf).collect(Collectors.joining(" "))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      pols | cannot sort by 'pols': did you mean 'polls'?
      --id | cannot sort by '-id'
      xyz  | fields: name, kind, state
      """)
  void sort_byWhatIsNotAField_saysWhatIs(String sort, String message) {
    assertThatExceptionOfType(SortSyntaxException.class).isThrownBy(() -> Sorts.parse(sort))
        .withMessageContaining(message);
  }

  private static RowOrder<TaskRecord> order(String sort) {
    try {
      return Sorts.parse(sort);
    } catch (SortSyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private String ids(String filter) throws FilterSyntaxException {
    var listing = new TaskListing(Filters.parse(filter), order("id"), null, 0, 100);
    return model.list(listing, (task, _) -> task.id()).rows().stream().map(String::valueOf)
        .collect(Collectors.joining(" "));
  }
}
