package dev.kioto.io;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Poll;
import dev.kioto.resource.Operation;
import dev.kioto.resource.Resource;
import org.jspecify.annotations.Nullable;

/// See [Io#copyBidirectional]. Follows Tokio's `io/util/copy_bidirectional.rs`.
final class CopyBidirectional extends Operation<Copied> {
  private final AsyncRead a;
  private final Direction aToB;
  private final Direction bToA;

  // The polling thread. The ways take turns to be first: one that never waits would leave no budget for the other.
  private boolean backFirst;

  CopyBidirectional(AsyncRead a, Direction aToB, Direction bToA) {
    this.a = a;
    this.aToB = aToB;
    this.bToA = bToA;
  }

  /// One way: copies, and then ends the writing. The polling thread.
  static final class Direction {
    private final CopyBuffer buffer;
    private final AsyncWrite writer;
    private boolean copied;
    private boolean over;

    Direction(CopyBuffer buffer, AsyncWrite writer) {
      this.buffer = buffer;
      this.writer = writer;
    }

    boolean poll(Context cx) {
      if (!over) {
        copied = copied || copy(cx);
        over = copied && writer.pollShutdown(cx);
      }
      return over;
    }

    private boolean copy(Context cx) {
      boolean done = buffer.poll(cx);
      if (done) {
        buffer.release();
      }
      return done;
    }
  }

  @Override
  protected String source() {
    return "Io::copyBidirectional";
  }

  @Override
  protected @Nullable Resource resource() {
    return IoResource.of(a);
  }

  @Override
  protected Poll<Copied> step(Context cx) {
    boolean failed = true;
    try {
      boolean first = (backFirst ? bToA : aToB).poll(cx);
      boolean second = (backFirst ? aToB : bToA).poll(cx);
      backFirst = !backFirst;
      failed = false;
      return first && second ? Poll.ready(new Copied(aToB.buffer.copied(), bToA.buffer.copied())) : Poll.pending();
    } finally {
      if (failed) {
        giveUp();
      }
    }
  }

  @Override
  protected void giveUp() {
    aToB.buffer.release();
    bToA.buffer.release();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("copy of " + aToB.buffer + ", and of " + bToA.buffer);
  }
}
