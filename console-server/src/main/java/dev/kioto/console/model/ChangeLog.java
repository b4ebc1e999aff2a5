package dev.kioto.console.model;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Which tasks changed, one after the other, for those who keep up to date what they make of the tasks. A task that was
/// told of twice may be there twice; one that was forgotten has no place in the table any more.
///
/// It holds the newest changes alone: who is farther behind than [#begin] looks at every task again, which is cheaper by
/// then. It holds nothing while nobody reads it. Guarded by the lock of the model, but for the readers' number.
final class ChangeLog {

  private static final int FIRST_CAPACITY = 1 << 10; // power of two

  private final AtomicInteger readers = new AtomicInteger();
  private @Nullable TaskRecord[] ring = {};
  private long begin; // of the oldest change that is held
  private long end; // of the next change
  private long updateBegan; // the first change of the present update

  /// One more or one less who reads.
  void readers(int more) {
    readers.addAndGet(more);
  }

  int readers() {
    return readers.get();
  }

  /// Another update begins: readers may have seen all that is here.
  void beginUpdate() {
    updateBegan = end;
  }

  /// @param tasks how many tasks there are: of a half of these the changes are held
  void add(TaskRecord task, int tasks) {
    if (readers.get() == 0) {
      forget();
      return;
    }
    if (end > Math.max(begin, updateBegan) && ring[(int) (end - 1) & ring.length - 1] == task) return;
    if (end - begin == ring.length) makeRoom(tasks);
    ring[(int) end++ & ring.length - 1] = task;
  }

  private void forget() {
    if (ring.length > 0) ring = new TaskRecord[0];
    begin = ++end;
  }

  private void makeRoom(int tasks) {
    int wanted = Math.max(FIRST_CAPACITY, Integer.highestOneBit(Math.max(1, tasks)));
    if (ring.length >= wanted) {
      begin++;
      return;
    }
    @Nullable TaskRecord[] larger = new TaskRecord[Math.max(FIRST_CAPACITY, 2 * ring.length)];
    for (long i = begin; i < end; i++) larger[(int) i & larger.length - 1] = ring[(int) i & ring.length - 1];
    ring = larger;
  }

  long begin() {
    return begin;
  }

  long end() {
    return end;
  }

  /// The task of a change from [#begin] to before [#end].
  TaskRecord at(long place) {
    var task = ring[(int) place & ring.length - 1];
    if (task == null) throw new IndexOutOfBoundsException("no change " + place + " from " + begin + " to " + end);
    return task;
  }
}
