package dev.kioto.net;

import dev.kioto.io.AsyncChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import org.jspecify.annotations.Nullable;

/// What all sockets do alike: options and addresses, and failures that name the socket.
final class SocketOptions {
  private SocketOptions() {}

  /// @param socket what to name in a failure
  static <T> void set(Object socket, NetworkChannel channel, SocketOption<T> option, T value) {
    try {
      channel.setOption(option, value);
    } catch (IOException e) {
      throw AsyncChannel.failed(socket, "set " + option.name() + " to " + value, e);
    } catch (UnsupportedOperationException e) {
      throw unsupported(socket, option, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          socket + ": " + option.name() + " cannot be " + value + ": " + e.getMessage(), e);
    }
  }

  /// @return null where the option has no value
  static <T> @Nullable T find(Object socket, NetworkChannel channel, SocketOption<T> option) {
    try {
      return channel.getOption(option);
    } catch (IOException e) {
      throw AsyncChannel.failed(socket, "get " + option.name(), e);
    } catch (UnsupportedOperationException e) {
      throw unsupported(socket, option, e);
    }
  }

  static <T> T get(Object socket, NetworkChannel channel, SocketOption<T> option) {
    var value = find(socket, channel, option);
    if (value == null) {
      throw new IllegalStateException(socket + ": " + option.name() + " has no value");
    }
    return value;
  }

  private static UnsupportedOperationException unsupported(Object socket, SocketOption<?> option,
      UnsupportedOperationException e) {
    return new UnsupportedOperationException(
        socket + ": such a socket has no option " + option.name() + " on this system", e);
  }

  /// The same address, which must be one.
  ///
  /// @throws IllegalArgumentException when it is a name only
  static InetSocketAddress resolved(InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "the address " + address + " is not resolved; Net.lookupHost finds the addresses of a name");
    }
    return address;
  }

  /// Closes a channel that came to nothing.
  ///
  /// @param why what to throw then, which takes a failure of the close in
  static <E extends Throwable> E close(@Nullable NetworkChannel channel, E why) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    return why;
  }
}
