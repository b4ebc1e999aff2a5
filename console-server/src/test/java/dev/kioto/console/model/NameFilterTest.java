package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.filter.Filters;
import dev.kioto.console.filter.Sorts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Filters and orders by name, with names that come once and names that come again, against what a look into each name says.
final class NameFilterTest {

  private static final long SECOND = 1_000_000_000L;

  private record Question(String filter, Predicate<String> meant) {
  }

  private static final List<Question> QUESTIONS = List.of(
      new Question("name:CONN-7", name -> name.toLowerCase(Locale.ROOT).contains("conn-7")),
      new Question("7", name -> name.contains("7")), new Question("name=conn-7", "conn-7"::equals),
      new Question("name!=conn-7", name -> !name.equals("conn-7")),
      new Question("name~\"^conn-.*7$\"", Pattern.compile("^conn-.*7$").asPredicate()),
      new Question("not name:conn", name -> !name.contains("conn")),
      new Question("name=\"\"", String::isEmpty));

  private final TargetModel model = new TargetModel(Retention.DEFAULT);
  private final TreeMap<Long, String> told = new TreeMap<>();
  private long now = 100 * SECOND;

  /// The filters stay the same while names come, change and go: what they remember is of the right names.
  @Test
  void filtersByName_whileNamesComeAndGo_areAsALookIntoEachName() throws Exception {
    var random = new Random(7);
    var listings = new ArrayList<TaskListing>();
    for (var question : QUESTIONS) listings.add(listing(question.filter(), "id"));
    for (int step = 0; step < 60; step++) {
      step(random);
      for (int i = 0; i < listings.size(); i++) {
        var meant = QUESTIONS.get(i).meant();
        var right = told.entrySet().stream().filter(entry -> meant.test(entry.getValue())).map(entry -> entry.getKey());
        assertThat(model.list(listings.get(i), (task, _) -> task.id()).rows())
            .as("%s, step %d", QUESTIONS.get(i).filter(), step).containsExactlyElementsOf(right.toList());
      }
    }
  }

  @Test
  void firstRowsByName_ofManyTasks_areThoseOfASort() throws Exception {
    var random = new Random(8);
    for (int step = 0; step < 30; step++) step(random);
    for (var order : List.of("name", "-name")) {
      var listing = new TaskListing(RowFilter.all(), Sorts.parse(order), null, 0, 20);
      var names = new ArrayList<>(told.values());
      names.sort(order.equals("name") ? null : (a, b) -> b.compareTo(a));

      assertThat(model.list(listing, (task, _) -> task.name()).rows()).containsExactlyElementsOf(names.subList(0, 20));
    }
  }

  private void step(Random random) {
    now += SECOND;
    var described = new ArrayList<TaskDescription>();
    var stats = new ArrayList<TaskStats>();
    for (int i = 0; i < 200; i++) {
      long id = 1L + random.nextInt(6_000);
      var name = random.nextInt(20) == 0 ? "" : (random.nextBoolean() ? "conn-" : "Job-") + random.nextInt(4_000) / 3;
      described.add(new TaskDescription(id, id, name, "task", "", null, List.of()));
      stats.add(new TaskStats(id, now, TaskRecord.ABSENT, 0, 0, 0, 0, 0, 0, 0, now, now, now));
      told.put(id, name);
    }
    if (random.nextInt(10) == 0) model.beginSnapshot(); // what is not told again within two seconds is forgotten
    model.apply(new ModelUpdate(now, described, stats, 0));
    told.keySet().retainAll(new HashSet<>(model.list(all(), (task, _) -> task.id()).rows()));
  }

  private static TaskListing all() {
    try {
      return listing("", "id");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static TaskListing listing(String filter, String order) throws Exception {
    return new TaskListing(Filters.parse(filter), Sorts.parse(order), null, 0, 10_000);
  }
}
