package dev.kioto.console.diagnosis;

import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// What something was like at the looks of a while, a point each. Of the looking thread.
final class Track<P extends Track.Point> {

  private static final int MOST = 256; // a guess: looks are half a second apart

  private final ArrayDeque<P> points = new ArrayDeque<>(); // the oldest first

  /// Something at an instant.
  interface Point {
    /// The instant, on the program's clock.
    long at();
  }

  /// Adds what is there now, and forgets what is older than the window but for one point. A point of the same instant as the one
  /// before is left out.
  ///
  /// @param steadySince points before it are forgotten, as of [RunView#steadySince]
  void add(P now, long windowNanos, long steadySince) {
    var last = points.peekLast();
    if (last != null && now.at() <= last.at()) {
      if (now.at() == last.at()) return;
      points.clear(); // the clock went back
    }
    points.addLast(now);
    while (points.getFirst().at() < steadySince && points.size() > 1) points.removeFirst();
    while (points.size() > MOST || (points.size() > 1 && second().at() <= now.at() - windowNanos)) points.removeFirst();
  }

  private P second() {
    Iterator<P> all = points.iterator();
    all.next();
    return all.next();
  }

  /// The first point that is kept: the last one before the window began, when it covers that.
  P first() {
    return points.getFirst();
  }

  /// The point of now.
  P last() {
    return points.getLast();
  }

  /// The last point that is not after an instant, or null.
  @Nullable P notAfter(long instant) {
    P found = null;
    for (var point : points) {
      if (point.at() > instant) break;
      found = point;
    }
    return found;
  }

  /// Whether the points reach back so far.
  boolean covers(long nanos) {
    return !points.isEmpty() && last().at() - first().at() >= nanos;
  }

  /// All points, the oldest first.
  Iterable<P> all() {
    return points;
  }

  /// How long the points reach back.
  long nanos() {
    return last().at() - first().at();
  }
}
