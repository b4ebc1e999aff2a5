package dev.kioto.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class RefusedJobTest {
  @TempDir
  Path folder;

  @Test
  void read_thatCouldNotBeSubmitted_leavesNoRubbish() throws Exception {
    var path = Files.writeString(folder.resolve("f"), "content");
    var file = File.of(FileChannel.open(path, StandardOpenOption.READ), path);
    var buffer = ByteBuffer.allocate(4);
    assertThatThrownBy(() -> file.read(buffer).await()).isInstanceOf(IllegalStateException.class);
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
      assertThat(runtime.spawn(() -> file.read(buffer).await()).await()).isEqualTo(4);
      assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString()).isEqualTo("cont");
    }
    file.close();
  }

  @Test
  void write_thatCouldNotBeSubmitted_isNotRead() throws Exception {
    var path = Files.writeString(folder.resolve("f"), "content");
    var file = File.of(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE), path);
    assertThatThrownBy(() -> file.write(ByteBuffer.wrap("evil".getBytes(StandardCharsets.UTF_8))).await())
        .isInstanceOf(IllegalStateException.class);
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
      var buffer = ByteBuffer.allocate(4);
      assertThat(runtime.spawn(() -> file.read(buffer).await()).await()).isEqualTo(4);
      assertThat(StandardCharsets.UTF_8.decode(buffer.flip()).toString()).isEqualTo("cont");
    }
    file.close();
  }

  @Test
  void write_whileTheSizeOfTheBufferChanges_saysHowMuchItTook() throws Exception {
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
      var file = runtime.spawn(File.create(folder.resolve("f"))).await();
      var stop = new AtomicBoolean();
      var other = new Thread(() -> {
        while (!stop.get()) {
          file.setMaxBufferSize(10);
          file.setMaxBufferSize(1000);
        }
      });
      other.start();
      try {
        runtime.spawn(() -> {
          for (int i = 0; i < 3_000; i++) {
            var from = ByteBuffer.allocate(500);
            int n = file.write(from).await();
            assertThat(from.position()).isEqualTo(n);
          }
        }).await();
      } finally {
        stop.set(true);
        other.join();
        file.close();
      }
    }
  }
}
