package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Futures;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A JVM that does not open `java.lang`: future tasks work, and a direct task says which flag it needs.
final class ClosedPackageTest {

  @Test
  void jvmWithoutTheFlag_runsFutureTasksAndNamesTheFlagForDirectOnes() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process = new ProcessBuilder(
        List.of(java, "-cp", System.getProperty("java.class.path"), Program.class.getName()))
        .redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("future: 3").contains("blocking: 4")
        .contains("--add-opens java.base/java.lang=ALL-UNNAMED");
  }

  static final class Program {
    private Program() {}

    public static void main(String[] args) {
      try (var runtime = Runtime.builder().enableAll().workerThreads(2).build()) {
        System.out.println("future: "
            + runtime.spawn(Futures.then(Time.sleep(Duration.ofMillis(1)), _ -> Futures.ready(3))).await());
        runtime.blockOn(() -> System.out.println("blocking: " + Task.spawnBlocking(() -> 4).await()));
        try {
          runtime.spawn(() -> 1);
        } catch (IllegalStateException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }
}
