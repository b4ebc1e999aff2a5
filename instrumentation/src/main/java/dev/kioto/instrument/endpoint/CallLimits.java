package dev.kioto.instrument.endpoint;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Refuses calls that are too many, come too fast, or do not say what they want.
final class CallLimits implements ServerInterceptor {
  private final Limits limits;
  private final ScheduledExecutorService timer;
  private final int clientBuffer;
  private final AtomicInteger open = new AtomicInteger();

  /// @param timer what ends calls whose request does not come
  /// @param clientBuffer bytes that may wait for a client before its streams pause
  CallLimits(Limits limits, ScheduledExecutorService timer, int clientBuffer) {
    this.limits = limits;
    this.timer = timer;
    this.clientBuffer = clientBuffer;
  }

  /// Calls that are open now.
  int open() {
    return open.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
      ServerCallHandler<Q, A> next) {
    if (!Connection.of(call).mayBegin()) {
      return refuse(call, "more than " + limits.callsPerSecond()
          + " calls a second came by this connection: wait, and call less often");
    }
    if (open.incrementAndGet() > limits.calls()) {
      open.decrementAndGet();
      return refuse(call, limits.calls() + " calls are open already: close some of them first");
    }
    call.setOnReadyThreshold(clientBuffer);
    try {
      return new Counted<>(next.startCall(call, headers), call);
    } catch (RuntimeException e) {
      open.decrementAndGet();
      throw e;
    }
  }

  private static <Q> ServerCall.Listener<Q> refuse(ServerCall<Q, ?> call, String why) {
    call.close(Status.RESOURCE_EXHAUSTED.withDescription(why), new Metadata());
    return new ServerCall.Listener<>() {};
  }

  /// Takes an open call from its beginning to its end. Whichever comes first of the request and its time decides.
  private final class Counted<Q> extends SimpleForwardingServerCallListener<Q> {
    private final AtomicBoolean decided = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Future<?> timeout;

    Counted(ServerCall.Listener<Q> delegate, ServerCall<Q, ?> call) {
      super(delegate);
      timeout = timer.schedule(() -> expire(call), limits.requestTime().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void expire(ServerCall<Q, ?> call) {
      if (decided.compareAndSet(false, true)) {
        call.close(Status.DEADLINE_EXCEEDED.withDescription("the request did not come whole within "
            + limits.requestTime().toMillis() + " ms"), new Metadata());
      }
    }

    @Override
    public void onHalfClose() {
      if (decided.compareAndSet(false, true)) {
        timeout.cancel(false);
        super.onHalfClose();
      }
    }

    @Override
    public void onComplete() {
      end();
      super.onComplete();
    }

    @Override
    public void onCancel() {
      end();
      super.onCancel();
    }

    private void end() {
      timeout.cancel(false);
      if (ended.compareAndSet(false, true)) {
        open.decrementAndGet();
      }
    }
  }
}
