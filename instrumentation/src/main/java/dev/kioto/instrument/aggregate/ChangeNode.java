package dev.kioto.instrument.aggregate;

import org.jspecify.annotations.Nullable;

/// A link of the [ChangeList]: a task, or the place up to which a subscriber has read.
class ChangeNode {
  @Nullable ChangeNode previous;
  @Nullable ChangeNode next;
  // Of a task: when it changed last, in the list's own count. Of a mark: that of the last task before it. 0: none yet.
  long sequence;
}
