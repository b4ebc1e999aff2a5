package dev.kioto.console.collector;

import com.google.protobuf.MessageLite;

/// Takes what a program sends, from a connection or from a recording.
@FunctionalInterface
interface Receiver {

  /// Takes one message, of the type that its kind says. Called by one thread at a time. The first is of the kind
  /// [MessageKind#CONNECTED].
  ///
  /// @param atNanos when it was received, in nanoseconds since 1970 on the collector's clock; never goes back
  void receive(MessageKind kind, long atNanos, MessageLite message);
}
