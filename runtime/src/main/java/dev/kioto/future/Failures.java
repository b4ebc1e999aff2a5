package dev.kioto.future;

import org.jspecify.annotations.Nullable;

/// What several futures throw, as one failure: the first, which has the others as suppressed.
final class Failures {
  private Failures() {}

  /// Adds a failure to those before it.
  ///
  /// @param first null when there is none yet
  /// @return the one to throw
  @SuppressWarnings("ReferenceEquality") // no exception may suppress itself
  static Throwable add(@Nullable Throwable first, Throwable more) {
    if (first == null) {
      return more;
    }
    try {
      if (first != more) {
        first.addSuppressed(more);
      }
    } catch (Throwable _) {
      // Without memory for it the first failure is told alone.
    }
    return first;
  }

  /// Throws anything: futures of others do, past the compiler. To be written behind a `throw`.
  static RuntimeException sneaky(Throwable failure) {
    throw Failures.<RuntimeException>as(failure);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E as(Throwable failure) throws E {
    throw (E) failure;
  }
}
