package dev.kioto.demo.blocking;

import dev.kioto.demo.body.Stage;
import dev.kioto.fs.FileType;
import dev.kioto.fs.Fs;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/// A tree of files that is made, walked and copied, and removed again: all of it by tasks that wait for the blocking pool.
final class FileTree {

  private static final int FOLDERS = 4;
  private static final int FILES = 8;
  private static final int BYTES = 64 * 1024;

  private final Stage stage;
  private final LongAdder copied = new LongAdder();

  FileTree(Stage stage) {
    this.stage = stage;
  }

  /// Files that were copied so far.
  long copied() {
    return copied.sum();
  }

  void start() {
    stage.tasks().track(Task.builder().name("backup").spawn(() -> {
      var place = Task.spawnBlocking(() -> Files.createTempDirectory("kioto-files")).await();
      try {
        work(place);
      } finally {
        Fs.removeDirAll(place).await();
      }
    }));
  }

  // It may take its time: what it has made is removed when it has ended, and not before.
  private void work(Path place) {
    var from = place.resolve("from");
    make(from);
    while (!stage.stop().isCancelled()) {
      var to = place.resolve("to");
      copy(from, to);
      Fs.removeDirAll(to).await();
      stage.stop().runUntilCancelled(Time.sleep(stage.load().pause(500)), () -> null).await();
    }
  }

  private static void make(Path root) {
    for (int i = 0; i < FOLDERS; i++) {
      var folder = root.resolve("folder-" + i);
      Fs.createDirAll(folder).await();
      for (int j = 0; j < FILES; j++) Fs.write(folder.resolve("file-" + j), new byte[BYTES]).await();
    }
  }

  /// Copies a folder and all below it.
  private void copy(Path from, Path to) {
    Fs.createDirAll(to).await();
    for (var entry : Fs.readDir(from).await().iterate()) {
      var copy = to.resolve(entry.fileName());
      if (entry.fileType().await() == FileType.DIRECTORY) {
        copy(entry.path(), copy);
      } else {
        Fs.copy(entry.path(), copy).await();
        copied.increment();
      }
    }
  }
}
