package dev.kioto.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.RuntimeBuilder;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a recording of a program says of its tasks and workers.
@Timeout(60)
final class JfrTest {
  private static final Duration LONG = Duration.ofMillis(30);

  private static RuntimeBuilder builder() {
    return Runtime.builder().enableAll().workerThreads(2).jfr(true);
  }

  /// A poll of that length that ends its future.
  private static Future<Integer> holding(Duration time) {
    return _ -> {
      long until = System.nanoTime() + time.toNanos();
      while (until - System.nanoTime() > 0) {
        LockSupport.parkNanos(until - System.nanoTime());
      }
      return Poll.ready(1);
    };
  }

  /// Ends the task and swallows how it ended.
  private static void join(JoinHandle<?> task) {
    Futures.outcome(task).await();
  }

  @Test
  void recording_ofAProgram_saysWhoItsTasksAreAndHowTheyEnded() {
    var recorded = Recorded.of(_ -> {}, () -> {
      try (var runtime = builder().build()) {
        runtime.task().name("parent").spawn(() -> {
          Task.builder().name("child").spawn(Futures.ready(1)).await();
          join(Task.builder().name("failing").spawn(Futures.<Integer>failed(new IllegalStateException("meant"))));
          Task.builder().name("job").spawnBlocking(() -> 1).await();
          var endless = Task.builder().name("endless").spawn(Futures.<Integer>pending());
          endless.abort();
          join(endless);
        }).await();
      }
    });

    var parent = recorded.spawn("parent");
    assertThat(parent.getString("kind")).isEqualTo("direct");
    assertThat(parent.getString("location")).contains("JfrTest.java");
    var child = recorded.spawn("child");
    assertThat(child.getLong("parentTaskId")).isEqualTo(parent.getLong("taskId"));
    assertThat(child.getString("kind")).isEqualTo("future");
    assertThat(child.getLong("runtimeId")).isEqualTo(parent.getLong("runtimeId"));
    assertThat(recorded.spawn("job").getString("kind")).isEqualTo("blocking");
    assertThat(outcome(recorded, "child")).isEqualTo("completed");
    assertThat(outcome(recorded, "failing")).isEqualTo("failed");
    assertThat(outcome(recorded, "endless")).isEqualTo("cancelled");
  }

  private static String outcome(Recorded recorded, String task) {
    var ends = recorded.of("kioto.TaskEnd", recorded.id(task));
    assertThat(ends).hasSize(1);
    return ends.getFirst().getString("outcome");
  }

  @Test
  void poll_overTheThreshold_isRecordedWithItsThreadAndLength() {
    var recorded = Recorded.of(_ -> {}, () -> {
      try (var runtime = builder().build()) {
        runtime.task().name("long").spawn(holding(LONG)).await();
        runtime.task().name("short").spawn(Futures.ready(1)).await();
      }
    });

    var polls = recorded.of("kioto.TaskPoll", recorded.id("long"));
    assertThat(polls).hasSize(1);
    assertThat(polls.getFirst().getDuration()).isGreaterThanOrEqualTo(LONG).isLessThan(Duration.ofSeconds(30));
    assertThat(polls.getFirst().getThread().getJavaName()).startsWith("kioto-worker");
    assertThat(polls.getFirst().getDuration("scheduledTime")).isBetween(Duration.ZERO, Duration.ofSeconds(30));
    assertThat(polls.getFirst().getStartTime()).isAfterOrEqualTo(recorded.spawn("long").getStartTime());
  }

  @Test
  void eachPoll_isRecordedOnce_withoutAThreshold() {
    var recorded = Recorded.of(recording -> recording.enable(TaskPoll.class).withoutThreshold(), () -> {
      try (var runtime = builder().build()) {
        runtime.task().name("three").spawn(polls(3)).await();
        runtime.task().name("job").spawnBlocking(() -> runtime.blockOn(polls(2))).await();
      }
    });

    assertThat(recorded.of("kioto.TaskPoll", recorded.id("three"))).hasSize(3);
    var job = recorded.of("kioto.TaskPoll", recorded.id("job"));
    assertThat(job).hasSize(1);
    var root = recorded.of("kioto.TaskSpawn").stream().filter(e -> e.getString("kind").equals("block_on")).toList();
    assertThat(root).hasSize(1);
    var inner = recorded.of("kioto.TaskPoll", root.getFirst().getLong("taskId"));
    assertThat(inner).hasSize(2).allSatisfy(poll -> {
      assertThat(poll.getStartTime()).isAfterOrEqualTo(job.getFirst().getStartTime());
      assertThat(poll.getEndTime()).isBeforeOrEqualTo(job.getFirst().getEndTime());
    });
  }

  private static Future<Integer> polls(int count) {
    var left = new AtomicInteger(count);
    return cx -> {
      if (left.decrementAndGet() == 0) {
        return Poll.ready(1);
      }
      cx.waker().wake();
      return Poll.pending();
    };
  }

  @Test
  void wake_whenAskedFor_saysWhoWokeWhom() {
    var recorded = Recorded.of(recording -> recording.enable(TaskWake.class), () -> {
      try (var runtime = builder().build()) {
        var waker = new AtomicReference<Waker>();
        var sleeper = runtime.task().name("sleeper").spawn(cx -> {
          if (waker.getAndSet(cx.waker()) == null) {
            return Poll.<Integer>pending();
          }
          return Poll.ready(1);
        });
        runtime.task().name("caller").spawn(_ -> {
          while (waker.get() == null) {
            Thread.onSpinWait();
          }
          waker.get().wake();
          return Poll.ready(1);
        }).await();
        sleeper.await();
        runtime.task().name("self").spawn(polls(2)).await();
      }
    });

    var woken = recorded.of("kioto.TaskWake", recorded.id("sleeper"));
    assertThat(woken).hasSize(1);
    assertThat(woken.getFirst().getLong("wakerTaskId")).isEqualTo(recorded.id("caller"));
    assertThat(woken.getFirst().getStackTrace()).isNotNull();
    var self = recorded.of("kioto.TaskWake", recorded.id("self"));
    assertThat(self).hasSize(1);
    assertThat(self.getFirst().getLong("wakerTaskId")).isEqualTo(recorded.id("self"));
  }

  @Test
  void workers_thatSleepAndSteal_areRecorded() {
    var recorded = Recorded.of(recording -> {
      recording.enable(WorkerSteal.class).with("throttle", "off");
      recording.enable(BlockingQueue.class).with("throttle", "off");
    }, () -> {
      try (var runtime = builder().build()) {
        runtime.task().spawn(() -> {
          Time.sleep(LONG).await();
          Task.spawnBlocking(() -> 1).await();
          var tasks = new ArrayList<JoinHandle<Integer>>();
          for (int i = 0; i < 20; i++) {
            tasks.add(Task.spawn(holding(Duration.ofMillis(2))));
          }
          tasks.forEach(JoinHandle::await);
        }).await();
      }
    });

    var parks = recorded.of("kioto.WorkerPark");
    assertThat(parks).isNotEmpty().allSatisfy(park -> {
      assertThat(park.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
      // By the name that it had when it began: it may have taken the other worker then, and was called by that one's number.
      assertThat(park.getThread().getJavaName()).isIn("kioto-worker-0", "kioto-worker-1");
    });
    assertThat(parks.stream().map(park -> park.getInt("worker") + " " + park.getThread().getJavaThreadId()).distinct())
        .as("workers and their threads")
        .hasSameSizeAs(parks.stream().map(park -> park.getInt("worker")).distinct().toList())
        .hasSameSizeAs(parks.stream().map(park -> park.getThread().getJavaThreadId()).distinct().toList());
    assertThat(recorded.of("kioto.BlockingQueue")).hasSize(1);
    assertThat(recorded.of("kioto.BlockingQueue").getFirst().getLong("waiting")).isEqualTo(1);
    assertThat(recorded.of("kioto.WorkerSteal")).isNotEmpty().allSatisfy(steal -> {
      assertThat(steal.getInt("fromWorker")).isBetween(0, 1);
      assertThat(steal.getLong("tasks")).isPositive();
    });
  }

  @Test
  void wakes_byDefault_areNotRecorded() {
    var recorded = Recorded.of(_ -> {}, () -> {
      try (var runtime = builder().build()) {
        runtime.spawn(polls(5)).await();
      }
    });

    assertThat(recorded.of("kioto.TaskSpawn")).isNotEmpty();
    assertThat(recorded.of("kioto.TaskWake")).isEmpty();
  }

  @Test
  void setting_thatIsOff_makesNoEvent() {
    var recorded = Recorded.of(_ -> {}, () -> {
      try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
        runtime.spawn(holding(LONG)).await();
      }
    });

    assertThat(recorded.events()).isEmpty();
  }

  @Test
  void poll_thatBeganBeforeTheRecording_isLeftOut() throws IOException {
    try (var runtime = builder().build(); var recording = new Recording()) {
      var begun = new CountDownLatch(1);
      var recordingStarted = new CountDownLatch(1);
      var early = runtime.task().name("early").spawn(_ -> {
        begun.countDown();
        try {
          recordingStarted.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return Poll.ready(1);
      });
      begun.await();
      recording.enable(TaskPoll.class).withoutThreshold();
      recording.start();
      recordingStarted.countDown();
      early.await();
      var late = runtime.task().name("late").spawn(Futures.ready(1));
      late.await();
      recording.stop();

      var recorded = Recorded.of(recording);
      assertThat(recorded.of("kioto.TaskPoll", early.id())).isEmpty();
      assertThat(recorded.of("kioto.TaskPoll", late.id())).hasSize(1);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void statistics_ofARuntime_comeAgainAndAgain() throws InterruptedException {
    var seen = new CountDownLatch(4);
    try (var runtime = builder().name("counted").build(); var stream = new jdk.jfr.consumer.RecordingStream()) {
      stream.enable(WorkerStatistics.class).withPeriod(Duration.ofMillis(20));
      stream.enable(RuntimeStatistics.class).withPeriod(Duration.ofMillis(20));
      var worker = new AtomicReference<jdk.jfr.consumer.RecordedEvent>();
      stream.setReuse(false);
      stream.onEvent("kioto.RuntimeStatistics", event -> {
        if (event.getString("name").equals("counted") && event.getInt("workers") == 2) {
          seen.countDown();
        }
      });
      stream.onEvent("kioto.WorkerStatistics", worker::set);
      stream.startAsync();
      runtime.spawn(Futures.ready(1)).await();
      seen.await();

      assertThat(worker.get().getString("threadName")).startsWith("kioto-worker");
      assertThat(worker.get().getString("state")).isIn("parked", "searching", "polling", "stuck", "stopped");
    }
  }

  @Test
  void everyEvent_andField_isLabelledForPeople() {
    Recorded.of(_ -> {}, () -> {
      try (var runtime = builder().build()) {
        runtime.spawn(Futures.ready(1)).await();
      }
    });

    var types = FlightRecorder.getFlightRecorder().getEventTypes().stream()
        .filter(type -> type.getName().startsWith("kioto.")).toList();
    assertThat(types).extracting(EventType::getName).contains("kioto.TaskSpawn", "kioto.TaskEnd", "kioto.TaskPoll",
        "kioto.TaskWake", "kioto.TaskPinned", "kioto.WorkerHandOff", "kioto.WorkerPark", "kioto.WorkerSteal",
        "kioto.BlockingQueue", "kioto.WorkerStatistics",
        "kioto.RuntimeStatistics");
    assertThat(types).allSatisfy(type -> {
      assertThat(type.getAnnotation(Label.class)).isNotNull();
      assertThat(type.getAnnotation(Description.class)).isNotNull();
      assertThat(type.getAnnotation(Category.class).value()[0]).isEqualTo("Kioto");
      assertThat(type.getFields()).allSatisfy(field -> assertThat(field.getLabel()).isNotBlank());
    });
  }
}
