package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.Futures;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;

/// Requests that each ask a database by a driver that blocks, on a pool of two threads.
final class BlockingPoolSaturated implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int REQUESTS = 8;
  private static final int QUERY_MILLIS = 200;

  @Override
  public String id() {
    return "blocking-pool-saturated";
  }

  @Override
  public String look() {
    return "the blocking pool: all threads at work, and jobs 'query' that wait for one";
  }

  @Override
  public String sick() {
    return "eight requests at a time run their queries on a blocking pool of two threads: most of the time is spent in its queue";
  }

  @Override
  public String healthy() {
    return "the pool has as many threads as the database has connections, sixteen";
  }

  @Override
  public void configure(RuntimeBuilder builder, Variant variant) {
    builder.maxBlockingThreads(variant.isHealthy() ? 16 : 2);
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    for (int i = 0; i < REQUESTS; i++) {
      var request = runtime.task().name("request-" + i);
      if (variant.isDirect()) {
        request.spawn(() -> {
          while (true) {
            Time.sleep(PAUSE).await();
            Task.builder().name("query").spawnBlocking(BlockingPoolSaturated::query).await();
          }
        });
      } else {
        request.spawn(Loop.forever(() -> Futures.then(
            Time.sleep(PAUSE),
            _ -> Task.builder().name("query").spawnBlocking(BlockingPoolSaturated::query))));
      }
    }
  }

  private static void query() {
    Work.block(QUERY_MILLIS);
  }
}
