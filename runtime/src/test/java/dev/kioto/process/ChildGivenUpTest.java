package dev.kioto.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.HandPolled;
import dev.kioto.runtime.Runtime;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// What is lost when an operation of a child is given up, by the driver's pipes and by those that a thread waits for.
@ParameterizedClass
@ValueSource(booleans = {true, false})
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // the programs are Unix commands
@SuppressWarnings("try") // closed before its block ends
final class ChildGivenUpTest {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(1).build();
  private final boolean watched;

  @TempDir
  Path folder;

  ChildGivenUpTest(boolean watched) {
    this.watched = watched;
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private Command command(String program, String... args) {
    var command = Command.of(program, args).killOnDrop(true);
    return watched ? command : command.unwatched();
  }

  private Child spawn(Command command) {
    return runtime.spawn(command::spawn).await();
  }

  @Test
  void writes_toAChildThatDoesNotRead_tellByTheirBufferWhatWasTaken() {
    try (var child = spawn(command("cat").stdin(Redirect.PIPED).stdout(Redirect.PIPED))) {
      var stdin = child.stdin();
      long taken = 0;
      for (int i = 0; i < 40; i++) { // more than the two pipes hold
        var buffer = ByteBuffer.allocate(10_000);
        var write = HandPolled.of(stdin.write(buffer));
        var _ = write.isReady();
        write.drop();
        taken += buffer.position();
      }
      var ending = runtime.spawn(stdin.shutdown());
      assertThat(runtime.spawn(child.stdout().readToEnd(1_000_000)).await()).hasSize((int) taken);
      ending.await();
      assertThat(stdin.bytesWritten()).isLessThanOrEqualTo(taken);
    }
  }

  @Test
  void kill_givenUp_killsAllTheSameOnceItWasPolled() {
    try (var child = spawn(command("sleep", "60"))) {
      child.kill().drop();
      assertThat(child.tryWait()).isEmpty();
      var kill = HandPolled.of(child.kill());
      var _ = kill.poll();
      kill.drop();
      assertThat(child.waitFor().await().signal()).hasValue(9);
    }
  }

  @Test
  void waitWithOutput_givenUp_leavesTheChildToBeWaitedFor() {
    try (var child = spawn(command("sh", "-c", "echo lost; read line; exit 5").stdin(Redirect.PIPED)
        .stdout(Redirect.PIPED))) {
      var stdin = child.stdin();
      var output = HandPolled.of(child.waitWithOutput());
      await().until(() -> {
        assertThat(output.isReady()).isFalse();
        return child.stdout().bytesRead() == 5;
      });
      output.drop();
      assertThat(child.tryWait()).isEmpty();
      stdin.writeAll(ByteBuffer.wrap(new byte[] {'\n'})).await();
      assertThat(child.waitFor().await()).isEqualTo(new ExitStatus(5));
      assertThat(child.stdout().readToEnd(100).await()).isEmpty();
    }
  }

  @Test
  void status_givenUp_killsTheChildWhenItIsToldTo() {
    var marked = folder.resolve("pid");
    var status = HandPolled.of(command("sh", "-c", "echo $$ > " + marked + "; exec sleep 60").status());
    runtime.blockOn(() -> {
      assertThat(status.isReady()).isFalse();
    });
    await().until(() -> Files.exists(marked) && Files.size(marked) > 0);
    status.drop();
    await().until(() -> ProcessHandle.of(Long.parseLong(Files.readString(marked).strip())).isEmpty());
  }

  @Test
  void program_thatMayNotBeRun_isNamedAndTheTaskLivesOn() throws Exception {
    var script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--")); // not even root may
    var task = runtime.spawn(() -> {
      assertThatThrownBy(() -> command(script.toString()).status().await()).isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("command '" + script + "': spawn failed: ").hasMessageContaining("Permission denied");
      return "lives";
    });
    assertThat(task.await()).isEqualTo("lives");
  }
}
