package dev.kioto.instrument.aggregate;

import java.util.Iterator;
import java.util.function.Consumer;

/// Something to be done to each of many, some at a time.
///
/// @param left those that it was not done to
record Walk<T>(Iterator<? extends T> left, Consumer<? super T> step) {

  /// @param most how many it is done to at most
  /// @return how many it was done to: fewer than `most` at the end
  int go(int most) {
    int done = 0;
    while (done < most && left.hasNext()) {
      step.accept(left.next());
      done++;
    }
    return done;
  }
}
