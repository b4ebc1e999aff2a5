package dev.kioto.net;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.net.UnixDomainSocketAddress;

/// A connection to a path, which never waits.
record UnixConnect(UnixDomainSocketAddress address) implements Future<UnixStream> {
  @Override
  public Poll<UnixStream> poll(Context cx) {
    return cx.takeBudget() ? Poll.ready(UnixStream.open(address)) : Poll.pending();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("a connection to " + address);
  }
}
