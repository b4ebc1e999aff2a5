package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS) // the programs are shell scripts
final class ChildTest {

  @Test
  void exit_programEnds_comesAfterItsLastLine() throws Exception {
    var lines = new CopyOnWriteArrayList<String>();
    try (var child = Child.start("a script", List.of("sh", "-c", "echo one; echo two >&2; exit 7"), lines::add)) {
      assertThat(child.exit().get(30, TimeUnit.SECONDS)).isEqualTo(7);
      assertThat(lines).containsExactly("one", "two");
      assertThat(child.lastLines()).containsExactly("one", "two");
    }
  }

  @Test
  void lastLines_muchOutput_keepsTheEnd() throws Exception {
    var script = "i=0; while [ $i -lt 1000 ]; do echo line $i; i=$((i+1)); done";
    try (var child = Child.start("a script", List.of("sh", "-c", script), _ -> {})) {
      child.exit().get(30, TimeUnit.SECONDS);
      assertThat(child.lastLines()).hasSize(40).first().isEqualTo("line 960");
      assertThat(child.lastLines()).last().isEqualTo("line 999");
    }
  }

  @Test
  void close_programRuns_endsIt() throws Exception {
    var started = new CompletableFuture<String>();
    var child = Child.start("a script", List.of("sh", "-c", "echo up; exec sleep 600"), started::complete);
    started.get(30, TimeUnit.SECONDS);

    child.close();

    assertThat(child.exit().get(30, TimeUnit.SECONDS)).isNotZero();
  }

  @Test
  void close_programIgnoresTheRequest_endsItAnyway() throws Exception {
    var started = new CompletableFuture<String>();
    var script = "trap '' TERM; echo up; while :; do sleep 1; done";
    var child = Child.start("a script", List.of("sh", "-c", script), started::complete);
    started.get(30, TimeUnit.SECONDS);

    child.close();

    assertThat(child.exit().get(30, TimeUnit.SECONDS)).isEqualTo(128 + 9);
  }

  @Test
  void start_noSuchProgram_namesIt() {
    assertThatThrownBy(() -> Child.start("the window", List.of("/nonexistent/java"), _ -> {}))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("the window could not be started")
        .hasMessageContaining("/nonexistent/java");
  }
}
