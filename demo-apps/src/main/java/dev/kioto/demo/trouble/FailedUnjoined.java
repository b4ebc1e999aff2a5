package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Outcome;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Uploads that fail now and then, and whose handles were let go of.
final class FailedUnjoined implements Trouble {

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration UPLOAD = Duration.ofMillis(10);
  private static final int FILE_BYTES = 1 << 20;

  @Override
  public String id() {
    return "failed-unjoined";
  }

  @Override
  public String look() {
    return "the tasks 'upload' that failed, with what they threw: nobody else has seen it";
  }

  @Override
  public String sick() {
    return "an upload is spawned and its handle dropped: when it fails, nobody is told";
  }

  @Override
  public String healthy() {
    return "whoever spawns an upload joins it, and counts those that failed";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    var failures = new AtomicLong();
    var sync = runtime.task().name("sync");
    switch (variant) {
      case SICK_FUTURE -> sync.spawn(Loop.forever(() -> Futures.map(Time.sleep(PAUSE), _ -> upload().id())));
      case SICK_DIRECT -> sync.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          var _ = uploadDirectly();
        }
      });
      case HEALTHY_FUTURE -> sync.spawn(Loop.forever(() -> Futures.then(
          Time.sleep(PAUSE),
          _ -> Futures.map(Futures.outcome(upload()), outcome -> count(outcome, failures)))));
      case HEALTHY_DIRECT -> sync.spawn(() -> {
        while (true) {
          Time.sleep(PAUSE).await();
          count(Futures.outcome(uploadDirectly()).await(), failures);
        }
      });
    }
  }

  private static JoinHandle<Boolean> upload() {
    return Task.builder().name("upload").spawn(Futures.map(Time.sleep(UPLOAD), _ -> send()));
  }

  private static JoinHandle<Boolean> uploadDirectly() {
    return Task.builder().name("upload").spawn(() -> {
      Time.sleep(UPLOAD).await();
      return send();
    });
  }

  private static boolean send() {
    var file = new byte[FILE_BYTES];
    throw new IllegalStateException("the server has refused a file of " + file.length + " bytes: no room is left");
  }

  private static long count(Outcome<Boolean> outcome, AtomicLong failures) {
    return outcome instanceof Outcome.Failure<Boolean> ? failures.incrementAndGet() : failures.get();
  }
}
