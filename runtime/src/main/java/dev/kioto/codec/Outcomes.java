package dev.kioto.codec;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A stream of frames whose failures are items, where it goes on after them.
///
/// @param always whether it goes on after any [FrameException]
record Outcomes<T>(Stream<T> frames, boolean always) implements Stream<Outcome<T>> {
  @Override
  public Poll<@Nullable Outcome<T>> pollNext(Context cx) {
    try {
      return switch (frames.pollNext(cx)) {
        case Poll.Ready<T>(var frame) -> Poll.ready(frame == null ? null : new Outcome.Success<>(frame));
        case Poll.Pending<T> _ -> Poll.pending();
      };
    } catch (FrameException e) {
      if (!always && !e.goesOn()) {
        throw e;
      }
      return Poll.ready(new Outcome.Failure<>(e));
    }
  }

  @Override
  public void close() {
    frames.close();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.part(frames, frames::describe);
  }
}
