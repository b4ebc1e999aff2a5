package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Programs of others, unchanged, in JVMs of their own: their virtual threads run on our workers, and all else is as it
/// would be.
@Timeout(120)
final class ProgramAgentTest {
  private static final String WORKER = "kioto-worker";

  @TempDir
  private Path folder = Path.of("");

  private Program program(String statements) throws IOException {
    return program(statements, "");
  }

  private Program program(String statements, String members) throws IOException {
    return Program.of(folder, statements, members, Map.of());
  }

  @Test
  void virtualThreads_howeverMade_runOnOurWorkers() throws Exception {
    var program = program("""
        var names = new LinkedBlockingQueue<String>();
        Thread.startVirtualThread(() -> names.add("startVirtualThread " + carrier())).join();
        Thread.ofVirtual().name("n").start(() -> names.add("ofVirtual " + carrier())).join();
        Thread.ofVirtual().factory().newThread(() -> names.add("unstarted " + carrier())).run(); // does nothing
        var made = Thread.ofVirtual().unstarted(() -> names.add("unstarted, then started " + carrier()));
        made.start();
        made.join();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
          names.add("executor " + executor.submit(() -> carrier()).get());
        }
        try (var pool = Executors.newFixedThreadPool(1)) {
          pool.submit(() -> Thread.startVirtualThread(() -> names.add("from a pool " + carrier()))).get().join();
        }
        Thread.startVirtualThread(() -> nest(names, 3)).join();
        names.forEach(System.out::println);
        """, """
        static Void nest(Queue<String> names, int depth) {
          names.add("depth " + depth + " " + carrier());
          if (depth > 0) {
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
              executor.submit(() -> nest(names, depth - 1)).get();
            } catch (Exception e) {
              names.add(e.toString());
            }
          }
          return null;
        }
        """);

    var result = program.run("-Dkioto.worker-threads=2");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).allMatch(line -> line.endsWith(" " + WORKER)).hasSize(9);
    assertThat(result.status()).isZero();
    assertThat(program.runAlone().out()).hasSize(9).allMatch(line -> line.endsWith("ForkJoinPool-1-worker"));
  }

  @Test
  void waits_ofEveryKind_endAndComeBackToOurWorkers() throws Exception {
    var program = program("""
        var lock = new Object();
        var reentrant = new ReentrantLock();
        var condition = reentrant.newCondition();
        var counts = new int[3];
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int i = 0; i < 200; i++) {
            executor.submit(() -> {
              Thread.sleep(1);
              synchronized (lock) {
                Thread.sleep(0, 100_000);
                counts[0]++;
                lock.wait(1);
                lock.notifyAll();
              }
              reentrant.lock();
              try {
                Thread.yield();
                counts[1]++;
                condition.await(1, TimeUnit.MILLISECONDS);
                condition.signalAll();
              } finally {
                reentrant.unlock();
              }
              LockSupport.parkNanos(1_000_000);
              synchronized (lock) {
                counts[2] += carrier().equals("kioto-worker") ? 1 : 0;
              }
              return null;
            });
          }
        }
        System.out.println(Arrays.toString(counts));
        var waiter = Thread.startVirtualThread(() -> {
          synchronized (lock) {
            try {
              lock.wait();
            } catch (InterruptedException e) {
              System.out.println("interrupted on " + carrier());
            }
          }
        });
        while (waiter.getState() != Thread.State.WAITING) Thread.onSpinWait();
        waiter.interrupt();
        waiter.join();
        Thread.startVirtualThread(() -> System.out.println("pinned: " + Pinned.ANSWER + " " + carrier())).join();
        """, """
        static class Pinned {
          static final String ANSWER;
          static {
            try {
              Thread.sleep(20);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            ANSWER = "slept in an initializer";
          }
        }
        """);

    for (var workers : List.of("1", "3")) {
      var result = program.run("-Dkioto.worker-threads=" + workers);

      assertThat(result.err()).isEmpty();
      assertThat(result.out()).containsExactly("[200, 200, 200]", "interrupted on " + WORKER,
          "pinned: slept in an initializer " + WORKER);
      assertThat(result.status()).isZero();
    }
  }

  @Test
  void httpServerAndClient_talkOverSocketsOfTasks() throws Exception {
    var program = program("""
        var server = com.sun.net.httpserver.HttpServer.create(new java.net.InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
          byte[] body = carrier().getBytes();
          exchange.sendResponseHeaders(200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
        server.start();
        var uri = java.net.URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        var answers = new ConcurrentHashMap<String, Integer>();
        try (var client = java.net.http.HttpClient.newBuilder()
                .executor(Executors.newVirtualThreadPerTaskExecutor()).build();
            var executor = Executors.newVirtualThreadPerTaskExecutor()) {
          for (int i = 0; i < 300; i++) {
            executor.submit(() -> {
              var request = java.net.http.HttpRequest.newBuilder(uri).build();
              var answer = client.send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
              return answers.merge(answer.body(), 1, Integer::sum);
            });
          }
        }
        server.stop(0);
        // Sockets that block, where the JDK suspends the thread until its pollers wake it.
        try (var listener = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
          var reader = Thread.startVirtualThread(() -> {
            try (var socket = listener.accept()) {
              answers.put("read " + socket.getInputStream().read() + " on " + carrier(), 1);
            } catch (java.io.IOException e) {
              answers.put(e.toString(), 1);
            }
          });
          try (var socket = new java.net.Socket(listener.getInetAddress(), listener.getLocalPort())) {
            while (reader.getState() != Thread.State.WAITING) Thread.onSpinWait();
            socket.getOutputStream().write(7);
            reader.join();
          }
        }
        System.out.println(new TreeMap<>(answers));
        System.exit(0);
        """);

    for (var workers : List.of("1", "2")) {
      var result = program.run("-Dkioto.worker-threads=" + workers);

      assertThat(result.err()).isEmpty();
      assertThat(result.out()).containsExactly("{kioto-worker=300, read 7 on kioto-worker=1}");
      assertThat(result.status()).isZero();
    }
  }

  @Test
  void program_endsByTheEndOfMain_whileThreadsWait() throws Exception {
    var program = program("""
        Thread.startVirtualThread(() -> LockSupport.park());
        Thread.startVirtualThread(() -> { while (true) Thread.onSpinWait(); });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
          try {
            Thread.startVirtualThread(() -> System.out.println("hook on " + carrier())).join();
          } catch (InterruptedException e) {
            System.out.println(e);
          }
        }));
        System.out.println("main ends");
        """);

    var result = program.run("-Dkioto.worker-threads=2");

    assertThat(result.out()).containsExactly("main ends", "hook on " + WORKER);
    assertThat(result.status()).isZero();
  }

  @Test
  void program_exitsInsideAThread_withItsStatus() throws Exception {
    var result = program("""
        Thread.startVirtualThread(() -> System.exit(7)).join();
        """).run();

    assertThat(result.status()).isEqualTo(7);
  }

  @Test
  void exceptionThatNobodyCatches_isToldAsEver() throws Exception {
    var program = program("""
        var thread = Thread.ofVirtual().name("thrower").start(() -> { throw new IllegalStateException("of a thread"); });
        thread.join();
        System.out.println(thread.getState());
        Thread.startVirtualThread(() -> System.out.println("the next " + carrier())).join();
        throw new IllegalStateException("of main");
        """);

    var result = program.run("-Dkioto.worker-threads=1");

    assertThat(result.out()).containsExactly("TERMINATED", "the next " + WORKER);
    assertThat(result.err()).anyMatch(line -> line.contains("\"thrower\"") && line.contains("of a thread"))
        .anyMatch(line -> line.contains("\"main\"") && line.contains("of main"))
        .anyMatch(line -> line.contains("AdoptedThread.run")); // who counts it as failed
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void threadsThatAreNotStartedOrHaveEnded_areNoTasks() throws Exception {
    var result = program("""
        System.out.println(alive());
        var kept = new ArrayList<Thread>();
        for (int i = 0; i < 1000; i++) kept.add(Thread.ofVirtual().unstarted(() -> {}));
        for (int i = 0; i < 1000; i++) Thread.startVirtualThread(() -> {}).join();
        System.out.println(alive());
        """, """
        static long alive() throws Exception {
          var alive = new CompletableFuture<Long>();
          Thread.startVirtualThread(
              () -> alive.complete(dev.kioto.runtime.Handle.current().metrics().numAliveTasks()));
          return alive.get();
        }
        """).run("-Dkioto.worker-threads=1");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).hasSize(2).first().isEqualTo(result.out().getLast());
  }

  @Test
  void programThatUsesKioto_findsTheRuntimeInItsThreads_andMayHaveItsOwn() throws Exception {
    var result = program("""
        Thread.startVirtualThread(() ->
            System.out.println("task on " + dev.kioto.task.Task.spawn(() -> carrier()).await())).join();
        try (var own = dev.kioto.runtime.Runtime.builder().threadName("own").workerThreads(1).build()) {
          System.out.println("task of its own on " + own.spawn(() -> {
            var answer = new CompletableFuture<String>();
            Thread.startVirtualThread(() -> answer.complete(carrier()));
            return answer.get();
          }).await());
        }
        Thread.startVirtualThread(() -> System.out.println("afterwards on " + carrier())).join();
        """).run();

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsExactly("task on " + WORKER, "task of its own on own", "afterwards on " + WORKER);
  }

  @Test
  void threadOfAnotherRuntime_startedWhileThatEnds_isRejected() throws Exception {
    var result = program("""
        var own = dev.kioto.runtime.Runtime.builder().workerThreads(1).build();
        var waits = new CountDownLatch(1);
        own.spawn(() -> {
          try {
            waits.countDown();
            new CountDownLatch(1).await();
          } finally {
            try {
              Thread.startVirtualThread(() -> System.out.println("ran"));
            } catch (RejectedExecutionException e) {
              System.out.println("rejected");
            }
          }
        });
        waits.await();
        System.out.println(own.shutdownTimeout(java.time.Duration.ofSeconds(20)));
        """).run();

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsExactly("rejected", "true");
  }

  @Test
  void anotherAgent_thatChangesTheSameClass_leavesTheHookInPlace() throws Exception {
    var result = Program.of(folder, """
        jvm.addTransformer(new java.lang.instrument.ClassFileTransformer() {}, true);
        jvm.retransformClasses(Class.forName("java.lang.VirtualThread"));
        Thread.startVirtualThread(() -> System.out.println(carrier())).join();
        """, """
        static java.lang.instrument.Instrumentation jvm;
        public static void agentmain(String argument, java.lang.instrument.Instrumentation instrumentation) {
          jvm = instrumentation;
        }
        """, Map.of("Launcher-Agent-Class", "Main", "Can-Retransform-Classes", "true")).run();

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).containsExactly(WORKER);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "-Dkioto.worker-threads=0 | workerThreads must be from 1 to 32767, but is 0",
      "-Dkioto.lifo-slot=maybe | kioto.lifo-slot must be on or off, but is 'maybe'",
      "-Dkioto.worker-thread=2 | there is no setting kioto.worker-thread, which is '2'",
      "-Dkioto.flavor=current-thread | kioto.flavor must be multi-thread for a whole program, but is 'current-thread'"})
  void setting_isWrong_endsTheJvmBeforeTheProgramStarts(String option, String sentence)
      throws Exception {
    var program = program("System.out.println(\"started\");");

    var result = program.run(option);

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).singleElement().asString().startsWith("kioto: ").contains(sentence);
  }

  @Test
  void jvmWithoutContinuations_runsTheProgramAsItIsAndSaysSoOnce() throws Exception {
    var result = program("""
        Thread.startVirtualThread(() -> System.out.println("ran")).join();
        Thread.startVirtualThread(() -> System.out.println("ran again")).join();
        """).run("-XX:+UnlockExperimentalVMOptions", "-XX:-VMContinuations");

    assertThat(result.out()).containsExactly("ran", "ran again");
    assertThat(result.err()).singleElement().asString().startsWith("kioto: the program runs on the JDK's scheduler");
    assertThat(result.status()).isZero();
  }
}
