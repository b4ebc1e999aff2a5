package dev.kioto.bench.collector;

import dev.kioto.console.client.GroupQuery;
import dev.kioto.console.client.TaskQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How long a client waits for the first hundred rows of a list of very many tasks that nobody has asked for before: filter, top-k, JSON
/// and HTTP. The program says nothing meanwhile.
final class Lists {
  private static final double MILLIS_GOAL = 100;
  private static final double MILLI = 1e6;
  private static final int LIMIT = 100;

  private static final List<List<String>> LISTS = List.of( // name, filter, order
      List.of("top 100 by age", "", "-total"),
      List.of("top 100 by busy time", "", "-busy"),
      List.of("top 100 by name", "", "name"),
      List.of("top 100 by location", "", "-location"),
      List.of("by state", "state:idle", "-polls"),
      List.of("by state and time", "state:idle idle>5s", "-idle"),
      List.of("by a part of the name", "conn-77", "-total"),
      List.of("by an expression on the name", "name~\"conn-.*9$\"", "-total"),
      List.of("by an expression, by name", "name~\"^conn-[0-4]\"", "name"),
      List.of("by a field of the tasks", "field.size.bytes>=64", "-total"));

  private Lists() {}

  static List<Goal> run(String name, CollectorEffort effort) throws IOException, InterruptedException {
    try (var program = new LargeProgram(effort.tasks()); var collector = new MeasuredCollector()) {
      var client = collector.client();
      var target = program.attach(client);
      var goals = new ArrayList<Goal>();
      for (var list : LISTS) {
        var query = new TaskQuery(list.get(1), list.get(2), LIMIT, null);
        add(goals, name, list.getFirst(), effort, collector, () -> client.tasks(target, query));
      }
      for (var by : List.of("location", "name")) {
        var query = new GroupQuery(by, "", "-tasks", LIMIT);
        add(goals, name, "groups by " + by, effort, collector, () -> client.groups(target, query));
      }
      return goals;
    }
  }

  private static void add(List<Goal> goals, String name, String what, CollectorEffort effort,
      MeasuredCollector collector, Runnable question) throws IOException {
    for (int i = 0; i < effort.warmUps(); i++) question.run();
    var times = new long[effort.rounds()];
    long cpu = collector.cpuNanos();
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      question.run();
      times[i] = System.nanoTime() - start;
    }
    cpu = collector.cpuNanos() - cpu;
    Arrays.sort(times);
    goals.add(Goal.atMost(MILLIS_GOAL, name, what + ", median", times[times.length / 2] / MILLI, "ms"));
    goals.add(Goal.figure(name, what + ", mean of the processor", cpu / MILLI / times.length, "CPU ms"));
  }
}
