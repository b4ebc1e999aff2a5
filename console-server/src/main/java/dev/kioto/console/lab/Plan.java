package dev.kioto.console.lab;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.ExperimentSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// An experiment that was checked: what can be wrong with it before anything runs is not.
///
/// @param arms the combinations of settings, each with what is the same in all
/// @param level what the program records
record Plan(ExperimentSpec spec, List<Arm> arms, Duration warmUp, Duration duration, int rounds, Duration readyTimeout,
    String level) {

  // What a run takes beside warm-up and measurement: a JVM that starts, a console that attaches, an end. A guess, from below.
  private static final int START_SECONDS = 3;

  /// The runs in the order in which they are made: round by round, and in each round all arms in an order drawn by lot, so that
  /// nothing that changes slowly (a machine that gets warm) falls on one of them alone, and chance has no favourites.
  ///
  /// @param seed the same experiment has the same order when it is resumed
  List<RunKey> order(long seed) {
    var random = new Random(seed);
    var order = new ArrayList<RunKey>();
    for (int round = 1; round <= rounds; round++) {
      var letters = new ArrayList<>(arms.stream().map(Arm::letter).toList());
      Collections.shuffle(letters, random);
      for (var letter : letters) order.add(new RunKey(round, letter));
    }
    return order;
  }

  Arm arm(String letter) {
    return arms.stream().filter(arm -> arm.letter().equals(letter)).findFirst().orElseThrow();
  }

  /// How long a run takes at least.
  Duration estimate() {
    return warmUp.plus(duration).plusSeconds(START_SECONDS);
  }

  /// Every setting of a run: what is varied, and what is the same in all.
  Map<String, String> settings(Arm arm) {
    return Combinations.merged(spec.settings(), arm.settings());
  }

  /// `A` to `Z`.
  static List<String> letters() {
    return IntStream.rangeClosed('A', 'Z').mapToObj(Character::toString).toList();
  }
}
