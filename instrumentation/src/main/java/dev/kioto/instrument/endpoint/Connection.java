package dev.kioto.instrument.endpoint;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;

/// One client, as far as the protocol lets it be told from others: its HTTP/2 connection. Pausing, a call without an
/// argument, concerns the streams of the connection that it came by.
final class Connection {
  private static final Attributes.Key<Connection> ATTRIBUTE = Attributes.Key.create("kioto-connection");
  private static final Context.Key<Connection> CURRENT = Context.key("kioto-connection");

  private final Object lock = new Object();
  private final Bucket calls; // guarded by lock

  // Publisher thread alone.
  boolean paused;

  private Connection(Limits limits) {
    calls = new Bucket(limits.callsPerSecond(), limits.callsPerSecond(), System.nanoTime());
  }

  /// The connection by which the present call came. Called inside a call.
  static Connection current() {
    var connection = CURRENT.get();
    if (connection == null) {
      throw new IllegalStateException("outside a call there is no connection");
    }
    return connection;
  }

  /// The connection by which a call came.
  static Connection of(ServerCall<?, ?> call) {
    var connection = call.getAttributes().get(ATTRIBUTE);
    if (connection == null) {
      throw new IllegalStateException("the server has no filter for connections");
    }
    return connection;
  }

  /// Whether another call may begin now; counts it if so. Any thread.
  boolean mayBegin() {
    synchronized (lock) {
      return calls.tryTake(1, System.nanoTime());
    }
  }

  /// Gives each new transport its connection.
  static final class Filter extends ServerTransportFilter {
    private final Limits limits;

    Filter(Limits limits) {
      this.limits = limits;
    }

    @Override
    public Attributes transportReady(Attributes transport) {
      return transport.toBuilder().set(ATTRIBUTE, new Connection(limits)).build();
    }
  }

  /// Makes it known to the calls.
  static final class Interceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
        ServerCallHandler<Q, A> next) {
      return Contexts.interceptCall(Context.current().withValue(CURRENT, of(call)), call, headers, next);
    }
  }
}
