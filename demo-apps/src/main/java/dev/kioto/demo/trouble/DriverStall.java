package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.net.UdpSocket;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Bursts of small computations on the workers, which look at the driver only when they are through, or after 61 tasks.
final class DriverStall implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(400);
  private static final Duration PING = Duration.ofMillis(20);
  private static final int THUMBNAILS = 100;
  private static final int THUMBNAIL_MICROS = 2_000;

  @Override
  public String id() {
    return "driver-stall";
  }

  @Override
  public String look() {
    return "how long nobody asked the driver for ready sockets, while the workers ran the tasks 'thumbnail'";
  }

  @Override
  public String sick() {
    return "bursts of 100 tasks compute for 2 ms each: no poll is long, but for 100 ms nobody looks at sockets and timers";
  }

  @Override
  public String healthy() {
    return "the same thumbnails are made in one job on the blocking pool, while the workers serve the sockets";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var gallery = runtime.task().name("gallery");
    switch (variant) {
      case SICK_FUTURE -> gallery.spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
        for (int i = 0; i < THUMBNAILS; i++) Task.builder().name("thumbnail").spawn(thumbnail());
        return true;
      })));
      case SICK_DIRECT -> gallery.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          for (int i = 0; i < THUMBNAILS; i++) Task.builder().name("thumbnail").spawn(DriverStall::make);
        }
      });
      case HEALTHY_FUTURE -> gallery.spawn(Loop.forever(() -> Futures.then(
          Time.sleep(PAUSE),
          _ -> Task.spawnBlocking(DriverStall::makeAll))));
      case HEALTHY_DIRECT -> gallery.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          Task.spawnBlocking(DriverStall::makeAll).await();
        }
      });
    }
    runtime.task().name("echo").spawn(DriverStall::pingOneself);
  }

  private static Future<Boolean> thumbnail() {
    return Futures.<@Nullable Void, Boolean>map(Futures.ready(null), _ -> {
      make();
      return true;
    });
  }

  private static void make() {
    Work.compute(THUMBNAIL_MICROS);
  }

  private static void makeAll() {
    for (int i = 0; i < THUMBNAILS; i++) make();
  }

  /// Somebody who uses a socket: sends to itself, and waits for what it has sent.
  private static void pingOneself() {
    try (var socket = UdpSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      socket.connect(socket.localAddress());
      var buffer = ByteBuffer.allocate(16);
      while (true) {
        Time.sleep(PING).await();
        socket.send(ByteBuffer.wrap(new byte[] {1})).await();
        socket.recv(buffer.clear()).await();
      }
    }
  }
}
