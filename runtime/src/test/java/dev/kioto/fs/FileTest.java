package dev.kioto.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncSeek;
import dev.kioto.io.SeekFrom;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.task.JoinHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Open files, real ones.
@ParameterizedClass
@EnumSource
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class FileTest extends FileFixture {
  FileTest(Setup setup) {
    super(setup);
  }

  // --- opening ---

  @Test
  void open_forReading_readsToTheEnd() throws IOException {
    try (var file = run(File.open(fileOf("hello")))) {
      assertThat(read(file, 3)).isEqualTo("hel");
      assertThat(read(file, 10)).isEqualTo("lo");
      assertThat(read(file, 10)).isEqualTo("END");
      Files.writeString(path(), " again", StandardOpenOption.APPEND);
      assertThat(read(file, 10)).isEqualTo(" again");
      assertThat(run(file.read(ByteBuffer.allocate(0)))).isZero();
    }
  }

  @Test
  void create_makesOrEmptiesTheFile() throws IOException {
    fileOf("what was there");
    for (int i = 0; i < 2; i++) {
      try (var file = run(File.create(path()))) {
        run(file.writeAll(bytes("new")));
        run(file.flush());
      }
      assertThat(path()).hasContent("new");
    }
  }

  @Test
  void createNew_ofWhatExists_isRefused() throws IOException {
    try (var file = run(File.createNew(path()))) {
      run(file.writeAll(bytes("both ways")));
      run(file.rewind());
      assertThat(read(file, 4)).isEqualTo("both");
    }
    assertFails(File.createNew(path()), path(), "open failed", "exists already");
  }

  @Test
  void open_thatCannotBe_namesThePath() throws IOException {
    fileOf("");
    assertFails(File.open(dir.resolve("missing")), dir.resolve("missing"), "open failed", "no such file");
    assertFails(File.create(dir), dir, "open failed", "Is a directory");
    assertFails(File.open(path().resolve("below")), path().resolve("below"), "open failed", "Not a directory");
    assertThatThrownBy(() -> File.open(path()).await()).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("belongs to no runtime");
  }

  @Test
  void options_thatDoNotGoTogether_areRefused() {
    var none = File.options();
    assertThatThrownBy(() -> none.open(path())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read, write and append");
    assertThatThrownBy(() -> none.read(true).create(true).open(path())).hasMessageContaining("CREATE needs write");
    assertThatThrownBy(() -> none.read(true).append(true).open(path())).hasMessageContaining("read and append");
    assertThatThrownBy(() -> none.append(true).truncate(true).open(path())).hasMessageContaining("truncate");
    assertThatThrownBy(() -> none.mode(01000)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("01000");
  }

  @Test
  void options_sayHowAFileIsMade() throws IOException {
    run(File.options().write(true).createNew(true).mode(0600).open(path())).close();
    assertThat(Files.getPosixFilePermissions(path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var file = run(File.options().append(true).open(path())); var other = run(
        File.options().append(true).open(path()))) {
      for (int i = 0; i < 3; i++) {
        run(file.writeAll(bytes("a")));
        run(file.flush());
        run(other.writeAll(bytes("b")));
        run(other.flush());
      }
      assertThat(path()).hasContent("ababab");
      run(file.setLen(2));
      assertThat(path()).hasContent("ab");
      assertFails(file.setLen(10), path(), "setLen failed", "append");
      assertThat(path()).hasContent("ab");
    }
    run(File.options().write(true).option(StandardOpenOption.DELETE_ON_CLOSE).open(path())).close();
    await().until(() -> !Files.exists(path()));
  }

  // --- writing ---

  @Test
  void write_largerThanTheBuffer_isTakenInPieces() throws IOException {
    var content = random(5 * 1024 * 1024 + 1);
    try (var file = run(File.create(path()))) {
      var from = ByteBuffer.wrap(content);
      assertThat(run(file.write(from))).isEqualTo(2 * 1024 * 1024);
      file.setMaxBufferSize(1000);
      assertThat(run(file.write(from))).isEqualTo(1000);
      file.setMaxBufferSize(3 * 1024 * 1024);
      run(file.writeAll(from));
      run(file.shutdown());
      assertThat(run(file.streamPosition())).isEqualTo(content.length);
    }
    assertThat(Arrays.equals(Files.readAllBytes(path()), content)).isTrue();
    assertThatThrownBy(() -> run(File.open(path())).setMaxBufferSize(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writeVectored_isOneWriteOfAll() throws IOException {
    try (var file = run(File.create(path()))) {
      var from = new ByteBuffer[] {bytes("head"), bytes(""), bytes("body"), bytes("tail")};
      file.setMaxBufferSize(10);
      assertThat(run(file.writeVectored(from))).isEqualTo(10);
      assertThat(run(file.writeVectored(from))).isEqualTo(2);
      assertThat(run(file.writeVectored(from))).isZero();
      run(file.flush());
    }
    assertThat(path()).hasContent("headbodytail");
  }

  @Test
  void write_isReadyBeforeItIsDone_andAFlushWaitsForIt() {
    var file = run(File.create(path()));
    var gate = new CountDownLatch(1);
    narrow.spawnBlocking(() -> {
      gate.await();
      return null;
    });
    var from = bytes("kept");
    assertThat(narrow.spawn(file.write(from)).await()).isEqualTo(4);
    from.put(0, (byte) 'x'); // is the caller's again
    var flush = narrow.spawn(file.flush());
    assertThat(flush.isFinished()).isFalse();
    gate.countDown();
    flush.await();
    assertThat(path()).hasContent("kept");
    file.close();
  }

  @Test
  void close_afterAWrite_doesNotTakeItBack() {
    var file = run(File.create(path()));
    inside(() -> {
      assertThat(file.pollWrite(NOBODY, bytes("kept"))).isEqualTo(4);
      file.close();
      return 0;
    });
    inside(() -> 0); // behind the write
    assertThat(path()).hasContent("kept");
  }

  @Test
  void failure_ofAWriteInTheBackground_isDeliveredOnceByTheNextOperation() throws IOException {
    var full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    try (var file = run(File.options().read(true).write(true).open(full))) {
      for (var next : List.<Future<?>>of(file.flush(), file.write(bytes("y")), file.read(ByteBuffer.allocate(1)),
          file.syncAll(), file.seek(SeekFrom.start(0)), file.metadata())) {
        assertThat(run(file.write(bytes("x")))).isEqualTo(1);
        assertFails(next, full, "write failed", "No space left on device");
        run(file.flush());
      }
    }
  }

  @Test
  void write_toAFileThatWasOpenedToRead_failsWithTheReason() throws IOException {
    try (var file = run(File.open(fileOf("text")))) {
      run(file.write(bytes("x")));
      assertFails(file.flush(), path(), "write failed", "not opened for writing");
      assertThat(read(file, 4)).isEqualTo("text");
    }
    try (var file = run(File.options().write(true).open(path()))) {
      assertFails(file.read(ByteBuffer.allocate(1)), path(), "read failed", "not opened for reading");
      run(file.writeAll(bytes("next")));
      run(file.flush());
    }
    assertThat(path()).hasContent("next");
    try (var directory = run(File.open(dir))) {
      assertFails(directory.read(ByteBuffer.allocate(1)), dir, "read failed", "Is a directory");
    }
  }

  // --- positions ---

  @Test
  void seek_goesWhereItSays() throws IOException {
    try (var file = run(File.options().read(true).write(true).open(fileOf("0123456789")))) {
      assertThat(run(file.seek(SeekFrom.end(-3)))).isEqualTo(7);
      assertThat(read(file, 10)).isEqualTo("789");
      assertThat(run(file.seek(SeekFrom.current(-5)))).isEqualTo(5);
      assertThat(read(file, 1)).isEqualTo("5");
      assertThat(run(file.streamPosition())).isEqualTo(6);
      assertThat(run(file.seek(SeekFrom.start(20)))).isEqualTo(20);
      run(file.writeAll(bytes("x")));
      run(file.rewind());
      assertThat(read(file, 30)).isEqualTo("0123456789" + "\0".repeat(10) + "x");
      for (var wrong : List.of(SeekFrom.current(-22), SeekFrom.end(-22), SeekFrom.current(Long.MAX_VALUE))) {
        assertThatThrownBy(() -> run(file.seek(wrong))).cause().isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(path().toString());
        assertThat(run(file.streamPosition())).isEqualTo(21);
      }
      assertThatThrownBy(() -> SeekFrom.start(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void pollSeek_ofTheSameObject_isOneSeek() throws IOException {
    try (var file = run(File.open(fileOf("0123456789")))) {
      SeekFrom on = SeekFrom.current(3);
      for (int i = 1; i <= 2; i++) {
        assertThat(run((Future<Long>) cx -> {
          long at = file.pollSeek(cx, on);
          return at == AsyncSeek.PENDING ? Poll.pending() : Poll.ready(at);
        })).isEqualTo(3L * i);
      }
      assertThat(read(file, 1)).isEqualTo("6");
    }
  }

  @Test
  void placesOfAFile_areReadAndWrittenWithoutThePosition() throws IOException {
    try (var file = run(File.options().read(true).write(true).open(fileOf("0123456789")))) {
      assertThat(read(file, 2)).isEqualTo("01");
      var buffer = ByteBuffer.allocate(3);
      assertThat(run(file.readAt(buffer, 6))).isEqualTo(3);
      assertThat(text(buffer)).isEqualTo("678");
      var from = bytes("ab");
      assertThat(run(file.writeAt(from, 3))).isEqualTo(2);
      assertThat(from.hasRemaining()).isFalse();
      assertThat(read(file, 10)).isEqualTo("2ab56789");
      assertThat(run(file.readAt(buffer.clear(), 10))).isEqualTo(AsyncRead.END);
      assertThat(run(file.readAt(buffer, 9))).isEqualTo(1);
      assertThatThrownBy(() -> file.readAt(buffer, -1)).isInstanceOf(IllegalArgumentException.class);
      var many = new ArrayList<JoinHandle<Integer>>();
      for (int i = 0; i < 50; i++) {
        many.add(runtime.spawn(file.writeAt(bytes(String.valueOf((char) ('A' + i % 26))), i)));
      }
      many.forEach(one -> assertThat(one.await()).isEqualTo(1));
      assertThat(Files.readString(path())).startsWith("ABCDEFG").hasSize(50);
    }
  }

  // --- the whole ---

  @Test
  void setLen_cutsOffAndLengthens_andThePositionStays() throws IOException {
    try (var file = run(File.options().read(true).write(true).open(fileOf("0123456789")))) {
      assertThat(read(file, 8)).isEqualTo("01234567");
      run(file.setLen(4));
      assertThat(Files.size(path())).isEqualTo(4);
      assertThat(run(file.streamPosition())).isEqualTo(8);
      assertThat(read(file, 1)).isEqualTo("END");
      run(file.setLen(100));
      assertThat(run(file.metadata()).length()).isEqualTo(100);
      assertThat(run(file.streamPosition())).isEqualTo(8);
      run(file.rewind());
      assertThat(read(file, 200)).isEqualTo("0123" + "\0".repeat(96));
      run(file.setLen(0));
      assertThat(Files.size(path())).isZero();
      assertThatThrownBy(() -> file.setLen(-1)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void sync_waitsForWhatWasWritten() throws IOException {
    try (var file = run(File.create(path()))) {
      run(file.writeAll(bytes("on the disk")));
      run(file.syncAll());
      assertThat(path()).hasContent("on the disk");
      run(file.writeAll(bytes(", all of it")));
      run(file.syncData());
      assertThat(path()).hasContent("on the disk, all of it");
    }
  }

  @Test
  void clone_sharesThePosition_andOutlivesTheFile() throws IOException {
    var file = run(File.open(fileOf("0123456789")));
    var clone = run(file.tryClone());
    assertThat(read(file, 3)).isEqualTo("012");
    assertThat(read(clone, 3)).isEqualTo("345");
    assertThatThrownBy(() -> run(file.intoChannel())).cause().isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("clones");
    file.close();
    file.close();
    assertThat(read(clone, 3)).isEqualTo("678");
    assertFails(file.tryClone(), path(), "tryClone failed", "closed");
    clone.close();
  }

  @Test
  void channel_goesInAndOut_atTheSamePosition() throws Exception {
    var channel = FileChannel.open(fileOf("0123456789"));
    channel.position(2);
    var file = inside(() -> File.of(channel, path()));
    assertThat(read(file, 2)).isEqualTo("23");
    giveUpARead(file, 4);
    var back = run(file.intoChannel());
    assertThat(back).isSameAs(channel);
    assertThat(back.position()).isEqualTo(4);
    assertFails(file.read(ByteBuffer.allocate(1)), path(), "read failed", "closed");
    file.close();
    assertThat(back.isOpen()).isTrue();
    back.close();
  }

  @Test
  void use_afterTheClose_failsWithThePath() throws IOException {
    var file = run(File.open(fileOf("x")));
    file.close();
    for (var use : List.<Future<?>>of(file.read(ByteBuffer.allocate(1)), file.write(bytes("x")), file.flush(),
        file.syncAll(), file.rewind(), file.metadata(), file.setLen(1), file.tryClone(), file.intoChannel(),
        file.readAt(ByteBuffer.allocate(1), 0), file.writeAt(bytes("x"), 0))) {
      assertFails(use, path(), "failed", "closed");
    }
    run(file.shutdown());
  }

  @Test
  void file_usedByAThreadOutsideTheRuntime_usesThatOfItsOpening() throws IOException {
    try (var file = run(File.open(fileOf("text")))) {
      var buffer = ByteBuffer.allocate(10);
      assertThat(file.read(buffer).await()).isEqualTo(4);
      assertThat(text(buffer)).isEqualTo("text");
    }
  }

  @Test
  void file_whoseRuntimeHasShutDown_saysSo() throws IOException {
    var file = run(File.options().read(true).write(true).open(fileOf("text")));
    runtime.close();
    var from = bytes("x");
    assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1)).await()).isInstanceOf(CancelledException.class);
    assertThatThrownBy(() -> file.write(from).await()).isInstanceOf(CancelledException.class);
    assertThat(from.hasRemaining()).isTrue();
    assertThatThrownBy(() -> file.syncAll().await()).isInstanceOf(CancelledException.class);
    try (var other = Runtime.builder().workerThreads(1).build()) { // and another one will do
      assertThat(other.spawn(file.write(from)).await()).isEqualTo(1);
      other.spawn(file.flush()).await();
    }
    assertThat(path()).hasContent("xext");
    file.close();
  }

  @Test
  void write_beforeTheShutdown_isDone() {
    var file = run(File.create(path()));
    var content = random(1_000_000);
    run(file.write(ByteBuffer.wrap(content)));
    runtime.close();
    assertThat(path()).hasSize(content.length);
    file.close();
  }
}
