package dev.kioto.net;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncChannel;
import dev.kioto.task.AbortOnDropHandle;
import dev.kioto.task.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The addresses of a host. The polling thread.
final class Lookup implements Future<List<InetSocketAddress>> {
  private static final int MAX_PORT = 65_535;

  private final String host;
  private final int port;
  private @Nullable AbortOnDropHandle<Answer> job; // from the first poll, of a name

  /// What the job brings: either of both.
  private record Answer(List<InetAddress> addresses, @Nullable IOException failure) {}

  Lookup(String host, int port) {
    if (host.isBlank()) {
      throw new IllegalArgumentException("the host is empty");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("the port must be from 0 to " + MAX_PORT + ", not " + port);
    }
    this.host = host;
    this.port = port;
  }

  @Override
  public Poll<List<InetSocketAddress>> poll(Context cx) {
    var running = job;
    if (running == null) {
      var literal = literal();
      if (literal != null) {
        return Poll.ready(List.of(new InetSocketAddress(literal, port)));
      }
      running = Task.builder().name("lookup of " + host).spawnBlocking(this::ask).abortOnDrop();
      job = running;
    }
    if (!(running.poll(cx) instanceof Poll.Ready(var answer))) {
      return Poll.pending();
    }
    if (answer.failure != null) {
      throw AsyncChannel.failed(this, "lookup", answer.failure);
    }
    return Poll.ready(answer.addresses.stream().map(address -> new InetSocketAddress(address, port)).toList());
  }

  private @Nullable InetAddress literal() {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private Answer ask() {
    try {
      return new Answer(Arrays.asList(InetAddress.getAllByName(host)), null);
    } catch (IOException e) {
      return new Answer(List.of(), e);
    }
  }

  @Override
  public void drop() {
    if (job != null) {
      job.drop();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("the addresses of " + host);
    trace.future(job);
  }

  @Override
  public String toString() {
    return "host " + host;
  }
}
