package dev.kioto.console.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import dev.kioto.console.recording.RecordingWriter.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A recording whose disk gets full. The limit on the size of a file, which a shell can set for a child, makes the
/// system refuse writes as a full disk does.
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such limit")
final class FullDiskTest {

  @TempDir
  private Path folder = Path.of("");

  @Test
  void recording_onADiskThatGetsFull_endsAndOpensUpToItsLastWholeBlock() throws Exception {
    var path = folder.resolve("full");
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    var command = "ulimit -f 200; exec \"$0\" \"$@\""; // blocks of 512 or 1024 bytes
    var child = new ProcessBuilder("sh", "-c", command, java.toString(), "-Xshare:auto", "-XX:-UsePerfData", "-cp",
        classPath(), Recorder.class.getName(), path.toString()).redirectErrorStream(true).start();
    child.getOutputStream().close();
    var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(said).isEqualTo(7);
    try (var file = RecordingFile.open(path)) {
      assertThat(file.isWhole()).isFalse();
      assertThat(file.lostBytes()).isZero();
      assertThat(file.messages()).isGreaterThan(50);
      for (int block = 0; block < file.blocks(); block++) assertThat(file.read(block)).isNotEmpty();
    }
  }

  private static String classPath() {
    return Stream.of(RecordingWriter.class, FullDiskTest.class)
        .map(
            type -> Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /// Writes messages that do not compress until that fails, and exits with 7 when it did.
  static final class Recorder {

    private Recorder() {}

    public static void main(String[] args) throws IOException {
      var header = new RecordingHeader("a", "b", "c", Instant.EPOCH);
      var writer = RecordingWriter.create(Path.of(args[0]), header, new RecordingWriter.Limits(4096, 1));
      var random = new SplittableRandom(1);
      try (writer) {
        for (int i = 0; i < 10_000; i++) {
          var message = new byte[1000];
          random.nextBytes(message);
          writer.append(2, i, message, Part.NEWS);
        }
      } catch (IOException e) {
        System.out.println(List.of(e, Files.size(Path.of(args[0]))));
        writer.close(); // a second time, which does nothing
        System.exit(7);
      }
    }
  }
}
