package dev.kioto.console.ui.task;

import dev.kioto.console.api.TaskState;
import org.jspecify.annotations.Nullable;

/// A line of the detail pane that leads somewhere else.
///
/// @param key what it is about: a line of the same key is the same line with newer words
/// @param state drawn as a shape before it; null for none
/// @param text what it leads to
/// @param note the rest
/// @param to where it leads
/// @param id of what it leads to
record RelationRow(String key, @Nullable TaskState state, String text, String note, To to, String id) {
  /// Where a line leads.
  enum To {
    NOTHING,
    TASK,
    RESOURCE,
    DIAGNOSIS,
    CHILDREN
  }

  static RelationRow plain(String key, String text, String note) {
    return new RelationRow(key, null, text, note, To.NOTHING, "");
  }
}
