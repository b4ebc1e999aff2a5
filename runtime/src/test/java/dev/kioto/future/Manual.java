package dev.kioto.future;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A future that a test completes, and that counts what is done to it. Any thread.
public final class Manual<T> implements Future<T> {
  private final String name;
  private final List<String> log;

  // All of these: guarded by this.
  private @Nullable T value;
  private @Nullable RuntimeException failure;
  private @Nullable RuntimeException dropFailure;
  private @Nullable Waker waker;
  private int polls;
  private int drops;
  private boolean over;

  public Manual() {
    this("", new ArrayList<>());
  }

  /// One that writes `name` into the log when it is polled, and `-name` when it is dropped.
  public Manual(String name, List<String> log) {
    this.name = name;
    this.log = log;
  }

  public void complete(T result) {
    Waker woken;
    synchronized (this) {
      value = result;
      woken = waker;
    }
    if (woken != null) {
      woken.wake();
    }
  }

  public void fail(RuntimeException e) {
    Waker woken;
    synchronized (this) {
      failure = e;
      woken = waker;
    }
    if (woken != null) {
      woken.wake();
    }
  }

  /// Wakes without being ready.
  public void wake() {
    Waker woken;
    synchronized (this) {
      woken = waker;
    }
    if (woken != null) {
      woken.wake();
    }
  }

  public Manual<T> failsWhenDropped(RuntimeException e) {
    dropFailure = e;
    return this;
  }

  @Override
  public synchronized Poll<T> poll(Context cx) {
    if (over) {
      throw new AssertionError("polled after it was over");
    }
    polls++;
    log.add(name);
    if (failure != null) {
      over = true;
      throw failure;
    }
    if (value != null) {
      over = true;
      return Poll.ready(value);
    }
    waker = cx.waker();
    return Poll.pending();
  }

  @Override
  public synchronized void drop() {
    if (over) {
      throw new AssertionError("dropped after it was over");
    }
    over = true;
    drops++;
    log.add("-" + name);
    if (dropFailure != null) {
      throw dropFailure;
    }
  }

  public synchronized int polls() {
    return polls;
  }

  public synchronized int drops() {
    return drops;
  }
}
