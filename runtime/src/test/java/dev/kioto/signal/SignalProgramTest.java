package dev.kioto.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.process.Jvm;
import dev.kioto.runtime.Runtime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.jspecify.annotations.Nullable;

/// JVMs of their own, which are sent what would end them.
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // POSIX signals, sent by `kill`
final class SignalProgramTest {
  private @Nullable Process process;

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private BufferedReader start(String mode, String... options) throws IOException {
    var started = Jvm.of(Program.class, List.of(options), mode).redirectErrorStream(true).start();
    process = started;
    return started.inputReader();
  }

  private void send(String name) throws IOException, InterruptedException {
    if (process != null) {
      var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start();
      assertThat(kill.waitFor()).isZero();
    }
  }

  private int status() throws InterruptedException {
    return process != null && process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  // As of what a script starts by `&`: nobody can listen then.
  private void assumeNotIgnored(int signal) throws IOException {
    var status = Path.of("/proc/" + (process == null ? "self" : process.pid()) + "/status");
    if (Files.exists(status)) {
      var ignored = Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
          .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16)).findAny().orElse(0L);
      Assumptions.assumeTrue((ignored & 1L << (signal - 1)) == 0, "this process was started to ignore the signal");
    }
  }

  @Test
  void ctrlC_thatIsAwaited_endsTheWait_andTheNextRunsTheShutdownHooks() throws Exception {
    var out = start("interrupt");
    assertThat(out.readLine()).isEqualTo("ready");
    assumeNotIgnored(2);
    send("INT");
    assertThat(out.readLine()).isEqualTo("interrupted");
    send("INT");
    assertThat(out.readLine()).isEqualTo("hook");
    assertThat(status()).isEqualTo(130);
  }

  @Test
  void listener_toAllThatEndAProgram_keepsItAliveUntilItIsClosed() throws Exception {
    var out = start("listen");
    assertThat(out.readLine()).isEqualTo("ready");
    assumeNotIgnored(1);
    for (String name : List.of("TERM", "USR1", "HUP", "TERM")) {
      send(name);
      assertThat(out.readLine()).isEqualTo("SIG" + name);
    }
    assertThat(out.readLine()).isEqualTo("closed");
    send("TERM");
    assertThat(out.readLine()).isEqualTo("hook");
    assertThat(status()).isEqualTo(143);
  }

  @Test
  void quit_withListenersToOthers_stillPrintsAThreadDump() throws Exception {
    var out = start("listen");
    assertThat(out.readLine()).isEqualTo("ready");
    send("QUIT");
    String line;
    do {
      line = out.readLine();
      assertThat(line).as("the dump").isNotNull();
    } while (!line.contains("Full thread dump"));
  }

  @Test
  void jvmWithReducedSignalUsage_refusesAndSaysWhy() throws Exception {
    var out = start("interrupt", "-Xrs");
    assertThat(out.lines().collect(Collectors.joining("\n"))).contains("SIGINT cannot be listened to").contains("-Xrs");
    assertThat(status()).isEqualTo(1);
  }

  static final class Program {
    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      java.lang.Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
      try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
        if (args[0].equals("interrupt")) {
          interrupt(runtime);
        } else {
          runtime.spawn(Program::listen).await();
        }
        System.out.flush();
        new CountDownLatch(1).await(1, TimeUnit.MINUTES); // a signal ends it before
      }
    }

    private static void interrupt(Runtime runtime) {
      runtime.spawn(() -> {
        var ctrlC = Signals.ctrlC();
        var polled = ctrlC.poll(() -> () -> {});
        System.out.println(polled.isReady() ? "too early" : "ready");
        ctrlC.await();
      }).await();
      System.out.println("interrupted");
    }

    private static void listen() {
      try (var signals = Signals.of(SignalKind.TERMINATE, SignalKind.HANGUP, SignalKind.USER_DEFINED1)) {
        System.out.println("ready");
        for (int i = 0; i < 4; i++) {
          System.out.println(signals.recv().await());
        }
      }
      System.out.println("closed");
    }
  }
}
