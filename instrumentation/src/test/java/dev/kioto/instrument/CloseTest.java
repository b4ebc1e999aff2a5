package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.proto.console.v1.TaskStacksRequest;
import dev.kioto.proto.console.v1.WatchTraceRequest;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The end of an endpoint whose streams flow.
@Timeout(60)
final class CloseTest {
  private static final int TASKS = 20_000;
  private static final int ROUNDS = 5;

  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Handler handler = new Handler() {
    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
        logged.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  };

  @BeforeEach
  void listen() {
    Logger.getLogger("").addHandler(handler);
  }

  @AfterEach
  void restore() {
    Logger.getLogger("").removeHandler(handler);
  }

  @Test
  void close_underStreamsThatFlow_endsThemAndLogsNothing() throws InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      closeOne();
    }
    assertThat(logged).isEmpty();
  }

  private static void closeOne() throws InterruptedException {
    var test = new TestConsole(builder -> builder.ringCapacity(1 << 12));
    var over = new AtomicBoolean();
    var program = Thread.ofPlatform().start(() -> {
      try (var probe = test.console.probe().openThread("program")) {
        for (long turn = 0; !over.get(); turn++) {
          long id = 1 + turn % TASKS; // no more, however long it takes until the close comes to its turn
          if (turn < TASKS) {
            probe.taskSpawned(new FakeTask(id));
          }
          for (int wake = 0; wake < 100; wake++) {
            probe.taskWoken(id, 0);
          }
        }
      }
    });
    try {
      var client = test.client();
      var model = client.watch();
      var trace = Trace.<WatchTraceRequest>counting();
      client.streams().watchTrace(WatchTraceRequest.getDefaultInstance(), trace);
      await().until(() -> trace.received.get() > 1000 && !model.tasks.isEmpty());
      client.streams().getTaskStacks(TaskStacksRequest.getDefaultInstance(), ignoring());

      test.console.close();

      await().until(() -> trace.error != null && model.error != null);
    } finally {
      over.set(true);
      program.join();
      test.close();
    }
  }

  private static <M> StreamObserver<M> ignoring() {
    return new StreamObserver<>() {
      @Override
      public void onNext(M message) {}

      @Override
      public void onError(Throwable error) {}

      @Override
      public void onCompleted() {}
    };
  }
}
