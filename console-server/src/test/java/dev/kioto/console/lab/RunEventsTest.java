package dev.kioto.console.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.lab.LabException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said where a run has no events. Those of real programs are in `LabRunsTest`.
final class RunEventsTest {

  @TempDir
  private Path folder = Path.of("");

  private String experiment(String level, @Nullable String recording) throws LabException {
    var store = new LabStore(folder);
    var id = store.create(SpecCheck.plan(SpecFile.parse("""
        workload: {command: [java, -version], ready: {line: x}}
        vary: {worker-threads: [1, 2]}
        level: %s
        """.formatted(level), "x.yaml"))).id();
    store.write(id, new LabRun("1-A", 1, "A", null, Instant.EPOCH, Instant.EPOCH, 1, null, Map.of(), Map.of(),
        List.of(), recording, List.of(), List.of()));
    return id;
  }

  private LabException refusal(String id, String run) {
    return catchThrowableOfType(LabException.class, () -> new RunEvents(LabArchive.in(folder)).log(id, run));
  }

  @Test
  void run_atALevelWithoutEvents_saysWhichLevelHasThem() throws Exception {
    var refused = refusal(experiment("counts", "/there/1-A.kiorec"), "1-A");

    assertThat(refused.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(refused).hasMessageContainingAll("level 'counts'", "level: tasks");
  }

  @Test
  void run_withoutAConsoleOrWithoutAFile_isSaid() throws Exception {
    assertThat(refusal(experiment("tasks", null), "1-A")).hasMessageContaining("had no console");
    assertThat(refusal(experiment("tasks", "/there/1-A.kiorec"), "1-A")).hasMessageContaining("were not kept");
    assertThat(refusal(experiment("tasks", null), "2-B")).hasMessageContaining("no run '2-B'");
  }

  @Test
  void file_thatIsDamaged_isNamed() throws Exception {
    var id = experiment("tasks", "/there/1-A.kiorec");
    var file = folder.resolve(id).resolve("1-A.kiotrace.gz");
    Files.writeString(file, "this was no file of events");

    var refused = refusal(id, "1-A");

    assertThat(refused.kind()).isEqualTo(Kind.DISK);
    assertThat(refused).hasMessageContaining("run 1-A cannot be read");
  }
}
