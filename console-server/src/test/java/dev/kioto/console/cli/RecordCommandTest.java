package dev.kioto.console.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.recording.RecordingFile;
import dev.kioto.console.testing.FakeTarget;
import dev.kioto.console.testing.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RecordCommandTest {

  @TempDir
  private Path folder = Path.of("");

  @Test
  void record_forATime_writesAFile() throws IOException {
    var file = folder.resolve("a.kiorec");
    try (var program = FakeTarget.kioto(Wire.description("run-1"), Wire.update(0).build())) {
      var run = CommandRun.of("record", program.address(), "-o", file.toString(), "--for", "1500ms");

      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("recorded 3 messages").contains(file.toString());
      try (var recording = RecordingFile.open(file)) {
        assertThat(recording.isWhole()).isTrue();
        assertThat(recording.messages()).isEqualTo(3);
        assertThat(recording.header().name()).isEqualTo("fake");
      }
      var again = CommandRun.of("record", program.address(), "-o", file.toString(), "--for", "100ms");
      assertThat(again.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(again.err()).contains("is there already");
      var nowhere = CommandRun.of("record", program.address(), "-o", folder + "/none/a", "--for", "100ms");
      assertThat(nowhere.err()).contains("folder").contains("not there");
    }
  }

  @Test
  void record_ofNobody_saysSo() {
    var run = CommandRun.of("record", "127.0.0.1:1", "-o", folder.resolve("b").toString());

    assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(run.err()).contains("Nothing listens at 127.0.0.1:1");
    assertThat(folder.resolve("b")).doesNotExist();
  }

  @Test
  void replay_ofWhatIsNoRecording_saysSo() throws IOException {
    var text = Files.writeString(folder.resolve("text"), "this is not a recording");

    var run = CommandRun.of("replay", text.toString(), "--port", "0");
    assertThat(run.status()).isEqualTo(ExitStatus.UNREACHABLE);
    assertThat(run.err()).contains("is not a recording of Kioto");
    assertThat(CommandRun.of("replay", text.toString(), "--speed", "0").err()).contains("'0' is not a speed");
  }

  @Test
  void dataFolder_unlessNamed_isTheOneForState() {
    assertThat(DataFolder.standard("/var/state", "/home/a")).isEqualTo(Path.of("/var/state/kioto"));
    assertThat(DataFolder.standard("relative", "/home/a")).isEqualTo(Path.of("/home/a/.local/state/kioto"));
    assertThat(DataFolder.standard(null, "/home/a")).isEqualTo(Path.of("/home/a/.local/state/kioto"));
  }
}
