package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.future.Waker;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A JVM that runs out of memory, and has it back: no task is lost that was spawned, and no wake that was made.
@Timeout(120)
final class OutOfMemoryTest {

  @ParameterizedTest
  @ValueSource(strings = {"multi-thread", "current-thread"})
  void memory_runsOutWhileTasksAreSpawnedAndWoken_allEndOnceItIsBack(String flavor)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process = new ProcessBuilder(List.of(java, "-ea", "-Xmx16m", "-XX:+UseSerialGC", "-Dkioto.flavor=" + flavor,
        "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
        Program.class.getName())).redirectErrorStream(true).start();
    CompletableFuture.delayedExecutor(90, TimeUnit.SECONDS).execute(process::destroyForcibly); // one that hangs says nothing
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("all ended");
  }

  /// Ready once it is open.
  private static final class Gate implements Future<Integer> {
    private volatile boolean open;
    private volatile @Nullable Waker waker;

    @Override
    public Poll<Integer> poll(Context cx) {
      waker = cx.waker();
      return open ? Poll.ready(1) : Poll.pending();
    }

    void open() {
      open = true;
      var waiting = waker;
      if (waiting != null) {
        waiting.wake();
      }
    }
  }

  static final class Program {
    private static final int ROUNDS = 2;
    private static final int WAITING = 20;

    private static String step = ""; // an error for want of memory has no stack

    private Program() {}

    public static void main(String[] args) {
      var runtime = Runtime.builder().enableAll().workerThreads(2).build();
      try {
        round(runtime, 1); // loads what is needed
        for (int i = 0; i < ROUNDS; i++) {
          round(runtime, 1_000_000);
        }
        if (!runtime.shutdownTimeout(Duration.ofSeconds(30))) {
          throw new IllegalStateException("not everything ended");
        }
        System.out.println("all ended");
        System.exit(0); // whatever the JDK's own threads have come to
      } catch (Throwable e) {
        System.out.println(step);
        e.printStackTrace();
        System.exit(1);
      }
    }

    private static void round(Runtime runtime, int hogs) {
      var waiting = new CountDownLatch(WAITING);
      var gates = new ArrayList<Gate>();
      var parked = new ArrayList<Thread>();
      var handles = new ArrayList<JoinHandle<?>>(10 * WAITING);
      for (int i = 0; i < WAITING; i++) {
        var gate = new Gate();
        gates.add(gate);
        handles.add(runtime.spawn(gate));
        handles.add(runtime.spawn(() -> {
          synchronized (parked) {
            parked.add(Thread.currentThread());
          }
          waiting.countDown();
          LockSupport.park();
          return 1;
        }));
      }
      runtime.blockOn(runtime.spawn(() -> waiting.await()));
      var hog = new @Nullable Object[1];
      fill(hog, hogs);
      step = "future tasks are woken";
      for (int i = 0; i < WAITING; i++) {
        gates.get(i).open();
      }
      step = "direct tasks are woken";
      for (int i = 0; i < WAITING; i++) {
        LockSupport.unpark(parked.get(i));
      }
      step = "tasks are spawned";
      spawn(runtime, handles);
      step = "memory is back";
      hog[0] = null;
      handles.forEach(handle -> join(runtime, handle));
    }

    // To the last byte that this thread can get.
    private static void fill(@Nullable Object[] hog, int most) {
      int size = 1 << 20;
      for (int i = 0; i < most && size > 0; i++) {
        try {
          var more = new @Nullable Object[size];
          more[0] = hog[0];
          hog[0] = more;
        } catch (OutOfMemoryError _) {
          size /= 2;
        }
      }
    }

    private static void spawn(Runtime runtime, List<JoinHandle<?>> handles) {
      for (int i = 0; i < WAITING; i++) {
        try {
          handles.add(switch (i % 3) {
            case 0 -> runtime.spawn((Context _) -> Poll.ready(1));
            case 1 -> runtime.spawn(() -> 1);
            default -> runtime.spawnBlocking(() -> 1);
          });
        } catch (OutOfMemoryError _) {
          // Nothing was spawned.
        }
      }
    }

    // What a task throws is its own affair: it may have had no memory.
    private static void join(Runtime runtime, JoinHandle<?> handle) {
      try {
        runtime.blockOn(handle);
      } catch (JoinException e) {
        if (!(e.failure() instanceof OutOfMemoryError)) {
          throw e;
        }
      }
    }
  }
}
