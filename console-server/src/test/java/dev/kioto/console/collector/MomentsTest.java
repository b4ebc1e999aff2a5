package dev.kioto.console.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kioto.console.recording.RecordingHeader;
import dev.kioto.console.recording.RecordingWriter;
import dev.kioto.console.recording.RecordingWriter.Part;
import dev.kioto.console.testing.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Moments of files that are not as they should be.
@Timeout(60)
final class MomentsTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long START = Wire.START * SECOND;
  private static final byte[] NO_MESSAGE = "no message".getBytes(StandardCharsets.UTF_8);

  private final Collector collector = new Collector(CollectorSettings.DEFAULT);
  private final Moments moments = new Moments(null, (_, _) -> {});

  @TempDir
  private Path folder = Path.of("");

  @AfterEach
  void closeCollector() {
    collector.close();
  }

  @Test
  void moment_afterAMessageThatCannotBeRead_hasAllOthers() throws Exception {
    var target = collector.attach("file:" + recording(true)).target();

    assertThat(tasks(target, 0)).containsExactly("task-0");
    assertThat(tasks(target, 1)).as("the message of that second is none").containsExactly("task-0");
    assertThat(tasks(target, 9)).hasSize(9).contains("task-0", "task-2", "task-9");
  }

  @Test
  void moment_beforeADamagedBlock_isRead_andOneAfterItIsRefused() throws Exception {
    var path = recording(false);
    var bytes = Files.readAllBytes(path);
    bytes[bytes.length / 2] ^= 1;
    Files.write(path, bytes);
    var target = collector.attach("file:" + path).target();

    assertThat(tasks(target, 1)).containsExactly("task-0", "task-1");
    assertThatExceptionOfType(MomentException.class).isThrownBy(() -> tasks(target, 9))
        .withMessageContaining(at(9).toString())
        .withMessageContaining("does not match its checksum")
        .matches(refused -> refused.kind() == MomentException.Kind.UNREADABLE);
    assertThat(tasks(target, 1)).as("again").hasSize(2);
  }

  private List<String> tasks(WatchedTarget target, long second) throws MomentException {
    return moments.at(target, at(second)).model().tasks().part(0, 100, (task, _) -> task.name());
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(Wire.START + second);
  }

  /// A task more in each of ten seconds, each in a block of its own.
  private Path recording(boolean isOdd) throws IOException {
    var path = folder.resolve("ten.kiorec");
    var header = new RecordingHeader("here", "ten", "test", Instant.ofEpochSecond(Wire.START));
    try (var writer = RecordingWriter.create(path, header, new RecordingWriter.Limits(1, SECOND))) {
      writer.append(MessageKind.CONNECTED.number(), START, Wire.description("run-1").toByteArray(), Part.CONNECTION);
      for (int second = 0; second < 10; second++) {
        var update = Wire.update(second * 1000L);
        if (second == 0) update.metadata();
        var message = update.task(second + 1, "task-" + second, Wire.stats(second * 1000L)).build().toByteArray();
        writer.append(MessageKind.UPDATE.number(), START + second * SECOND, isOdd && second == 1 ? NO_MESSAGE : message,
            Part.NEWS);
      }
    }
    return path;
  }
}
