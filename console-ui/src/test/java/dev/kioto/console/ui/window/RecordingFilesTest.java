package dev.kioto.console.ui.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingFilesTest {
  @Test
  void recording_ofSeveralFiles_isTheFirstByItsName() {
    assertThat(
        RecordingFiles.recording(List.of(new File("/a/notes.txt"), new File("/a/Slow.KIOREC"), new File("/b.kiorec"))))
        .contains(Path.of("/a/Slow.KIOREC"));
    assertThat(RecordingFiles.recording(List.of(new File("/a/kiorec")))).isEmpty();
    assertThat(RecordingFiles.recording(List.of())).isEmpty();
  }
}
