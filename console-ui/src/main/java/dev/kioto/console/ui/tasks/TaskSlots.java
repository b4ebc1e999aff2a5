package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.api.Window;
import dev.kioto.console.ui.table.Slot;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;

/// The places of the task table: as many as there are matching tasks, of which only those near the visible rows are
/// kept. UI thread only.
public final class TaskSlots extends ObservableListBase<Slot<Task>> {
  /*
   * A slot is made when it is first looked at and dropped when a window arrives that does not cover it and it is not
   * visible. An update of a window puts tasks into slots, which only the cells of those slots hear; the list itself
   * changes, and its listeners hear, when the number of matching tasks does. So the table keeps its scroll position and
   * its cells, and a million rows cost as much as the rows of one window.
   */
  private final Map<Integer, Slot<Task>> slots = new HashMap<>();
  private int size;

  @Override
  public Slot<Task> get(int index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("no row " + index + ": there are " + size);
    }
    return slots.computeIfAbsent(index, Slot::new);
  }

  @Override
  public int size() {
    return size;
  }

  /// The task at a place, or null when it is not loaded or there is no such place.
  public @Nullable Task loaded(int index) {
    var slot = slots.get(index);
    return slot == null || index >= size ? null : slot.row();
  }

  /// How many slots are kept.
  int kept() {
    return slots.size();
  }

  /// Puts the rows of a window in their places.
  ///
  /// @param firstVisible first place that is on the screen, whose slot is kept although the window may not cover it
  /// @param lastVisible last such place
  void show(Window window, int firstVisible, int lastVisible) {
    int from = window.offset();
    int to = from + window.rows().size();
    int matched = Math.max(window.matched(), to);
    slots.values().removeIf(slot -> {
      int at = slot.index();
      boolean covered = at >= from && at < to;
      boolean visible = at >= firstVisible && at <= lastVisible && at < matched;
      if (!covered && !visible) {
        slot.put(null);
      }
      return !covered && !visible;
    });
    for (int i = from; i < to; i++) {
      slots.computeIfAbsent(i, Slot::new).put(window.rows().get(i - from));
    }
    resize(matched);
  }

  /// Forgets every row.
  @Override
  public void clear() {
    slots.clear();
    resize(0);
  }

  private void resize(int newSize) {
    int oldSize = size;
    if (newSize == oldSize) {
      return;
    }
    beginChange();
    size = newSize;
    if (newSize > oldSize) {
      nextAdd(oldSize, newSize);
    } else {
      nextRemove(newSize, goneSlots(newSize, oldSize));
    }
    endChange();
  }

  // What listeners of a removal are told to have been removed: its count matters, its content does not.
  private static List<Slot<Task>> goneSlots(int from, int to) {
    return Collections.nCopies(to - from, new Slot<Task>(from));
  }
}
