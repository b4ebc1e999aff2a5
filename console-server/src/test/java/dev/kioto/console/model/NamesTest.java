package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NamesTest {

  private final Names names = new Names(new Interner());

  @Test
  void name_ofOneTask_hasNoNumber() {
    int numbered = 0;
    for (int i = 0; i < 100_000; i++) numbered += named("conn-" + i).nameMark() > 0 ? 1 : 0;

    assertThat(numbered).isZero();
    assertThat(names.size()).isZero();
  }

  @Test
  void name_ofSeveralTasks_hasANumberAsLongAsTheyHaveIt() {
    named("conn");
    var second = named("conn");
    var third = named("conn");

    assertThat(second.nameMark()).isPositive().isEqualTo(third.nameMark());
    names.forget(second);
    assertThat(names.size()).isOne();
    names.name(third, "other");
    assertThat(names.size()).isZero();
    assertThat(third.name()).isEqualTo("other");
  }

  @Test
  void number_ofANameThatIsGone_isNotGivenAgain() {
    var first = two("conn");
    int number = first.nameMark();
    names.forget(first);

    assertThat(two("conn").nameMark()).isPositive().isNotEqualTo(number);
    assertThat(two("other").nameMark()).isPositive().isNotEqualTo(number);
  }

  @Test
  void name_beyondTheMost_hasNoNumber() {
    var few = new Names(new Interner(), 2);
    var tasks = new ArrayList<TaskRecord>();
    for (var name : List.of("a", "a", "b", "b", "c", "c")) {
      tasks.add(new TaskRecord(tasks.size(), 0));
      few.name(tasks.getLast(), name);
    }

    assertThat(tasks.getLast().nameMark()).isNegative();
    assertThat(tasks).extracting(TaskRecord::name).containsExactly("a", "a", "b", "b", "c", "c");
    few.forget(tasks.get(1));
    few.name(tasks.getLast(), "d");
    few.name(tasks.getLast(), "c");
    assertThat(tasks.getLast().nameMark()).isPositive();
  }

  /// A number is one name's, whatever comes and goes, and nothing of what is gone is kept.
  @Test
  void numbers_ofNamesThatComeAndGo_areOneNamesEach() {
    var random = new Random(5);
    var tasks = new ArrayList<TaskRecord>();
    var byNumber = new HashMap<Integer, String>();
    for (int i = 0; i < 50_000; i++) {
      if (tasks.size() > 2_000 || (random.nextInt(3) == 0 && !tasks.isEmpty())) {
        names.forget(tasks.remove(random.nextInt(tasks.size())));
      }
      var task = named("task-" + random.nextInt(3_000));
      tasks.add(task);
      if (task.nameMark() > 0) {
        assertThat(byNumber.merge(task.nameMark(), task.name(), (a, _) -> a)).isEqualTo(task.name());
      }
    }
    assertThat(byNumber).hasSizeGreaterThan(1_000);
    tasks.forEach(names::forget);

    assertThat(names.size()).isZero();
  }

  @Test
  void texts_thatCountUp_areKnownAgain() {
    var interner = new Interner();
    for (int i = 0; i < 5_000; i++) interner.intern("conn-" + i);
    int forgotten = 0;
    for (int i = 0; i < 5_000; i++) forgotten += interner.known("conn-" + i) == null ? 1 : 0;

    assertThat(forgotten).isLessThan(100);
  }

  private TaskRecord two(String name) {
    named(name);
    return named(name);
  }

  private TaskRecord named(String name) {
    var task = new TaskRecord(1, 0);
    names.name(task, name);
    return task;
  }
}
