package dev.kioto.io;

import dev.kioto.driver.ScheduledIo;

/// What a channel is ready for, as far as it was told: a call may block all the same, and be answered so.
///
/// @param readable there is something to read or to accept, or the end of it
/// @param writable there is room to write, or the connection has failed
/// @param closed nothing more will come: the channel is closed, or its runtime has shut down
public record Ready(boolean readable, boolean writable, boolean closed) {
  static Ready of(int event) {
    int bits = ScheduledIo.readiness(event);
    return new Ready((bits & ScheduledIo.READABLE) != 0, (bits & ScheduledIo.WRITABLE) != 0,
        (bits & ScheduledIo.CLOSED) != 0);
  }
}
