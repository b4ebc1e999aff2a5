package dev.kioto.console.collector;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kioto.console.collector.TargetException.Kind;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/// Says in a sentence why a call to a program failed.
final class Failures {

  private Failures() {}

  /// Why the program could not be reached.
  static TargetException unreachable(Address address, StatusRuntimeException failure) {
    return switch (failure.getStatus().getCode()) {
      case PERMISSION_DENIED, UNAUTHENTICATED -> forbidden(address, failure);
      default -> new TargetException(Kind.UNREACHABLE, explain(address, failure), failure);
    };
  }

  /// Why the program refused. Its own words say how to get the right.
  static TargetException forbidden(Address address, StatusRuntimeException failure) {
    return new TargetException(Kind.FORBIDDEN, explain(address, failure.getStatus()), failure);
  }

  /// What a status says, for people: also when what came was no message at all.
  static String reason(Status status) {
    for (var cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidProtocolBufferException) {
        return "what it sent is no message of the protocol: " + cause.getMessage();
      }
    }
    return String.valueOf(status.getDescription());
  }

  private static String host(Address address) {
    return address instanceof Address.Tcp tcp ? tcp.host() : address.toString();
  }

  private static String explain(Address address, StatusRuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case InvalidProtocolBufferException bytes -> {
          return "The program at " + address + " sent what is no message of its protocol: " + bytes.getMessage();
        }
        case UnknownHostException _ -> {
          return "The host '" + host(address) + "' of " + address + " is not known: name a host that this machine can "
              + "look up, or an IP address";
        }
        case NoRouteToHostException _ -> {
          return "There is no route to " + address + ": name a host that this machine can reach";
        }
        case SSLException tls -> {
          return "TLS with " + address + " failed: " + tls.getMessage()
              + ". Its certificate must be signed by an authority "
              + "that is trusted, or be given as one, and must carry the host's name";
        }
        case SocketException gone when address instanceof Address.Dialled -> {
          return "The connection of " + address + " is over: " + gone.getMessage();
        }
        case ConnectException connect -> {
          return isTimeout(connect)
              ? address + " did not take the connection in time: name a host and port that this machine can reach"
              : "Nothing listens at " + address
                  + ": start a program with Kioto's instrumentation or console-subscriber "
                  + "there, or name the address where one listens";
        }
        default -> {}
      }
    }
    return explain(address, failure.getStatus());
  }

  private static boolean isTimeout(ConnectException failure) {
    return String.valueOf(failure.getMessage()).contains("timed out");
  }

  private static String explain(Address address, Status status) {
    var description = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case DEADLINE_EXCEEDED -> "What listens at " + address + " did not answer in time: it is not an instrumented "
          + "program, or it is stopped; name the address that the program's instrumentation listens on";
      case UNIMPLEMENTED -> description.contains("HTTP status") ? notConsole(address)
          : "The program at " + address + " speaks gRPC but not the tokio-console protocol: name the address that its "
              + "instrumentation listens on";
      case UNAUTHENTICATED ->
          "The program at " + address + " lets nobody read it without its token: attach with the token. "
              + "It says: " + description;
      case PERMISSION_DENIED ->
          "The program at " + address + " does not let this collector do that: attach with the token "
              + "that has the right to act. It says: " + description;
      case RESOURCE_EXHAUSTED -> "The program at " + address + " sent more than the collector takes in one message: "
          + description;
      case UNAVAILABLE, INTERNAL, UNKNOWN -> looksForeign(description) ? notConsole(address)
          : "The connection to " + address + " broke off: " + description;
      default -> "The program at " + address + " refused: " + status.getCode() + " " + description;
    };
  }

  // What gRPC says when the other side answers its first bytes with something that is not HTTP/2, or hangs up.
  private static boolean looksForeign(String description) {
    return description.contains("First received frame was not SETTINGS") || description.contains("HTTP status")
        || description.contains("Network closed for unknown reason") || description.contains("http2 exception")
        || description.contains("HTTP/2 preface");
  }

  private static String notConsole(Address address) {
    return "What listens at " + address + " is not an instrumented program, it speaks something else: name the address "
        + "that the program's instrumentation listens on, port 6669 unless told otherwise";
  }
}
