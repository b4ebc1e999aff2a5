package dev.kioto.bench.net;

import dev.kioto.demo.redis.Limits;
import dev.kioto.demo.redis.RedisServer;
import dev.kioto.net.TcpListener;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.CancellationToken;
import dev.kioto.task.TaskTracker;
import java.io.IOException;

/// The server of the demo `redis` in a process of its own. Prints its port, and ends when its standard input does.
public final class RedisMain {
  private RedisMain() {}

  /// @param args the number of workers
  public static void main(String[] args) throws IOException {
    var builder = RedisServer.configure(Runtime.builder().enableAll());
    try (var runtime = builder.workerThreads(Integer.parseInt(args[0])).build()) {
      var listener = runtime.blockOn(() -> TcpListener.bind(Server.anyPort()));
      runtime.blockOn(() -> {
        RedisServer.start(listener, Limits.DEFAULT, new CancellationToken(), new TaskTracker());
      });
      System.out.println(listener.localAddress().getPort());
      while (System.in.read() >= 0) {
        // Whatever it is, it is not the end.
      }
    }
  }
}
