package dev.kioto.stream;

import dev.kioto.future.CancelledException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// See [Stream#iterate].
final class StreamIterable<T> implements Iterable<T> {
  private final Stream<T> stream;
  private final AtomicBoolean taken = new AtomicBoolean();

  StreamIterable(Stream<T> stream) {
    this.stream = stream;
  }

  @Override
  public Iterator<T> iterator() {
    if (taken.getAndSet(true)) {
      throw new IllegalStateException(
          "a second iterator over one stream: its items come once, so collect them first (toList)");
    }
    return new Loop<>(stream);
  }

  private static final class Loop<T> implements Iterator<T> {
    private final Stream<T> stream;

    // Both: the iterating thread.
    private @Nullable T held;
    private boolean over;

    Loop(Stream<T> stream) {
      this.stream = stream;
    }

    @Override
    public boolean hasNext() {
      if (held == null && !over) {
        held = take();
      }
      return held != null;
    }

    private @Nullable T take() {
      try {
        T item = stream.next().await();
        over = item == null;
        return item;
      } catch (CancelledException e) {
        throw e; // the wait is over, and perhaps not the stream
      } catch (Throwable e) {
        over = true;
        throw e;
      } finally {
        if (over) {
          stream.close();
        }
      }
    }

    @Override
    public T next() {
      T item = hasNext() ? held : null;
      if (item == null) {
        throw new NoSuchElementException("the stream has ended");
      }
      held = null;
      return item;
    }
  }
}
