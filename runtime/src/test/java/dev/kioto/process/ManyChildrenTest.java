package dev.kioto.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinException;
import dev.kioto.task.JoinHandle;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What children cost this program: threads, descriptors.
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class ManyChildrenTest {
  private static final int CHILDREN = 100;

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream().filter(t -> !t.getName().startsWith("process reaper")).count();
  }

  private static int descriptors() {
    return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
  }

  private static Command cat() {
    return Command.of("cat").stdin(Redirect.PIPED).stdout(Redirect.PIPED).stderr(Redirect.PIPED).killOnDrop(true);
  }

  @Test
  void silentChildren_holdNoThreadsOfOursAndLeaveNoDescriptors() {
    try (var runtime = Runtime.builder().enableAll().workerThreads(2).build()) {
      runtime.spawn(() -> Command.of("true").output().await()).await(); // what is made once
      int descriptorsBefore = descriptors();
      long threadsBefore = threads();
      var children = new ArrayList<Child>();
      var ends = new ArrayList<JoinHandle<Output>>();
      for (int i = 0; i < CHILDREN; i++) {
        var child = runtime.spawn(() -> cat().spawn()).await();
        children.add(child);
        child.stdin();
        ends.add(runtime.spawn(child.waitWithOutput()));
      }
      var last = children.getLast();
      runtime.spawn(() -> last.stdin().writeAll(ByteBuffer.wrap(new byte[] {1, 2, 3})).await()).await();
      await().until(() -> last.stdout().bytesRead() == 3); // all the others wait in the same driver
      assertThat(threads() - threadsBefore).isLessThan(10);
      assertThat(descriptors() - descriptorsBefore).isBetween(3 * CHILDREN - 10, 3 * CHILDREN + 10);

      children.forEach(child -> child.stdin().close());
      for (var end : ends) {
        assertThat(end.await().status().isSuccess()).isTrue();
      }
      assertThat(ends.getLast().await().stdout()).containsExactly(1, 2, 3);
      children.forEach(Child::close);
      await().untilAsserted(() -> assertThat(descriptors()).isLessThan(descriptorsBefore + 10));
    }
  }

  @Test
  void commandsThatDoNotStart_leaveNoDescriptors() {
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
      var broken = Command.of("no-such-program").stdin(Redirect.PIPED);
      runtime.spawn(() -> assertThatThrownBy(() -> broken.output().await())).await();
      int before = descriptors();
      runtime.spawn(() -> {
        for (int i = 0; i < 50; i++) {
          assertThatThrownBy(() -> broken.output().await()).isInstanceOf(UncheckedIOException.class);
        }
      }).await();
      await().untilAsserted(() -> assertThat(descriptors()).isLessThan(before + 10));
    }
  }

  @Test
  void tasksThatAreAborted_atAnyMoment_leaveNoProcessAndNoDescriptor() throws Exception {
    try (var runtime = Runtime.builder().enableAll().workerThreads(2).build()) {
      runtime.spawn(() -> Command.of("true").output().await()).await();
      int before = descriptors();
      for (int i = 0; i < 40; i++) {
        var command = Command.of("sleep", "61").killOnDrop(true);
        var task = i % 2 == 0 ? runtime.spawn(command.output()) : runtime.spawn(() -> talk(command));
        LockSupport.parkNanos(i * 200_000L); // how far it comes until then is up to chance
        task.abort();
        assertThatThrownBy(task::await).isInstanceOf(JoinException.class);
      }
      await().untilAsserted(() -> assertThat(sleepers()).isZero());
      await().untilAsserted(() -> assertThat(descriptors()).isLessThan(before + 10));
    }
  }

  private static Output talk(Command command) {
    try (var child = command.stdin(Redirect.PIPED).stdout(Redirect.PIPED).spawn()) {
      child.stdin().writeAll(ByteBuffer.allocate(100_000)).await(); // more than it will take
      return child.waitWithOutput().await();
    }
  }

  private static long sleepers() {
    return ProcessHandle.current().children().filter(child -> child.info().arguments()
        .map(arguments -> List.of(arguments).equals(List.of("61"))).orElse(false)).count();
  }

  @Test
  void spawn_withoutAFreeDescriptor_failsByNameAndTheTaskLivesOn() throws Exception {
    var jvm = Jvm.of(Exhausted.class, List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:-MaxFDLimit")).command();
    var command = new ArrayList<>(List.of("sh", "-c", "ulimit -n 100; exec \"$0\" \"$@\""));
    command.addAll(jvm);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(lines).startsWith("command 'cat': spawn failed: ").contains("Too many open files")
        .endsWith("\nexit status 0\n");
    assertThat(process.waitFor()).isZero();
  }

  static final class Exhausted {
    private Exhausted() {}

    public static void main(String[] args) {
      try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
        runtime.spawn(() -> {
          Command.of("cat").output().await(); // so that all classes are there: they may be files
          var children = new ArrayList<Child>();
          try {
            while (true) {
              children.add(cat().spawn());
            }
          } catch (UncheckedIOException e) {
            System.out.println(e.getMessage());
          }
          children.forEach(Child::close);
          for (var child : children) {
            child.waitFor().await();
          }
          System.out.println(Command.of("cat").output().await().status());
        }).await();
      }
    }
  }

  @Test
  void spawn_outsideARuntime_isRefusedBeforeTheChildStarts() throws IOException {
    int before = descriptors();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> cat().spawn()).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("belongs to no runtime");
    }
    assertThat(descriptors()).isLessThan(before + 10);
    try (var child = Command.of("true").spawn()) { // without pipes it needs none
      assertThat(child.waitFor().await().isSuccess()).isTrue();
    }
  }
}
