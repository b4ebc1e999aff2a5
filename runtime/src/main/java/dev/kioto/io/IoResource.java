package dev.kioto.io;

import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// A reader or a writer that the probe knows: the operations that are made of its polls, a `readExact` say, are shown as its own.
/// What wraps another one answers for it.
public interface IoResource {
  /// What the probe knows this as; null when it is not observed.
  @Nullable Resource resource();

  /// What the probe knows anything as.
  static @Nullable Resource of(Object io) {
    return io instanceof IoResource known ? known.resource() : null;
  }
}
