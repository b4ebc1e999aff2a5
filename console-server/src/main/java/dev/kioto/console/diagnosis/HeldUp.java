package dev.kioto.console.diagnosis;

import dev.kioto.console.model.IncidentModel;
import java.util.ArrayDeque;

/// What share of a time a program could not run in, because the machine had no processor for it or all of it stood still: as far as a
/// thread of the program says, which wants to run every few milliseconds. Of the looking thread.
final class HeldUp {

  private static final int MOST = 128; // looks, two a second: about a minute

  private final ArrayDeque<IncidentModel.Counts> told = new ArrayDeque<>(); // the newest first

  void clear() {
    told.clear();
  }

  /// Notes what is told now.
  void add(IncidentModel.Counts now) {
    var last = told.peekFirst();
    if (now.asOf() == 0 || (last != null && now.asOf() <= last.asOf())) return;
    told.addFirst(now);
    if (told.size() > MOST) told.removeLast();
  }

  /// The share of a time that ends now, from 0 to 1; 0 when that is not known.
  double share(long nanos) {
    if (told.size() < 2) return 0;
    var last = told.getFirst();
    var first = last;
    for (var one : told) {
      first = one;
      if (last.asOf() - one.asOf() >= nanos) break;
    }
    long time = last.asOf() - first.asOf();
    return Math.clamp((double) (last.heldUpNanos() - first.heldUpNanos()) / time, 0, 1);
  }
}
