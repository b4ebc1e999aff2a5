package dev.kioto.console.export;

import dev.kioto.console.model.TimeBuckets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Every figure at one moment. One thread.
public final class Readings {

  private final Map<Figure, List<Reading>> all = new EnumMap<>(Figure.class);

  /// Adds a figure of something.
  ///
  /// @param labels as many as the figure has
  public void add(Figure figure, double value, String... labels) {
    put(figure, new Reading(checked(figure, labels), value, null));
  }

  /// The same of a whole number.
  public void add(Figure figure, long value, String... labels) {
    add(figure, (double) value, labels);
  }

  /// Adds a histogram of something.
  public void add(Figure figure, TimeBuckets buckets, String... labels) {
    put(figure, new Reading(checked(figure, labels), buckets.sumNanos() / 1e9, buckets));
  }

  private static List<String> checked(Figure figure, String... labels) {
    if (labels.length == figure.labels().size()) return List.of(labels);
    throw new IllegalArgumentException(figure + " has the labels " + figure.labels() + ", got " + List.of(labels));
  }

  private void put(Figure figure, Reading reading) {
    all.computeIfAbsent(figure, _ -> new ArrayList<>()).add(reading);
  }

  /// The readings of each figure that has any, in the order of the table.
  public Map<Figure, List<Reading>> all() {
    return all;
  }
}
