package dev.kioto.demo.io;

import dev.kioto.demo.body.Stage;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/// What a script of an embedding program does: connects, and closes, and tries what it may not.
final class Script {

  private final LongAdder connected = new LongAdder();
  private final LongAdder denied = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /// @param port of a server that there is
  void spawn(Stage stage, int port) {
    Task.builder().name("script").spawn(() -> {
      try (var ops = new NetOps(new Permissions(Set.of("localhost", "127.0.0.1:1")))) {
        while (true) {
          run(ops, "localhost", port);
          run(ops, "127.0.0.1", port); // another name, which is not allowed for this port
          run(ops, "127.0.0.1", 1); // allowed, and nobody is there
          Time.sleep(stage.load().pause(500)).await();
        }
      }
    });
  }

  private void run(NetOps ops, String host, int port) {
    try {
      var connection = ops.connect(host, port).await();
      connected.increment();
      ops.close(connection.id());
    } catch (Permissions.PermissionDenied _) {
      denied.increment();
    } catch (UncheckedIOException _) {
      refused.increment();
    }
  }

  long connected() {
    return connected.sum();
  }

  long denied() {
    return denied.sum();
  }

  long refused() {
    return refused.sum();
  }
}
