package dev.kioto.net;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A connection to a host by its name, to one of its addresses after the other. The polling thread.
final class ConnectHost implements Future<TcpStream> {
  private final String name;
  private final Future<List<InetSocketAddress>> lookup;
  private final Queue<InetSocketAddress> addresses = new ArrayDeque<>(); // that are left, once looked up
  private final Attempts attempts;
  private boolean known; // whether the lookup is over
  private @Nullable Connect attempt;

  /// @param name for people
  ConnectHost(String name, Future<List<InetSocketAddress>> lookup) {
    this.name = name;
    attempts = new Attempts("connection to " + name);
    this.lookup = lookup;
  }

  @Override
  public Poll<TcpStream> poll(Context cx) {
    if (!known) {
      if (!(lookup.poll(cx) instanceof Poll.Ready(var found))) {
        return Poll.pending();
      }
      known = true;
      addresses.addAll(found);
    }
    while (true) {
      var current = attempt == null ? next() : attempt;
      attempt = current;
      try {
        return current.poll(cx);
      } catch (UncheckedIOException e) {
        attempts.failed(e);
        attempt = null;
      } catch (Throwable e) {
        attempt = null; // it is over, and not to be dropped
        throw e;
      }
    }
  }

  private Connect next() {
    var address = addresses.poll();
    if (address == null) {
      throw attempts.failure();
    }
    return new Connect(address, Settings.NONE);
  }

  @Override
  public void drop() {
    if (!known) {
      lookup.drop();
    } else if (attempt != null) {
      attempt.drop();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    var connecting = attempt;
    trace.detail("a connection to " + name);
    trace.future(connecting == null ? lookup : connecting);
  }

  @Override
  public String toString() {
    return "TcpStream to " + name;
  }
}
