package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.ArrayList;

/// A log without a bound, whose writer takes longer for a line than the next one takes to come.
final class ChannelGrowth implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int LINES = 4; // each time
  private static final Duration WRITE = Duration.ofMillis(20);

  @Override
  public String id() {
    return "channel-growth";
  }

  @Override
  public String look() {
    return "the length of the channel from 'log' to 'writer', which only grows";
  }

  @Override
  public String sick() {
    return "the writer writes line by line, slower than lines come: the channel has no bound, and takes memory until there is none";
  }

  @Override
  public String healthy() {
    return "the writer takes all lines that are there and writes them at once";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var lines = Mpsc.<String>unbounded();
    runtime.task().name("log").spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> {
      for (int i = 0; i < LINES; i++) lines.sender().send("a line");
      return true;
    })));
    var receiver = lines.receiver();
    var writer = runtime.task().name("writer");
    switch (variant) {
      case SICK_FUTURE -> writer.spawn(Loop.forever(() -> Futures.then(receiver.recv(), _ -> write())));
      case SICK_DIRECT -> writer.spawn(() -> {
        while (receiver.recv().await() != null) write().await();
      });
      case HEALTHY_FUTURE -> writer.spawn(Loop.forever(() -> Futures.then(
          receiver.recvMany(new ArrayList<>(), 1000),
          _ -> write())));
      case HEALTHY_DIRECT -> writer.spawn(() -> {
        var batch = new ArrayList<String>();
        while (receiver.recvMany(batch, 1000).await() > 0) {
          write().await();
          batch.clear();
        }
      });
    }
  }

  private static Future<?> write() {
    return Time.sleep(WRITE);
  }
}
