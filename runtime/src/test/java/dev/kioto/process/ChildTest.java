package dev.kioto.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.future.CancelledException;
import dev.kioto.future.HandPolled;
import dev.kioto.io.AsyncRead;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinException;
import dev.kioto.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Real child processes, on runtimes of several kinds, and with the pipes that a closed JDK leaves.
@ParameterizedClass
@EnumSource
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // the programs are Unix commands
@SuppressWarnings("try") // closed before its block ends
final class ChildTest {
  enum Kind {
    TIGHT(Setup.TIGHT), CURRENT_THREAD(Setup.CURRENT_THREAD),
    /// A thread for each pipe.
    UNWATCHED(Setup.FOUR_WORKERS);

    private final Setup setup;

    Kind(Setup setup) {
      this.setup = setup;
    }
  }

  private final Kind kind;
  private final Runtime runtime;

  @TempDir
  Path folder;

  ChildTest(Kind kind) {
    this.kind = kind;
    runtime = kind.setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private Command command(String program, String... args) {
    var command = Command.of(program, args);
    return kind == Kind.UNWATCHED ? command.unwatched() : command;
  }

  private Command sh(String script) {
    return command("sh", "-c", script);
  }

  private Child spawn(Command command) {
    return runtime.spawn(command::spawn).await();
  }

  private static Command piped(Command command) {
    return command.stdin(Redirect.PIPED).stdout(Redirect.PIPED);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readAll(AsyncRead from) {
    var text = new StringBuilder();
    var buffer = ByteBuffer.allocate(1000);
    while (from.read(buffer.clear()).await() >= 0) {
      text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
    }
    return text.toString();
  }

  @Test
  void cat_writtenTo_givesBackWhatItReadsAndThenTheEnd() {
    try (var child = spawn(piped(command("cat")))) {
      var text = runtime.spawn(() -> {
        child.stdin().writeAll(bytes("one ")).await();
        var buffer = ByteBuffer.allocate(10);
        assertThat(child.stdout().read(buffer).await()).isEqualTo(4);
        child.stdin().writeAll(bytes("two")).await();
        child.stdin().shutdown().await();
        return StandardCharsets.UTF_8.decode(buffer.flip()) + readAll(child.stdout());
      });
      assertThat(text.await()).isEqualTo("one two");
      assertThat(child.waitFor().await()).isEqualTo(new ExitStatus(0));
      assertThat(child.stdin().bytesWritten()).isEqualTo(7);
      assertThat(child.stdout().bytesRead()).isEqualTo(7);
    }
  }

  @Test
  void moreThanAPipeHolds_inBothDirections_goesThrough() {
    var sent = "0123456789".repeat(100_000);
    try (var child = spawn(piped(command("cat")))) {
      var writer = runtime.spawn(() -> {
        try (var stdin = child.stdin()) {
          stdin.writeAll(bytes(sent)).await();
          stdin.shutdown().await();
        }
      });
      assertThat(runtime.spawn(() -> readAll(child.stdout())).await()).isEqualTo(sent);
      writer.await();
      assertThat(child.waitFor().await().isSuccess()).isTrue();
    }
  }

  @Test
  void output_ofAFutureTask_hasBothOutputsAndTheStatus() {
    var command = sh("head -c 300000 /dev/zero; head -c 200000 /dev/zero >&2; exit 7");
    var output = runtime.spawn(command.output()).await();
    assertThat(output.stdout()).hasSize(300_000);
    assertThat(output.stderr()).hasSize(200_000);
    assertThat(output.status()).isEqualTo(new ExitStatus(7));
    assertThat(output.status().signal()).isEmpty();
    assertThat(output).hasToString("exit status 7, 300000 bytes of stdout, 200000 of stderr");
  }

  @Test
  void output_ofMoreThanItsLimit_failsAndEndsTheChild() {
    var endless = command("cat", "/dev/zero").killOnDrop(true).output(100_000);
    assertThatThrownBy(() -> runtime.spawn(endless).await()).isInstanceOf(JoinException.class).cause()
        .isInstanceOf(UncheckedIOException.class).hasMessageStartingWith("stdout of command 'cat' (process ")
        .hasMessageContaining("100000 bytes");
    var enough = runtime.spawn(sh("echo 123; echo 45 >&2").output(4)).await();
    assertThat(enough.stdoutText() + enough.stderrText()).isEqualTo("123\n45\n");
    assertThatThrownBy(() -> command("cat").output(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("limit must be 0 or more, but is -1");
  }

  @Test
  void output_ofACommandThatReads_findsItsInputEmpty() {
    assertThat(runtime.spawn(command("cat").output()).await().stdout()).isEmpty();
    assertThat(runtime.spawn(command("cat").stdin(Redirect.PIPED).output()).await().stdout()).isEmpty();
  }

  @Test
  void status_ofAChildWhosePipesNobodyReads_isNotHeldUp() {
    var command = sh("cat; exit 3").stdin(Redirect.PIPED).stdout(Redirect.PIPED).stderr(Redirect.PIPED);
    assertThat(runtime.spawn(command.status()).await()).isEqualTo(new ExitStatus(3));
    assertThat(runtime.spawn(() -> command.status().await()).await()).isEqualTo(new ExitStatus(3)); // and again
  }

  @Test
  void waitFor_withAnInputThatNobodyHasAskedFor_closesIt() {
    try (var child = spawn(command("cat").stdin(Redirect.PIPED).stdout(Redirect.NONE))) {
      assertThat(runtime.spawn(child.waitFor()).await().isSuccess()).isTrue();
      assertThat(child.tryWait()).contains(new ExitStatus(0));
    }
  }

  @Test
  void child_thatClosesItsInputEarly_failsTheWriterByName() {
    try (var child = spawn(sh("exec <&-; sleep 60").killOnDrop(true).stdin(Redirect.PIPED))) {
      var writer = runtime.spawn(() -> {
        while (true) {
          child.stdin().writeAll(bytes("x".repeat(10_000))).await();
        }
      });
      assertThatThrownBy(writer::await).isInstanceOf(JoinException.class).cause()
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("stdin of command 'sh' (process " + child.id() + "): write failed: Broken pipe");
      assertThat(child.tryWait()).isEmpty();
    }
  }

  @Test
  void program_thatDoesNotExist_isNamedAndTheTaskLivesOn() {
    var message = runtime.spawn(() -> {
      try {
        command("no-such-program", "argument").output().await();
        return "";
      } catch (UncheckedIOException e) {
        return String.valueOf(e.getMessage());
      }
    }).await();
    assertThat(message).startsWith("command 'no-such-program': spawn failed: ").contains("No such file or directory");
  }

  @Test
  void workingDirectory_thatDoesNotExistOrIsNone_isNamed() throws IOException {
    var missing = folder.resolve("missing");
    assertThatThrownBy(() -> command("true").currentDir(missing).status().await())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("command 'true': spawn failed: the working directory '" + missing + "' does not exist");
    var file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> command("true").currentDir(file).status().await())
        .hasMessage("command 'true': spawn failed: the working directory '" + file + "' is no directory");
    assertThat(runtime.spawn(command("pwd").currentDir(folder).output()).await().stdoutText())
        .isEqualTo(folder.toRealPath() + "\n");
  }

  @Test
  void kill_ofAChildThatSleeps_endsItByTheSignal() {
    try (var child = spawn(command("sleep", "60"))) {
      assertThat(child.tryWait()).isEmpty();
      var status = runtime.spawn(child.kill()).await();
      assertThat(status.signal()).hasValue(9);
      assertThat(status).hasToString("exit status 137 (signal 9)");
      assertThat(runtime.spawn(child.kill()).await()).isEqualTo(status);
      child.terminate();
      child.startKill();
    }
  }

  @Test
  void terminate_ofAChildWithAHandler_letsItEndInItsOwnWay() {
    try (var child = spawn(piped(sh("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.01; done")))) {
      var text = runtime.spawn(() -> {
        var buffer = ByteBuffer.allocate(100);
        child.stdout().read(buffer).await();
        child.terminate();
        return readAll(child.stdout());
      });
      assertThat(text.await()).isEqualTo("bye\n");
      assertThat(child.waitFor().await()).isEqualTo(new ExitStatus(5));
    }
  }

  @Test
  void close_withKillOnDrop_killsAndWithoutDoesNot() {
    var killed = spawn(command("sleep", "60").killOnDrop(true));
    killed.close();
    assertThat(killed.waitFor().await().signal()).hasValue(9);
    var spared = spawn(piped(sh("sleep 0.1; exit 4")));
    spared.close();
    spared.close();
    assertThat(spared.waitFor().await()).isEqualTo(new ExitStatus(4));
  }

  @Test
  void output_givenUp_killsTheChildWhenItIsToldTo() throws IOException {
    var file = folder.resolve("pid");
    var running = runtime.spawn(sh("echo $$ > " + file + "; exec sleep 60").killOnDrop(true).output());
    await().until(() -> Files.exists(file) && Files.size(file) > 0);
    long pid = Long.parseLong(Files.readString(file).strip());
    running.abort();
    assertThatThrownBy(running::await).isInstanceOf(JoinException.class);
    await().until(() -> ProcessHandle.of(pid).isEmpty());
  }

  @Test
  void grandchildThatKeepsThePipe_isReadUntilItEnds() {
    assumeTrue(kind != Kind.UNWATCHED, "the JDK closes its own pipes when the child has ended");
    var output = runtime.spawn(sh("(sleep 0.2; echo late) & echo early").output()).await();
    assertThat(output.stdoutText()).isEqualTo("early\nlate\n");
    assertThat(output.status().isSuccess()).isTrue();
  }

  @Test
  void waiters_ofWhomOneGivesUp_areAllTold() {
    try (var child = spawn(piped(command("cat")))) {
      var stdin = child.stdin();
      var givenUp = HandPolled.of(child.waitFor());
      var waiting = HandPolled.of(child.waitFor());
      assertThat(givenUp.isReady()).isFalse();
      assertThat(waiting.isReady()).isFalse();
      var task = runtime.spawn(child.waitFor());
      givenUp.drop();
      stdin.close();
      assertThat(task.await().isSuccess()).isTrue();
      await().until(() -> waiting.wakes() > 0);
      assertThat(waiting.value().isSuccess()).isTrue();
      assertThat(givenUp.wakes()).isZero();
    }
  }

  @Test
  void read_givenUp_losesNothing() {
    try (var child = spawn(piped(command("cat")))) {
      var givenUp = HandPolled.of(child.stdout().read(ByteBuffer.allocate(8)));
      assertThat(givenUp.isReady()).isFalse();
      givenUp.drop();
      var text = runtime.spawn(() -> {
        child.stdin().writeAll(bytes("kept")).await();
        child.stdin().shutdown().await();
        return readAll(child.stdout());
      });
      assertThat(text.await()).isEqualTo("kept");
    }
  }

  @Test
  void writer_whoseChildDoesNotRead_waitsAndCanBeAborted() {
    try (var child = spawn(command("sleep", "60").killOnDrop(true).stdin(Redirect.PIPED))) {
      var writer = runtime.spawn(() -> child.stdin().writeAll(bytes("x".repeat(5_000_000))).await());
      await().during(Duration.ofMillis(100)).until(() -> child.stdin().bytesWritten() > 0);
      assertThat(child.stdin().bytesWritten()).isLessThan(300_000);
      writer.abort();
      assertThatThrownBy(writer::await).isInstanceOf(JoinException.class).hasCauseInstanceOf(CancelledException.class);
    }
  }

  @Test
  void environment_cleared_hasWhatWasSetAfterwards() {
    var output = runtime.spawn(command("env").env("LOST", "1").envClear().env("KEPT", "a b").output()).await();
    assertThat(output.stdoutText()).isEqualTo("KEPT=a b\n");
    var less = runtime.spawn(command("env").env("GONE", "1").envRemove("GONE").env("HERE", "2").output()).await();
    assertThat(less.stdoutText().lines()).contains("HERE=2").doesNotContain("GONE=1");
  }

  @Test
  void redirections_toFiles_areReadAndWritten() throws IOException {
    var in = Files.writeString(folder.resolve("in"), "input\n");
    var out = folder.resolve("out");
    var err = Files.writeString(folder.resolve("err"), "before\n");
    var command = sh("cat; echo bad >&2").stdin(Redirect.from(in)).stdout(Redirect.to(out))
        .stderr(Redirect.appendTo(err));
    assertThat(runtime.spawn(command.status()).await().isSuccess()).isTrue();
    assertThat(out).hasContent("input\n");
    assertThat(err).hasContent("before\nbad\n");
    var silent = sh("cat; echo lost").stdin(Redirect.NONE).stdout(Redirect.NONE);
    assertThat(runtime.spawn(silent.status()).await().isSuccess()).isTrue();
    var missing = command("cat").stdin(Redirect.from(folder.resolve("missing")));
    assertThatThrownBy(() -> missing.status().await()).isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("command 'cat': spawn failed: ").hasMessageContaining("missing");
  }

  @Test
  void childrenOfManyTasks_atATime_eachHaveTheirOwn() {
    var tasks = java.util.stream.IntStream.range(0, 12).mapToObj(i -> runtime.spawn(() -> {
      var output = command("echo", "number", String.valueOf(i)).output().await();
      return Task.yieldNow().await() == null ? output.stdoutText() : "";
    })).toList();
    for (int i = 0; i < tasks.size(); i++) {
      assertThat(tasks.get(i).await()).isEqualTo("number " + i + "\n");
    }
  }

  @Test
  void wrongUse_saysWhatIsRight() {
    assertThatThrownBy(() -> Command.of("")).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the program's name is empty");
    var command = command("true");
    assertThatThrownBy(() -> command.env("A=B", "c")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'A=B'");
    assertThatThrownBy(() -> command.stdin(Redirect.to(folder))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use from(file)");
    assertThatThrownBy(() -> command.stderr(Redirect.from(folder))).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use to(file)");
    try (var child = spawn(command)) {
      assertThatThrownBy(child::stdout).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("stdout(Redirect.PIPED)");
    }
    assertThatThrownBy(() -> command("echo", "a\0b").status().await()).isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("command 'echo': spawn failed: ");
    assertThat(List.of(command("a", "b").arg("c").args(List.of("d")))).hasToString("[Command a b c d]");
  }
}
