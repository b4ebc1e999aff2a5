package dev.kioto.console.compare;

import java.util.Arrays;
import java.util.Random;

/// Which of many differences that were each seen in several rounds are more than chance, all of them together.
///
/// A difference is known by its value in each round. When the two sides do not differ and the order within a round was drawn by lot, the
/// sign of a round's values is chance: had every round the other sign, it would have been as likely. So the statistic (Student's t,
/// the largest over all differences) is reckoned for every way to flip the signs of whole rounds, and what was seen has to be
/// larger than in all but 5 % of them. That holds whatever the noise is like, for however many measures that go together, and
/// however few the rounds; fewer than [#LEAST_ROUNDS] can show nothing. (Fisher 1935; Westfall and Young 1993 for the largest; as weights of a
/// bootstrap: Wu 1986, Liu 1988.)
///
/// The interval around a difference is as wide as that statistic allows, and not narrower than what the same flips give around
/// the difference itself (a wild bootstrap of t), so that it has zero inside exactly when nothing is shown, or chance was wider still.
final class SignFlips {

  /// With fewer rounds than these every outcome is among the likely ones.
  static final int LEAST_ROUNDS = 6;

  private static final int MOST_EXACT = 12; // rounds of which every way is tried: 2^12 of them
  private static final int SAMPLES = 4096;
  private static final long SEED = 20_251; // the same runs always give the same answer

  private final int rounds;
  private final boolean[][] flips; // by way and round; the first leaves all as it is

  /// @param rounds of the experiment
  SignFlips(int rounds) {
    this.rounds = rounds;
    this.flips = rounds <= MOST_EXACT ? all(rounds) : sampled(rounds);
  }

  private static boolean[][] all(int rounds) {
    var ways = new boolean[1 << rounds][rounds];
    for (int way = 0; way < ways.length; way++) {
      for (int round = 0; round < rounds; round++) ways[way][round] = (way >> round & 1) == 1;
    }
    return ways;
  }

  // A flip and its opposite come together, and the one that changes nothing is among them: then the level is exact.
  private static boolean[][] sampled(int rounds) {
    var random = new Random(SEED);
    var ways = new boolean[SAMPLES][rounds];
    for (int way = 2; way < SAMPLES; way += 2) {
      for (int round = 0; round < rounds; round++) {
        ways[way][round] = random.nextBoolean();
        ways[way + 1][round] = !ways[way][round];
      }
    }
    Arrays.fill(ways[1], true);
    return ways;
  }

  /// What the largest t of all differences has to pass.
  ///
  /// @param differences of each measure by round; [Double#NaN] where a round has none
  /// @param level how often chance alone may pass it: 0.05
  /// @return the t that has to be passed; infinite when there are too few rounds
  double critical(double[][] differences, double level) {
    if (rounds < LEAST_ROUNDS) return Double.POSITIVE_INFINITY;
    var centred = new double[differences.length][];
    for (int i = 0; i < centred.length; i++) centred[i] = centred(differences[i]);
    return Math.max(quantile(differences, level), quantile(centred, level));
  }

  private double quantile(double[][] differences, double level) {
    var largest = new double[flips.length];
    for (int way = 0; way < flips.length; way++) {
      for (var values : differences) largest[way] = Math.max(largest[way], Math.abs(t(values, flips[way])));
    }
    Arrays.sort(largest);
    int allowed = (int) Math.floor(level * largest.length);
    return largest[largest.length - 1 - allowed];
  }

  private static double[] centred(double[] values) {
    double mean = Arrays.stream(values).filter(Double::isFinite).average().orElse(0);
    return Arrays.stream(values).map(value -> value - mean).toArray();
  }

  /// Student's t of values: their mean in units of its standard error. Infinite when they are all alike and not 0.
  static double t(double[] values) {
    return t(values, new boolean[values.length]);
  }

  private static double t(double[] values, boolean[] flip) {
    int n = 0;
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) continue;
      n++;
      sum += flip[i] ? -values[i] : values[i];
    }
    if (n < 2) return 0;
    double mean = sum / n;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) continue;
      double off = (flip[i] ? -values[i] : values[i]) - mean;
      squares += off * off;
    }
    double error = Math.sqrt(squares / (n - 1) / n);
    if (error > Math.abs(mean) * 1e-9) return mean / error;
    return mean == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, mean);
  }

  /// The standard error of the mean of values.
  static double error(double[] values) {
    var finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (finite.length < 2) return Double.NaN;
    double mean = Arrays.stream(finite).average().orElse(0);
    double squares = Arrays.stream(finite).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (finite.length - 1) / finite.length);
  }
}
