package dev.kioto.demo.io;

import java.util.Locale;
import java.util.Set;

/// What a script may connect to: hosts by name, with or without a port. Immutable.
final class Permissions {

  /// A script asked for what it may not.
  static final class PermissionDenied extends RuntimeException {
    private static final long serialVersionUID = 1;

    PermissionDenied(String target) {
      super("requires net access to \"" + target + "\": add it to what is allowed");
    }
  }

  private final Set<String> allowed;

  /// @param allowed each as `localhost` or `localhost:80`
  Permissions(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /// @throws PermissionDenied unless the host, or the host with that port, is allowed
  void checkNet(String host, int port) {
    var name = host.toLowerCase(Locale.ROOT);
    if (!allowed.contains(name) && !allowed.contains(name + ":" + port)) throw new PermissionDenied(name + ":" + port);
  }
}
