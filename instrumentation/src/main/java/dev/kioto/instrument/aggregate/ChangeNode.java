package dev.kioto.instrument.aggregate;

import org.jspecify.annotations.Nullable;

/// A link of a [ChangeList]: an entry, or the place up to which a subscriber has read.
class ChangeNode {
  @Nullable ChangeNode previous;
  @Nullable ChangeNode next;
  // Of an entry: when it changed last, in the list's own count. Of a mark: that of the last entry before it. 0: none yet.
  long sequence;
}
