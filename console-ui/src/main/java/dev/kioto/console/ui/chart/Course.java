package dev.kioto.console.ui.chart;

import java.util.Arrays;

/// The newest points of a number, oldest first. UI thread only.
public final class Course {
  private final int capacity;
  private double[] points = {};

  /// @param capacity how many points are kept
  public Course(int capacity) {
    this.capacity = capacity;
  }

  /// Adds a point; NaN for one that is not known.
  public void add(double point) {
    int keep = Math.min(points.length, capacity - 1);
    var next = Arrays.copyOfRange(points, points.length - keep, points.length + 1);
    next[keep] = point;
    points = next;
  }

  /// The points; the array does not change afterwards.
  public double[] points() {
    return points;
  }
}
