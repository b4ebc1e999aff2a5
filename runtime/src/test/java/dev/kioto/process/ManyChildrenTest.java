package dev.kioto.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Objects;
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
      assertThat(descriptors() - descriptorsBefore).isBetween(3 * CHILDREN, 3 * CHILDREN + 10);

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
