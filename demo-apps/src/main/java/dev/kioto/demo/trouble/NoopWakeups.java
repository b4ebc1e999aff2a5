package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Futures;
import dev.kioto.net.UdpSocket;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;

/// A socket to which meters send, and that nobody reads any more.
final class NoopWakeups implements Trouble {

  private static final int BYTES = 64;
  private static final long PAUSE_NANOS = 1_000_000;

  @Override
  public String id() {
    return "noop-wakeups";
  }

  @Override
  public String look() {
    return "the workers' wakeups that found nothing to run, and the UDP socket on which no task waits";
  }

  @Override
  public String sick() {
    return "a task keeps a socket open that it has ceased to read: each datagram wakes a worker, which finds nothing to run";
  }

  @Override
  public String healthy() {
    return "the task reads what comes: each wakeup has something to run";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var socket = UdpSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var reader = runtime.task().name("reader");
    switch (variant) {
      case SICK_FUTURE -> reader.spawn(Futures.then(
          socket.recv(ByteBuffer.allocate(BYTES)),
          _ -> Futures.pending())); // for ever
      case SICK_DIRECT -> reader.spawn(() -> {
        socket.recv(ByteBuffer.allocate(BYTES)).await();
        return Futures.pending().await();
      });
      case HEALTHY_FUTURE -> reader.spawn(Loop.forever(() -> socket.recv(ByteBuffer.allocate(BYTES))));
      case HEALTHY_DIRECT -> reader.spawn(() -> {
        var buffer = ByteBuffer.allocate(BYTES);
        while (true) socket.recv(buffer.clear()).await();
      });
    }
    Thread.ofPlatform().name("meter").daemon().start(() -> send(socket.localAddress()));
  }

  /// The meter: somebody else's program, but for being here.
  private static void send(InetSocketAddress to) {
    try (var meter = new DatagramSocket()) {
      while (true) {
        meter.send(new DatagramPacket(new byte[] {1}, 1, to));
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
