package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A direct task is a thread to the JDK: it has what a thread has, starts others, and reads and writes.
@ParameterizedClass
@EnumSource
@Timeout(60)
final class JdkThreadsTest {
  private static final int MORE_THAN_WORKERS = 20;
  private static final ScopedValue<String> USER = ScopedValue.newInstance();

  private final Runtime runtime;

  JdkThreadsTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  // --- what a thread has ---

  @Test
  void threadLocal_ofATask_isItsOwnAcrossSuspensions() {
    var local = new ThreadLocal<@Nullable Integer>();
    var handles = new ArrayList<JoinHandle<Boolean>>();
    for (int i = 0; i < MORE_THAN_WORKERS; i++) {
      int n = i;
      handles.add(runtime.spawn(() -> {
        boolean clean = local.get() == null;
        local.set(n);
        for (int k = 0; k < 10; k++) {
          Thread.yield();
          clean &= Integer.valueOf(n).equals(local.get());
        }
        return clean;
      }));
    }

    assertThat(handles).allSatisfy(handle -> assertThat(handle.await()).isTrue());
  }

  @Test
  void scopedValue_boundInATask_holdsAcrossSuspensionsAndInItsThreads() {
    assertThat(runtime.spawn(() -> ScopedValue.where(USER, "ann").call(() -> {
      Thread.sleep(1);
      var handle = Task.spawn(USER::isBound);
      return USER.get() + handle.await() + USER.get();
    })).await()).isEqualTo("annfalseann");
    assertThat(runtime.spawn(USER::isBound).await()).isFalse();
  }

  @Test
  void thread_ofATask_isOneVirtualDaemonWithItsName() {
    var description = runtime.task().name("fetch").spawn(() -> {
      var before = Thread.currentThread();
      Thread.sleep(1);
      return before.getName() + before.isVirtual() + before.isDaemon() + before.equals(Thread.currentThread());
    }).await();

    assertThat(description).isEqualTo("fetchtruetruetrue");
  }

  @Test
  void stackTrace_ofASuspendedTask_isReadableFromOutside() {
    var thread = new AtomicReference<@Nullable Thread>();
    var latch = new CountDownLatch(1);
    var handle = runtime.spawn(() -> {
      thread.set(Thread.currentThread());
      latch.await();
    });
    await().until(() -> {
      var sampled = thread.get();
      return sampled != null && sampled.getState() == Thread.State.WAITING && sampled.getStackTrace().length > 0;
    });
    latch.countDown();
    handle.await();
  }

  // --- threads of threads ---

  @Test
  void virtualThreads_ofATask_areJoinedByIt() {
    assertThat(runtime.spawn(() -> {
      var sum = new AtomicInteger();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 50; i++) {
        threads.add(Thread.startVirtualThread(() -> {
          Thread.yield();
          sum.incrementAndGet();
        }));
      }
      for (var thread : threads) {
        thread.join();
      }
      return sum.get();
    }).await()).isEqualTo(50);
  }

  @Test
  void executors_insideATask_runItsJobs() {
    assertThat(runtime.spawn(() -> {
      try (var virtual = Executors.newVirtualThreadPerTaskExecutor();
          var platform = Executors.newFixedThreadPool(2)) {
        var jobs = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 20; i++) {
          int n = i;
          jobs.add(() -> {
            Thread.sleep(1);
            return platform.submit(() -> n).get();
          });
        }
        int sum = 0;
        for (var result : virtual.invokeAll(jobs)) {
          sum += result.get();
        }
        return sum;
      }
    }).await()).isEqualTo(190);
  }

  @Test
  void virtualThreads_nestedDeeply_allRunOnTheRuntime() {
    var carriers = ConcurrentHashMap.<String>newKeySet();
    runtime.spawn(() -> nest(20, carriers)).await();
    var own = runtime.spawn(() -> carrier()).await();

    assertThat(carriers).isNotEmpty().allSatisfy(carrier -> assertThat(prefix(carrier)).isEqualTo(prefix(own)));
  }

  private static void nest(int depth, java.util.Set<String> carriers) throws InterruptedException {
    carriers.add(carrier());
    if (depth > 0) {
      var failure = new AtomicReference<@Nullable Throwable>();
      Thread.startVirtualThread(() -> {
        try {
          nest(depth - 1, carriers);
        } catch (Throwable e) {
          failure.set(e);
        }
      }).join();
      assertThat(failure).hasNullValue();
    }
  }

  private static String carrier() {
    String text = Thread.currentThread().toString();
    return text.substring(text.lastIndexOf('@') + 1);
  }

  private static String prefix(String carrier) {
    int number = carrier.lastIndexOf('-');
    return number < 0 ? carrier : carrier.substring(0, number);
  }

  // --- the outside world ---

  @Test
  void sockets_ofManyTasks_echo() throws Exception {
    try (var server = new ServerSocket(0, MORE_THAN_WORKERS, InetAddress.getLoopbackAddress())) {
      runtime.spawn(() -> {
        for (int i = 0; i < MORE_THAN_WORKERS; i++) {
          var socket = server.accept();
          Task.spawn(() -> echo(socket));
        }
      });
      var clients = new ArrayList<JoinHandle<Integer>>();
      for (int i = 0; i < MORE_THAN_WORKERS; i++) {
        int n = i;
        clients.add(runtime.spawn(() -> call(server, n)));
      }
      for (int i = 0; i < MORE_THAN_WORKERS; i++) {
        assertThat(clients.get(i).await()).isEqualTo(i);
      }
    }
  }

  private static void echo(Socket socket) throws IOException {
    try (socket) {
      int b;
      while ((b = socket.getInputStream().read()) >= 0) {
        socket.getOutputStream().write(b);
      }
    }
  }

  private static int call(ServerSocket server, int n) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 10_000);
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(n);
      return socket.getInputStream().read();
    }
  }

  @Test
  void channels_thatBlock_suspendTheTask() throws Exception {
    var pipe = Pipe.open();
    var read = runtime.spawn(() -> {
      var buffer = ByteBuffer.allocate(1);
      pipe.source().read(buffer);
      return buffer.get(0);
    });
    assertThat(runtime.spawn(() -> "free").await()).isEqualTo("free");
    pipe.sink().write(ByteBuffer.wrap(new byte[] {7}));

    assertThat(read.await()).isEqualTo((byte) 7);
    pipe.sink().close();
    pipe.source().close();
  }

  @Test
  void files_areReadAndWritten(@TempDir Path folder) {
    assertThat(runtime.spawn(() -> {
      var file = Files.writeString(folder.resolve("text"), "written");
      return Files.readString(file);
    }).await()).isEqualTo("written");
  }
}
