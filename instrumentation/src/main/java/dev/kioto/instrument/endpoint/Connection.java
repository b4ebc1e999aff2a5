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

  // Publisher thread alone.
  boolean paused;

  /// The connection by which the present call came. Called inside a call.
  static Connection current() {
    var connection = CURRENT.get();
    if (connection == null) {
      throw new IllegalStateException("outside a call there is no connection");
    }
    return connection;
  }

  /// Gives each new transport its connection.
  static final class Filter extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes transport) {
      return transport.toBuilder().set(ATTRIBUTE, new Connection()).build();
    }
  }

  /// Makes it known to the calls.
  static final class Interceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
        ServerCallHandler<Q, A> next) {
      var context = Context.current().withValue(CURRENT, call.getAttributes().get(ATTRIBUTE));
      return Contexts.interceptCall(context, call, headers, next);
    }
  }
}
