package dev.kioto.net;

import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is set of a socket before it connects or listens.
///
/// @param local the address to bind to; null for any
record Settings(@Nullable InetSocketAddress local, List<Setting<?>> settings) {
  static final Settings NONE = new Settings(null, List.of());

  record Setting<T>(SocketOption<T> option, T value) {
    void apply(Object socket, NetworkChannel channel) {
      SocketOptions.set(socket, channel, option, value);
    }
  }

  /// Sets the options that such a channel has.
  ///
  /// @param socket what to name in a failure
  /// @return those that it has not
  List<Setting<?>> apply(Object socket, NetworkChannel channel) {
    var supported = channel.supportedOptions();
    settings.stream().filter(setting -> supported.contains(setting.option)).forEach(s -> s.apply(socket, channel));
    return settings.stream().filter(setting -> !supported.contains(setting.option)).toList();
  }

  /// Whole seconds, as the options want them.
  static int seconds(String name, Duration duration) {
    if (duration.toSeconds() < 1) {
      throw new IllegalArgumentException(name + " must be at least one second, not " + duration);
    }
    return Math.clamp(duration.toSeconds(), 1, Integer.MAX_VALUE);
  }
}
