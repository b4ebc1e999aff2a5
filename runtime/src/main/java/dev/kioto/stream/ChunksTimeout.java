package dev.kioto.stream;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stream of lists of what comes together. Made by [Stream#chunksTimeout].
///
/// @param <T> the type of the items behind
public final class ChunksTimeout<T> extends Adapter<T, List<T>> {
  private final int maxSize;
  private final Deadline deadline;

  // Both: the polling thread.
  private List<T> chunk = new ArrayList<>();
  private boolean over;

  ChunksTimeout(Stream<T> source, int maxSize, Duration duration) {
    super(source);
    this.maxSize = Items.atLeastOne(maxSize, "maxSize");
    this.deadline = new Deadline(Items.notNegative(duration, "duration"));
  }

  @Override
  public Poll<@Nullable List<T>> pollNext(Context cx) {
    while (!over && Items.poll(source, cx) instanceof Poll.Ready<T>(var item)) {
      if (item == null) {
        over = true;
      } else if (add(item)) {
        return Poll.ready(remainder());
      }
    }
    if (over) {
      return Poll.ready(chunk.isEmpty() ? null : remainder());
    }
    return deadline.pollElapsed(cx) ? Poll.ready(remainder()) : Poll.pending();
  }

  private boolean add(T item) {
    if (chunk.isEmpty()) {
      deadline.start();
    }
    chunk.add(item);
    return chunk.size() >= maxSize;
  }

  /// Takes the items of the list that is not complete, empty when there are none. By whoever would have polled next. Tokio's
  /// `into_remainder`.
  public List<T> remainder() {
    deadline.stop();
    var complete = chunk;
    chunk = new ArrayList<>();
    return complete;
  }

  /// See [Stream#close]. The items of the list that is not complete are lost: see [#remainder].
  @Override
  public void close() {
    over = true;
    chunk = new ArrayList<>();
    deadline.close();
    super.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail(chunk.size() + " of " + maxSize + " items");
    deadline.describe(trace);
    super.describe(trace);
  }
}
