package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.HandPolled;
import dev.kioto.process.Jvm;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Programs of their own, whose standard streams are real pipes.
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class StdioTest {

  private static Process start(String mode) throws IOException {
    return Jvm.of(Program.class, List.of(), mode).start();
  }

  private static CompletableFuture<byte[]> drain(InputStream from) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return from.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static String text(CompletableFuture<byte[]> bytes) {
    return new String(bytes.join(), StandardCharsets.UTF_8);
  }

  // One that has ended is left alone: `destroy` closes its streams also then, under those who still read what it wrote.
  private static void assertEnds(Process process) throws InterruptedException {
    boolean ended = false;
    try {
      ended = process.waitFor(30, TimeUnit.SECONDS);
    } finally {
      if (!ended) process.destroyForcibly();
    }
    assertThat(ended).as("the program ends").isTrue();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void copy_ofStdinToStdout_givesBackEachByte() throws Exception {
    var process = start("copy");
    var out = drain(process.getInputStream());
    var err = drain(process.getErrorStream());
    var sent = new byte[1_000_000];
    IntStream.range(0, sent.length).forEach(i -> sent[i] = (byte) (i * 31 + i / 256));
    try (var in = process.getOutputStream()) {
      in.write(sent);
    }
    assertEnds(process);
    assertThat(out.join()).isEqualTo(sent);
    assertThat(text(err)).isEqualTo("1000000 in, 1000000 out\n");
  }

  @Test
  void readThatWasGivenUp_isKeptForTheNext_andHoldsUpNoShutdown() throws Exception {
    var process = start("shutdown");
    var out = process.inputReader();
    assertThat(out.readLine()).isEqualTo("given up");
    process.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    assertThat(out.readLine()).isEqualTo("hello");
    assertThat(out.readLine()).isEqualTo("closed");
    assertEnds(process); // its standard input is still open
  }

  @Test
  void linesOfManyTasks_withoutAFlush_areWholeAndWrittenBeforeTheRuntimeIsShutDown() throws Exception {
    var process = start("lines");
    var out = drain(process.getInputStream());
    assertEnds(process);
    var lines = text(out).lines().toList();
    assertThat(lines.subList(0, lines.size() - 1)).hasSize(800).allMatch(line -> line.matches("(\\w)\\1{299}"));
    assertThat(lines.getLast()).isEqualTo("closed");
  }

  @Test
  void writer_whoseReaderIsGone_fails() throws Exception {
    var process = start("broken");
    process.getInputStream().close();
    var err = drain(process.getErrorStream());
    assertEnds(process);
    assertThat(text(err)).isEqualTo("stdout: write failed: Broken pipe\n");
  }

  static final class Program {
    private Program() {}

    public static void main(String[] args) throws Exception {
      switch (args[0]) {
        case "copy" -> copy();
        case "shutdown" -> shutdown();
        case "lines" -> lines();
        case "broken" -> broken();
        default -> throw new IllegalArgumentException(args[0]);
      }
    }

    private static void copy() {
      try (var runtime = Runtime.builder().enableAll().workerThreads(2).build()) {
        runtime.spawn(() -> {
          var stdout = Stdio.stdout();
          var buffer = ByteBuffer.allocate(10_000);
          while (Stdio.stdin().read(buffer.clear()).await() >= 0) {
            stdout.writeAll(buffer.flip()).await();
          }
          stdout.flush().await();
          Stdio.stderr()
              .writeAll(ByteBuffer.wrap((Stdio.stdin().bytesRead() + " in, " + stdout.bytesWritten() + " out\n")
                  .getBytes(StandardCharsets.UTF_8)))
              .await();
        }).await();
      }
    }

    private static void shutdown() {
      var buffer = ByteBuffer.allocate(100);
      var other = Runtime.builder().enableAll().workerThreads(1).build();
      other.spawn(() -> {
        var givenUp = HandPolled.of(Stdio.stdin().read(ByteBuffer.allocate(100)));
        givenUp.poll();
        givenUp.drop();
      }).await();
      other.close();
      System.out.println("given up");
      try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
        runtime.spawn(Stdio.stdin().read(buffer)).await();
        System.out.println(StandardCharsets.UTF_8.decode(buffer.flip()));
        var _ = runtime.spawn(Stdio.stdin().read(buffer.clear()));
        while (Thread.getAllStackTraces().entrySet().stream().noneMatch(Program::isReading)) {
          Thread.onSpinWait();
        }
      }
      System.out.println("closed");
    }

    private static boolean isReading(java.util.Map.Entry<Thread, StackTraceElement[]> thread) {
      return thread.getKey().getName().equals("kioto-stdin") && thread.getValue().length > 0
          && thread.getValue()[0].getMethodName().startsWith("read");
    }

    private static void lines() {
      try (var runtime = Runtime.builder().enableAll().workerThreads(2).build()) {
        var tasks = IntStream.range(0, 8).mapToObj(i -> runtime.spawn(() -> {
          var stdout = Stdio.stdout();
          var line = (String.valueOf((char) ('a' + i)).repeat(300) + "\n").getBytes(StandardCharsets.UTF_8);
          for (int k = 0; k < 100; k++) {
            stdout.writeAll(ByteBuffer.wrap(line)).await();
            Task.yieldNow().await();
          }
        })).toList();
        tasks.forEach(task -> task.await());
      }
      System.out.println("closed");
    }

    private static void broken() {
      try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
        System.err.println(runtime.spawn(() -> {
          try {
            while (true) {
              Stdio.stdout().writeAll(ByteBuffer.wrap(new byte[100])).await();
              var stdout = Stdio.stdout();
              stdout.writeAll(ByteBuffer.wrap(new byte[100])).await();
              stdout.flush().await();
            }
          } catch (UncheckedIOException e) {
            return String.valueOf(e.getMessage());
          }
        }).await());
      }
    }
  }

  @Test
  void streams_areCalledByTheirNames() {
    assertThat(List.of(Stdio.stdin(), Stdio.stdout(), Stdio.stderr())).hasToString("[stdin, stdout, stderr]");
  }
}
