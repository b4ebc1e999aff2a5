package dev.kioto.console.model;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Who wakes whom in one run of one program.
///
/// One thread at a time applies updates; any number list.
public final class WakeModel {

  /// How many edges are kept at most.
  static final int MOST_EDGES = 1 << 20; // the standard bound of a program is 50,000

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  // All guarded by lock; the arrays by slot: 32 bytes an edge. A slot is free when its task is 0.
  private long[] fromTask = {};
  private long[] toTask = {};
  private long[] wakes = {};
  private long[] lastAt = {};
  private int edges;
  private long asOf;
  private long uncountedWakes;
  private long refused;

  /// What follows is told on a new connection, which begins with all edges that the program keeps.
  public void beginSnapshot() {
    lock.writeLock().lock();
    try {
      Arrays.fill(toTask, 0);
      edges = 0;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Takes in what the program says. Slots beyond [#MOST_EDGES] are left out and counted.
  public void apply(WakeUpdate update) {
    lock.writeLock().lock();
    try {
      asOf = update.now();
      uncountedWakes = update.uncountedWakes();
      for (var edge : update.edges()) put(edge);
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void put(WakeEdge edge) {
    int slot = edge.slot();
    if (slot < 0 || slot >= MOST_EDGES) {
      refused++;
      return;
    }
    if (slot >= toTask.length) {
      if (edge.toTask() == 0) return;
      grow(slot);
    }
    if (toTask[slot] != 0) edges--;
    fromTask[slot] = edge.fromTask();
    toTask[slot] = edge.toTask();
    wakes[slot] = edge.wakes();
    lastAt[slot] = edge.lastAt();
    if (edge.toTask() != 0) edges++;
  }

  private void grow(int slot) {
    int capacity = Math.min(MOST_EDGES, Math.max(64, Integer.highestOneBit(slot) << 1));
    fromTask = Arrays.copyOf(fromTask, capacity);
    toTask = Arrays.copyOf(toTask, capacity);
    wakes = Arrays.copyOf(wakes, capacity);
    lastAt = Arrays.copyOf(lastAt, capacity);
  }

  /// Lists edges; those of equal keys by slot.
  public Selection.Part<WakeEdge> edges(Selection<WakeEdge> wanted) {
    lock.readLock().lock();
    try {
      return wanted.from(Edges::new, edges, asOf, WakeEdge::slot, edge -> edge);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// What a model holds and what it could not.
  ///
  /// @param asOf the program's clock at the last update; 0 before the first
  /// @param edges that are held
  /// @param uncountedWakes wakes since the start that are in no edge, because there were too many or their tasks are
  ///     forgotten
  /// @param refused edges that the model had no room for; 0 when all is well
  public record Counts(long asOf, int edges, long uncountedWakes, long refused) {
  }

  /// What the model holds now.
  public Counts counts() {
    lock.readLock().lock();
    try {
      return new Counts(asOf, edges, uncountedWakes, refused);
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The edges of all slots that are taken. Used under the lock.
  private final class Edges implements Iterator<WakeEdge> {
    private int next;

    @Override
    public boolean hasNext() {
      while (next < toTask.length && toTask[next] == 0) next++;
      return next < toTask.length;
    }

    @Override
    public WakeEdge next() {
      if (!hasNext()) throw new NoSuchElementException();
      int slot = next++;
      return new WakeEdge(slot, fromTask[slot], toTask[slot], wakes[slot], lastAt[slot]);
    }
  }
}
