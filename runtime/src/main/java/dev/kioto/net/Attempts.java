package dev.kioto.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// Attempts at the addresses of a host, one after the other, that have failed. One thread.
final class Attempts {
  private final String what;
  private final List<UncheckedIOException> failures = new ArrayList<>(1);

  /// @param what for people: `connection to localhost:80`
  Attempts(String what) {
    this.what = what;
  }

  void failed(UncheckedIOException failure) {
    failures.add(failure);
  }

  /// What to throw when no address is left: its cause is that of the last failure, and the others are suppressed.
  UncheckedIOException failure() {
    if (failures.isEmpty()) {
      return new UncheckedIOException(what + " failed: no address", new ConnectException("no address"));
    }
    var messages = failures.stream().map(UncheckedIOException::getMessage).toList();
    IOException last = Objects.requireNonNull(failures.getLast().getCause(), "an UncheckedIOException has a cause");
    var failure = new UncheckedIOException(
        what + " failed, at each of its addresses: " + String.join("; ", messages), last);
    failures.subList(0, failures.size() - 1).forEach(failure::addSuppressed);
    return failure;
  }

  /// The first success.
  static <T> T first(String what, List<InetSocketAddress> addresses, Function<InetSocketAddress, T> attempt) {
    var attempts = new Attempts(what);
    for (var address : addresses) {
      try {
        return attempt.apply(address);
      } catch (UncheckedIOException e) {
        attempts.failed(e);
      }
    }
    throw attempts.failure();
  }
}
