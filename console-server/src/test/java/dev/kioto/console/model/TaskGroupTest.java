package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kioto.console.filter.Filters;
import dev.kioto.console.filter.SortSyntaxException;
import dev.kioto.console.filter.TaskLanguage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskGroupTest {

  private static final long NOW = 1_000_000_000_000L;

  private final TargetModel model = new TargetModel(Retention.DEFAULT);

  @ParameterizedTest
  @ValueSource(strings = {"name", "kind", "state", "location", "target", "field.user"})
  void groups_byAnyText_areThoseThatAddingUpGives(String by) throws Exception {
    fill(3_000);
    var key = TaskLanguage.TASKS.group(by);
    var tasks = new HashMap<String, Integer>();
    var busy = new HashMap<String, Long>();
    var polls = new HashMap<String, Long>();
    var filter = Filters.parse("polls>5");
    var all = model.list(new TaskListing(filter, TaskLanguage.TASKS.order("id"), null, 0, 5_000), (task, asOf) -> {
      tasks.merge(key.of(task), 1, Integer::sum);
      busy.merge(key.of(task), task.busyAt(asOf), Long::sum);
      return polls.merge(key.of(task), task.polls(), Long::sum);
    });

    var groups = model.group(filter, key);

    assertThat(groups.matched()).isEqualTo(all.matched());
    assertThat(groups.groups()).hasSameSizeAs(tasks.keySet()).allSatisfy(group -> {
      assertThat(group.tasks()).isEqualTo(tasks.get(group.key()));
      assertThat(group.busyNanos()).isEqualTo(busy.get(group.key()));
      assertThat(group.polls()).isEqualTo(polls.get(group.key()));
    });
    assertThat(groups.ungrouped()).isZero();
  }

  @Test
  void groups_moreThanAreKept_areCountedAsUngrouped() throws Exception {
    fill(70_000);

    var groups = model.group(RowFilter.all(), task -> "" + task.id());

    assertThat(groups.groups()).hasSize(65_536);
    assertThat(groups.ungrouped()).isEqualTo(70_000 - 65_536);
  }

  @Test
  void sums_ofLies_areTheLargestNumber() {
    model.apply(new ModelUpdate(NOW, List.of(TargetModelTest.task(1, "a"), TargetModelTest.task(2, "a")),
        List.of(polled(1, Long.MAX_VALUE), polled(2, 5)), 0));

    assertThat(model.group(RowFilter.all(), TaskRecord::name).groups().getFirst().polls()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      nam     | did you mean 'name'?
      polls   | which is not a text: group by name, kind, state, location, target, or field.NAME
      warning | not a text
      """)
  void group_byWhatIsNoText_saysWhatIs(String by, String message) {
    assertThatExceptionOfType(SortSyntaxException.class).isThrownBy(() -> TaskLanguage.TASKS.group(by))
        .withMessageContaining("cannot group by '" + by + "'").withMessageContaining(message);
  }

  private void fill(int tasks) {
    var random = new Random(7);
    var described = new ArrayList<TaskDescription>();
    var stats = new ArrayList<TaskStats>();
    for (int id = 1; id <= tasks; id++) {
      described.add(new TaskDescription(id, id, "n" + random.nextInt(20), random.nextBoolean() ? "direct" : "future",
          "t" + random.nextInt(3), random.nextInt(5) == 0 ? null : "S.java:" + random.nextInt(9),
          random.nextBoolean() ? List.of() : List.of("user", "u" + random.nextInt(4))));
      stats.add(new TaskStats(id, NOW - random.nextInt(1_000), random.nextBoolean() ? NOW : TaskRecord.ABSENT,
          random.nextInt(500), 3, random.nextInt(20), 4, 1, 1, 1, NOW - 5, NOW - random.nextInt(9), NOW - 4));
    }
    model.apply(new ModelUpdate(NOW, described, stats, 0));
  }

  private static TaskStats polled(long id, long polls) {
    return new TaskStats(id, NOW, TaskRecord.ABSENT, 0, 0, polls, 0, 0, 0, 0, TaskRecord.ABSENT, TaskRecord.ABSENT,
        TaskRecord.ABSENT);
  }
}
