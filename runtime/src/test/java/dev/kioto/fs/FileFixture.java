package dev.kioto.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// An open file of a test, on a runtime of a kind.
abstract class FileFixture {
  static final Context NOBODY = () -> () -> {};

  final Runtime runtime;

  // A job that is submitted on its one pool thread begins when what submitted it is over.
  final Runtime narrow = Runtime.builder().workerThreads(1).maxBlockingThreads(1).build();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  // Half of the calls by a direct task, half by a future task.
  private int calls;

  FileFixture(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
    narrow.close();
  }

  <T extends @Nullable Object> T run(Future<T> future) {
    return calls++ % 2 == 0 ? runtime.spawn(future).await() : runtime.spawn(() -> future.await()).await();
  }

  Path path() {
    return dir.resolve("file");
  }

  Path fileOf(String content) throws IOException {
    return Files.writeString(path(), content);
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ByteBuffer read) {
    return StandardCharsets.UTF_8.decode(read.flip()).toString();
  }

  String read(File file, int atMost) {
    var buffer = ByteBuffer.allocate(atMost);
    int n = run(file.read(buffer));
    assertThat(buffer.position()).isEqualTo(Math.max(n, 0));
    return n < 0 ? "END" : text(buffer);
  }

  void assertFails(Future<?> future, Path named, String... says) {
    assertThatThrownBy(() -> run(future)).isInstanceOf(JoinException.class).cause()
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining(named.toString())
        .hasMessageContainingAll(says).hasCauseInstanceOf(IOException.class);
  }

  static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  // Polls on a thread that is in the runtime, but not by a task that would poll again.
  <T> T inside(Supplier<T> code) {
    return narrow.spawnBlocking(code::get).await();
  }

  // The read is under way, or is over and was not taken.
  void giveUpARead(File file, int bytes) {
    var read = file.read(ByteBuffer.allocate(bytes));
    inside(() -> {
      assertThat(read.poll(NOBODY).isReady()).isFalse();
      read.drop();
      return 0;
    });
  }
}
