package dev.kioto.io;

import dev.kioto.driver.ScheduledIo;

/// What somebody wants of a channel.
public enum Interest {
  /// To read, or to accept a connection.
  READABLE(ScheduledIo.READABLE),
  /// To write, or to be connected.
  WRITABLE(ScheduledIo.WRITABLE),
  /// Either.
  READABLE_OR_WRITABLE(ScheduledIo.READABLE | ScheduledIo.WRITABLE);

  final int bits;

  Interest(int bits) {
    this.bits = bits;
  }
}
