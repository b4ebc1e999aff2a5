package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.collector.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Two sides that were checked, to be measured slice by slice.
///
/// @param sides A, which the other is compared to, and B
/// @param slices into how many each is cut
/// @param live for how long those that run are measured
record ComparisonPlan(List<Side> sides, int slices, Duration live) {

  private static final Duration STANDARD = Duration.ofSeconds(30);
  private static final Duration LONGEST = Duration.ofHours(1);

  /// Checks two sides.
  ///
  /// @param time for how long those that run are measured; null for 30 s, or as long as the stretch of the past beside it up to that
  /// @throws LabException naming everything that is wrong, a line each
  static ComparisonPlan of(Side one, Side other, @Nullable Duration time, Past past) throws LabException {
    var problems = new ArrayList<String>();
    var sides = List.of(whole(one, past, problems), whole(other, past, problems));
    if (!problems.isEmpty()) throw LabException.badSpec(problems);
    boolean isPast = sides.stream().allMatch(side -> side.length() != null);
    if (time != null && isPast) {
      problems.add("a duration is for programs that run, but both sides are of the past: leave it out");
    }
    var live = time == null ? STANDARD : time;
    if (live.compareTo(Slices.SHORTEST) < 0 || live.compareTo(LONGEST) > 0) {
      problems.add("the duration must be from " + words(Slices.SHORTEST) + " to 1 hour, but is " + words(live));
    }
    if (one.target().id().equals(other.target().id()) && one.from() == null && other.from() == null) {
      problems.add("both sides are '" + one.label() + "' from now on: name another program, or a stretch of its past");
    }
    if (!problems.isEmpty()) throw LabException.badSpec(problems);
    long slices = Slices.MOST;
    for (var side : sides) {
      var length = side.length() == null ? live : side.length();
      slices = Math.min(slices, length.dividedBy(Slices.SHORTEST));
    }
    return new ComparisonPlan(sides, (int) slices, live);
  }

  // A recording without a stretch is meant as a whole; a stretch of a program without an end reaches until now.
  private static Side whole(Side side, Past past, List<String> problems) {
    boolean isRecording = side.target().playback() != null;
    var from = side.from();
    var to = side.to();
    if (!isRecording && from == null && to == null) return side;
    var range = past.range(side.target());
    if (range == null) {
      problems.add("nothing is kept of '" + side.label() + "', so there is no stretch of its past: leave 'from' and "
          + "'to' out, and it is measured from now on");
      return side;
    }
    if (from == null) from = range.from();
    if (to == null) to = range.to();
    if (from.isBefore(range.from()) || to.isAfter(range.to())) {
      problems.add("'" + side.label() + "' is kept from " + range.from() + " to " + range.to() + ", not from " + from
          + " to " + to);
    } else if (Duration.between(from, to).compareTo(Slices.SHORTEST) < 0) {
      problems.add("a stretch must be " + words(Slices.SHORTEST) + " long at least, but that of '" + side.label()
          + "' is " + words(Duration.between(from, to)));
    }
    return new Side(side.target(), side.label(), from, to);
  }

  private static String words(Duration time) {
    return dev.kioto.console.text.Units.nanos(time.toNanos());
  }

  /// What it is as an experiment: one that varies nothing but what is looked at.
  ExperimentSpec spec() {
    var labels = sides.stream().map(Side::label).toList();
    return new ExperimentSpec(String.join(" and ", labels), null, null, Map.of("target", labels), null, null, null,
        sides.stream().allMatch(side -> side.length() != null) ? null : live.toMillis() / 1e3 + "s", slices, null);
  }

  List<Arm> arms() {
    var arms = new ArrayList<Arm>();
    for (var side : sides) {
      var settings = new TreeMap<>(Map.of("target", side.label(), "address", side.target().address()));
      if (side.from() != null) settings.put("from", text(side.from()));
      if (side.to() != null) settings.put("to", text(side.to()));
      arms.add(new Arm(Plan.letters().get(arms.size()), side.label(), settings, arms.isEmpty()));
    }
    return arms;
  }

  private static String text(Instant instant) {
    return instant.toString();
  }

  /// Slice by slice.
  List<String> order() {
    var order = new ArrayList<String>();
    for (int round = 1; round <= slices; round++) {
      for (int side = 0; side < sides.size(); side++) order.add(new RunKey(round, Plan.letters().get(side)).id());
    }
    return order;
  }

  /// How long one slice takes to measure.
  Duration sliceTime() {
    long running = sides.stream().filter(side -> side.length() == null).count();
    return running == 0 ? Duration.ZERO : live.dividedBy(2L * slices); // of the two that a round has
  }
}
