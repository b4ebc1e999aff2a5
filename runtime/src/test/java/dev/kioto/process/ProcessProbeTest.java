package dev.kioto.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What the probe is told of children and their streams.
@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // the program is a Unix command
final class ProcessProbeTest {
  private final ResourceLog log = new ResourceLog();

  @Test
  void child_andItsStreams_areResourcesAndTheirUsesOperations() {
    try (var runtime = Runtime.builder().enableAll().workerThreads(2).probe(log).build()) {
      var child = runtime.spawn(
          () -> Command.of("cat", "-").stdin(Redirect.PIPED).stdout(Redirect.PIPED).killOnDrop(true).spawn()).await();
      runtime.spawn(() -> child.stdin().write(ByteBuffer.wrap(new byte[] {1, 2})).await()).await();
      var buffer = ByteBuffer.allocate(8);
      assertThat(runtime.spawn(child.stdout().read(buffer)).await()).isEqualTo(2);
      runtime.spawn(child.stdout().read(buffer));
      runtime.spawn(child.waitFor());
      await().untilAsserted(() -> assertThat(log.waiting()).isEqualTo(List.of("Child::wait", "ChildStdout::read")));
      assertThat(log.attributes("Child")).anyMatch(a -> a.contains("pid") && a.contains("" + child.id()))
          .anyMatch(a -> a.contains("cat -"));
      assertThat(log.attributes("ChildStdin")).anyMatch(a -> a.contains("bytes_written") && a.contains("2"));
      assertThat(log.attributes("ChildStdout")).anyMatch(a -> a.contains("bytes_read") && a.contains("2"));
      child.close();
      await().untilAsserted(() -> assertThat(log.resources()).isZero());
    }
  }
}
