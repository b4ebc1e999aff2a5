package dev.kioto.console.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TargetModel;
import dev.kioto.console.model.TaskDescription;
import dev.kioto.console.model.TaskRecord;
import dev.kioto.console.model.TaskStats;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// When a filter says that time alone may change its answer, seen by asking it at every instant.
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class FilterTimeTest {

  private static final List<String> TIMES = List.of("total", "busy", "scheduled", "idle");
  private static final List<String> OPERATORS = List.of(">", ">=", "<", "<=", "=", "!=");

  /// Also of tasks that lie: born or ended in the future, with more time than they had.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void mayChangeAt_ofAnyTaskAndFilter_isNeverTooLate(long seed) throws FilterSyntaxException {
    var random = new Random(seed);
    for (int round = 0; round < 3_000; round++) {
      var model = new TargetModel(Retention.DEFAULT);
      model.apply(new ModelUpdate(50, List.of(new TaskDescription(1, 1, "", "task", "", null, List.of())),
          List.of(stats(random)), 0));
      var line = term(random) + (random.nextBoolean() ? " or not " : " ") + term(random);
      var filter = Filters.parse(line);
      var late = model.find(1, (task, _) -> firstLate(filter, task));
      assertThat(late).as("seed %d, round %d: %s", seed, round, line).isEqualTo(-1L);
    }
  }

  @Test
  void mayChangeAt_ofWhatNoTimeChanges_isNever() throws FilterSyntaxException {
    var model = new TargetModel(Retention.DEFAULT);
    model.apply(new ModelUpdate(50, List.of(new TaskDescription(1, 1, "a", "task", "", null, List.of())),
        List.of(new TaskStats(1, 0, 40, 5, 5, 1, 1, 0, 0, 0, 1, 2, 3)), 0));
    for (var line : List.of("", "a", "polls>1", "state:idle", "not name~b", "field.x=1", "idle>1s", "busy<1s")) {
      var filter = Filters.parse(line);
      assertThat(model.find(1, filter::mayChangeAt)).as(line).isEqualTo(RowFilter.NEVER);
    }
  }

  /// The first instant at which the filter answers otherwise than it did, without having said so; -1 when there is none.
  private static long firstLate(RowFilter<TaskRecord> filter, TaskRecord task) {
    for (long from = 50; from < 90; from++) {
      boolean now = filter.matches(task, from);
      long until = Math.min(130, filter.mayChangeAt(task, from));
      for (long at = from + 1; at < until; at++) {
        if (filter.matches(task, at) != now) return at;
      }
    }
    return -1;
  }

  private static String term(Random random) {
    if (random.nextInt(6) == 0) return "warning:any";
    return TIMES.get(random.nextInt(4)) + OPERATORS.get(random.nextInt(6)) + random.nextInt(90) + "ns";
  }

  private static TaskStats stats(Random random) {
    long dropped = random.nextInt(4) == 0 ? random.nextInt(120) : TaskRecord.ABSENT;
    return new TaskStats(1, random.nextInt(70), dropped, random.nextInt(60), random.nextInt(60), random.nextInt(3), 1,
        0,
        1, random.nextInt(2), instant(random), instant(random), instant(random));
  }

  private static long instant(Random random) {
    return random.nextInt(4) == 0 ? TaskRecord.ABSENT : random.nextInt(100);
  }
}
