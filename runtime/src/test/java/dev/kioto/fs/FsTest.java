package dev.kioto.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.future.Future;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The functions on paths, on real files.
@ParameterizedClass
@EnumSource(names = {"FOUR_WORKERS", "EVERY_SWITCH", "CURRENT_THREAD"})
@Timeout(60)
final class FsTest {
  private static final int LARGE = 5 * 1024 * 1024 + 3; // more than two pieces

  private static final Set<PosixFilePermission> RW = PosixFilePermissions.fromString("rw-------");

  private final Runtime runtime;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  FsTest(Setup setup) {
    runtime = setup.start();
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  // Half of the calls by a direct task, half by a future task.
  private int calls;

  private <T extends @Nullable Object> T run(Future<T> future) {
    return calls++ % 2 == 0 ? runtime.spawn(future).await() : runtime.spawn(() -> future.await()).await();
  }

  private void assertFails(Future<?> future, Path named, String... says) {
    assertThatThrownBy(() -> run(future)).isInstanceOf(JoinException.class).cause()
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining(named.toString())
        .hasMessageContainingAll(says).hasCauseInstanceOf(IOException.class);
    assertThat(run(Fs.exists(dir))).isTrue(); // and all goes on
  }

  private static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void writeAndRead_ofAnySize_giveBackTheBytes() throws IOException {
    for (int size : new int[] {0, 1, 511, 512, 513, Work.PIECE_BYTES - 1, Work.PIECE_BYTES, Work.PIECE_BYTES + 1,
        LARGE}) {
      var file = dir.resolve("f" + size);
      var bytes = random(size);
      run(Fs.write(file, bytes));
      assertThat(Files.size(file)).isEqualTo(size);
      assertThat(Arrays.equals(run(Fs.read(file)), bytes)).isTrue();
    }
    var again = dir.resolve("f" + LARGE);
    run(Fs.write(again, "short"));
    assertThat(again).hasContent("short");
  }

  @Test
  void read_ofAFileThatDoesNotSayItsLength_readsAll() {
    var status = Path.of("/proc/self/status");
    assumeTrue(Files.exists(status));
    assertThat(run(Fs.readToString(status))).startsWith("Name:").contains("Threads:").endsWith("\n");
    var copied = dir.resolve("status");
    assertThat(run(Fs.copy(Path.of("/proc/self/limits"), copied))).isPositive();
    assertThat(copied).content().contains("Max open files");
  }

  @Test
  void readToString_ofUtf8_isTheTextAlsoAcrossPieces() {
    var file = dir.resolve("text");
    String text = "x" + "€𝄞ä".repeat(300_000);
    run(Fs.write(file, text));
    assertThat(run(Fs.readToString(file))).isEqualTo(text);
  }

  @Test
  void readToString_ofOtherBytes_failsAndSaysWhere() throws IOException {
    var file = dir.resolve("text");
    Files.write(file, new byte[] {'a', 'b', (byte) 0xff, 'c'});
    assertFails(Fs.readToString(file), file, "readToString failed", "byte 2");
    Files.write(file, "ab€".getBytes(StandardCharsets.UTF_8));
    run(Fs.write(file, Arrays.copyOf(run(Fs.read(file)), 4)));
    assertFails(Fs.readToString(file), file, "byte 2");
    assertFails(Fs.write(file, "half \ud834"), file, "write failed");
  }

  @Test
  void copy_ofAFile_takesContentAndPermissions() throws IOException {
    var from = dir.resolve("from");
    var to = dir.resolve("to");
    Files.write(from, random(LARGE));
    Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rwxr-x---"));
    Files.writeString(to, "what was there, to be gone".repeat(300_000));
    assertThat(run(Fs.copy(from, to))).isEqualTo(LARGE);
    assertThat(Files.mismatch(from, to)).isEqualTo(-1);
    assertThat(Files.getPosixFilePermissions(to)).isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
  }

  @Test
  void copy_thatCannotBe_leavesTheSource() throws IOException {
    var from = dir.resolve("from");
    Files.writeString(from, "content");
    var same = Files.createSymbolicLink(dir.resolve("same"), from);
    assertFails(Fs.copy(from, same), from, "copy failed", "same file", same.toString());
    assertThat(from).hasContent("content");
    assertFails(Fs.copy(dir, dir.resolve("to")), dir, "not a regular file");
    assertFails(Fs.copy(dir.resolve("missing"), dir.resolve("to")), dir.resolve("missing"), "no such file");
    assertFails(Fs.copy(from, dir), from, "Is a directory");
    assertThat(dir.resolve("to")).doesNotExist();
  }

  @Test
  void rename_replacesWhatIsThere() throws IOException {
    var from = Files.writeString(dir.resolve("from"), "new");
    var to = Files.writeString(dir.resolve("to"), "old");
    run(Fs.rename(from, to));
    assertThat(to).hasContent("new");
    assertThat(from).doesNotExist();
    assertFails(Fs.rename(from, to), from, "rename failed", "no such file", to.toString());
  }

  @Test
  void remove_ofTheWrongKind_isRefused() throws IOException {
    var file = Files.writeString(dir.resolve("file"), "");
    var directory = Files.createDirectory(dir.resolve("directory"));
    assertFails(Fs.removeFile(directory), directory, "removeFile failed", "it is a directory");
    assertFails(Fs.removeDir(file), file, "removeDir failed", "not a directory");
    assertFails(Fs.removeDirAll(file), file, "removeDirAll failed", "not a directory");
    var inside = Files.writeString(directory.resolve("inside"), "");
    assertFails(Fs.removeDir(directory), directory, "removeDir failed", "not empty");
    run(Fs.removeFile(inside));
    run(Fs.removeDir(directory));
    run(Fs.removeFile(file));
    assertFails(Fs.removeFile(file), file, "no such file");
    assertThat(dir).isEmptyDirectory();
  }

  @Test
  void removeDirAll_ofATree_leavesWhatLinksLeadTo() throws IOException {
    var outside = Files.createDirectory(dir.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "");
    var tree = dir.resolve("tree");
    run(Fs.createDirAll(tree.resolve("a/b/c/d")));
    for (int i = 0; i < 600; i++) { // more than two pieces
      Files.writeString(tree.resolve("a/b/" + i), "");
    }
    Files.createSymbolicLink(tree.resolve("a/link"), outside);
    run(Fs.removeDirAll(tree));
    assertThat(tree).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
    var link = Files.createSymbolicLink(dir.resolve("link"), outside);
    run(Fs.removeDirAll(link));
    assertThat(link).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
    assertFails(Fs.removeDirAll(tree), tree, "no such file");
  }

  @Test
  void createDir_whereItCannotBe_isRefused() throws IOException {
    var file = Files.writeString(dir.resolve("file"), "");
    assertFails(Fs.createDir(file), file, "createDir failed", "exists already");
    assertFails(Fs.createDirAll(file), file, "exists already");
    assertFails(Fs.createDir(file.resolve("below")), file.resolve("below"), "Not a directory");
    assertFails(Fs.createDir(dir.resolve("a/b")), dir.resolve("a/b"), "no such file");
    run(Fs.createDirAll(dir.resolve("a/b")));
    run(Fs.createDirAll(dir.resolve("a/b")));
    assertThat(dir.resolve("a/b")).isDirectory();
  }

  @Test
  void readDir_givesEveryNameOnce() throws IOException {
    var names = new HashSet<String>();
    for (int i = 0; i < 100; i++) { // more than three batches
      Files.writeString(dir.resolve("file" + i), "x".repeat(i));
      names.add("file" + i);
    }
    var found = run(run(Fs.readDir(dir)).map(entry -> entry.fileName().toString()).toList());
    assertThat(found).hasSize(100).containsExactlyInAnyOrderElementsOf(names);
    var one = Objects.requireNonNull(run(run(Fs.readDir(dir)).next()));
    assertThat(run(one.fileType())).isEqualTo(FileType.FILE);
    assertThat(run(one.metadata()).length()).isEqualTo(Files.size(one.path()));
    var empty = Files.createDirectory(dir.resolve("empty"));
    assertThat(run(run(Fs.readDir(empty)).count())).isZero();
    assertFails(Fs.readDir(dir.resolve("file1")), dir.resolve("file1"), "readDir failed", "not a directory");
    assertFails(Fs.readDir(dir.resolve("missing")), dir.resolve("missing"), "no such file");
  }

  @Test
  void readDir_leftBeforeItsEnd_closesTheDirectory() throws IOException {
    for (int i = 0; i < 50; i++) {
      Files.writeString(dir.resolve("file" + i), "");
    }
    var before = openDescriptorsUnder(dir);
    for (int i = 0; i < 20; i++) {
      var entries = run(Fs.readDir(dir));
      run(entries.next());
      entries.close();
      entries.close();
    }
    assertThat(openDescriptorsUnder(dir)).isEqualTo(before);
  }

  @Test
  void links_leadWhereTheySay() throws IOException {
    var file = Files.writeString(dir.resolve("file"), "content");
    var link = dir.resolve("link");
    run(Fs.symlink(Path.of("file"), link));
    assertThat(run(Fs.readLink(link))).isEqualTo(Path.of("file"));
    assertThat(run(Fs.canonicalize(link))).isEqualTo(file.toRealPath());
    assertThat(run(Fs.metadata(link)).isFile()).isTrue();
    assertThat(run(Fs.symlinkMetadata(link)).isSymlink()).isTrue();
    var hard = dir.resolve("hard");
    run(Fs.hardLink(file, hard));
    assertThat(run(Fs.metadata(hard)).key()).isEqualTo(run(Fs.metadata(file)).key());
    assertFails(Fs.readLink(file), file, "readLink failed", "not a symbolic link");
    assertFails(Fs.symlink(file, hard), hard, "symlink failed", "exists already");
    assertFails(Fs.hardLink(dir.resolve("missing"), dir.resolve("hard2")), dir.resolve("missing"), "hardLink failed");
    assertFails(Fs.canonicalize(dir.resolve("missing")), dir.resolve("missing"), "no such file");
    var circle = Files.createSymbolicLink(dir.resolve("circle"), dir.resolve("circle"));
    assertFails(Fs.metadata(circle), circle, "metadata failed");
  }

  @Test
  void metadata_isThatOfTheFile() throws IOException {
    var before = Instant.now().minusSeconds(5);
    var file = Files.writeString(dir.resolve("file"), "content");
    run(Fs.setPermissions(file, RW));
    var metadata = run(Fs.metadata(file));
    assertThat(metadata.type()).isEqualTo(FileType.FILE);
    assertThat(metadata.length()).isEqualTo(7);
    assertThat(metadata.modified()).isBetween(before, Instant.now().plusSeconds(5));
    assertThat(metadata.permissions()).isEqualTo(RW);
    assertThat(run(Fs.metadata(dir)).isDirectory()).isTrue();
    assertThat(run(Fs.metadata(Path.of("/dev/null"))).type()).isEqualTo(FileType.OTHER);
    assertFails(Fs.setPermissions(dir.resolve("missing"), RW), dir.resolve("missing"), "setPermissions failed");
  }

  @Test
  void exists_ofWhatCannotBeReached_isUnknown() throws IOException {
    var file = Files.writeString(dir.resolve("file"), "");
    assertThat(run(Fs.tryExists(file))).isTrue();
    assertThat(run(Fs.tryExists(dir.resolve("missing")))).isFalse();
    assertThat(run(Fs.tryExists(file.resolve("below")))).isFalse();
    var circle = Files.createSymbolicLink(dir.resolve("circle"), dir.resolve("circle"));
    assertThat(run(Fs.exists(circle))).isFalse();
    assertFails(Fs.tryExists(circle), circle, "tryExists failed", "symbolic links");
  }

  @Test
  void badInput_namesOperationAndPath() throws IOException {
    var missing = dir.resolve("missing");
    var file = Files.writeString(dir.resolve("file"), "");
    assertFails(Fs.read(missing), missing, "read failed", "no such file or directory");
    assertFails(Fs.read(dir), dir, "read failed", "Is a directory");
    assertFails(Fs.write(dir, new byte[1]), dir, "write failed", "Is a directory");
    assertFails(Fs.write(file.resolve("below"), ""), file.resolve("below"), "Not a directory");
    assertFails(Fs.write(dir.resolve("x".repeat(300)), ""), dir, "File name too long");
  }

  @Test
  void file_thatMayNotBeWritten_isNamed() {
    var guarded = Path.of("/proc/sys/kernel/ostype"); // by nobody, root included
    assumeTrue(Files.exists(guarded));
    assertThatThrownBy(() -> run(Fs.write(guarded, "x"))).cause().isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(guarded + ": write failed: ").hasMessageMatching(".*(denied|Read-only).*");
    assertThat(run(Fs.exists(dir))).isTrue();
  }

  @Test
  void write_toAFullDisk_fails() {
    var full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    assertFails(Fs.write(full, random(LARGE)), full, "write failed", "No space left on device");
  }

  @Test
  void operation_outsideARuntime_saysWhatItNeeds() {
    assertThatThrownBy(() -> Fs.read(dir).await()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("belongs to no runtime");
  }

  @Test
  void operation_givenUpBeforeAThreadTookIt_doesNothing() throws Exception {
    try (var narrow = Runtime.builder().workerThreads(1).maxBlockingThreads(1).build()) {
      var gate = new CountDownLatch(1);
      var held = narrow.spawnBlocking(() -> {
        gate.await();
        return null;
      });
      var file = dir.resolve("file");
      var writing = narrow.spawn(Fs.write(file, "x"));
      await().until(() -> narrow.metrics().blockingQueueDepth() == 1);
      writing.abort();
      assertThatThrownBy(writing::await).isInstanceOf(JoinException.class);
      gate.countDown();
      held.await();
      narrow.spawn(Fs.createDir(dir.resolve("later"))).await();
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void operations_givenUpAtAnyTime_leaveNothingOpen() throws IOException {
    var large = dir.resolve("large");
    Files.write(large, random(LARGE));
    var random = new Random(1);
    for (int i = 0; i < 25; i++) {
      var tasks = List.of(runtime.spawn(Fs.read(large)), runtime.spawn(Fs.copy(large, dir.resolve("copy"))),
          runtime.spawn(Fs.readToString(large)), runtime.spawn(Fs.readDir(dir)));
      long until = System.nanoTime() + random.nextInt(3_000_000);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      tasks.forEach(task -> task.abort());
      for (var task : new ArrayList<>(tasks)) {
        try {
          if (task.await() instanceof ReadDir opened) {
            opened.close();
          }
        } catch (JoinException e) {
          assertThat(e.isCancelled() || e.getCause() instanceof UncheckedIOException).isTrue();
        }
      }
    }
    await().untilAsserted(() -> assertThat(openDescriptorsUnder(dir)).isZero());
  }

  private static long openDescriptorsUnder(Path dir) throws IOException {
    var descriptors = Path.of("/proc/self/fd");
    assumeTrue(Files.exists(descriptors));
    try (var all = Files.list(descriptors)) {
      return all.filter(descriptor -> {
        try {
          return Files.readSymbolicLink(descriptor).startsWith(dir.toRealPath());
        } catch (IOException _) {
          return false;
        }
      }).count();
    }
  }
}
