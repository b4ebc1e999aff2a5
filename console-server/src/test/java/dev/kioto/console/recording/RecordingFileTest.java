package dev.kioto.console.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import dev.kioto.console.recording.RecordingWriter.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class RecordingFileTest {

  private static final RecordingHeader HEADER = new RecordingHeader("127.0.0.1:6669", "demo", "0.1",
      Instant.parse("2026-01-31T12:00:00.5Z"));
  private static final RecordingWriter.Limits SMALL = new RecordingWriter.Limits(64, 1_000_000_000L);

  @TempDir
  private Path folder = Path.of("");

  @Test
  void file_thatWasEnded_hasEveryMessage() throws IOException {
    var path = write(SMALL, 40);

    try (var file = RecordingFile.open(path)) {
      assertThat(file.header()).isEqualTo(HEADER);
      assertThat(file.isWhole()).isTrue();
      assertThat(file.blocks()).isGreaterThan(5);
      assertThat(file.messages()).isEqualTo(40);
      assertThat(file.firstAt()).isEqualTo(1000);
      assertThat(file.lastAt()).isEqualTo(1039);
      assertThat(file.isStart(0)).isTrue();
      assertThat(texts(file)).isEqualTo(expected(40));
    }
  }

  @Test
  void file_withOneHugeMessage_hasIt() throws IOException {
    var huge = new byte[5 << 20];
    new SplittableRandom(1).nextBytes(huge);
    var path = folder.resolve("huge");
    try (var writer = RecordingWriter.create(path, HEADER, SMALL)) {
      writer.append(2, 1, huge, Part.NEWS);
      writer.append(3, 2, new byte[0], Part.NEWS);
    }

    try (var file = RecordingFile.open(path)) {
      assertThat(file.read(0).getFirst().bytes()).isEqualTo(huge);
      assertThat(file.read(1).getFirst().bytes()).isEmpty();
    }
  }

  @Test
  void file_thatIsBeingWritten_opensUpToItsLastBlock() throws IOException {
    var path = folder.resolve("open");
    try (var writer = RecordingWriter.create(path, HEADER, RecordingWriter.Limits.STANDARD)) {
      writer.append(1, 5_000_000_000L, message(0), Part.CONNECTION);
      writer.tick(5_900_000_000L);
      try (var file = RecordingFile.open(path)) {
        assertThat(file.blocks()).isZero();
      }
      writer.tick(6_000_000_000L);
      writer.append(2, 6_100_000_000L, message(1), Part.NEWS);
      try (var file = RecordingFile.open(path)) {
        assertThat(file.isWhole()).isFalse();
        assertThat(texts(file)).isEqualTo(expected(1));
      }
    }
  }

  @Test
  void file_whoseClockWentBack_lastsUpToItsLatestInstant() throws IOException {
    var path = folder.resolve("back");
    try (var writer = RecordingWriter.create(path, HEADER, RecordingWriter.Limits.STANDARD)) {
      writer.append(1, 9_000_000_000L, message(0), Part.CONNECTION);
      writer.append(2, 9_500_000_000L, message(1), Part.NEWS);
      writer.append(1, 5_000_000_000L, message(2), Part.CONNECTION);
    }

    try (var file = RecordingFile.open(path)) {
      assertThat(file.lastAt()).isEqualTo(9_500_000_000L);
      assertThat(texts(file)).isEqualTo(expected(3));
    }
  }

  @Test
  void head_thatClaimsMoreThanIsEverWritten_isNone() {
    for (var head : List.of(new BlockHead(Integer.MAX_VALUE, 10, 1, 1, 1, BlockHead.START, 0),
        new BlockHead(10, 300 << 20, 100 << 20, 1, 1, BlockHead.START, 0))) {
      var bytes = ByteBuffer.allocate(BlockHead.BYTES);
      head.encode(bytes);
      assertThat(BlockHead.decode(bytes.flip())).isNull();
    }
  }

  @Test
  void index_thatClaimsMoreThanIsThere_isNotBelieved() throws IOException {
    var whole = Files.readAllBytes(write(SMALL, 12));
    var path = folder.resolve("claims");
    Files.write(path, whole);
    try (var file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      // A hole of a GB that the footer says to be the index.
      var footer = ByteBuffer.allocate(12).putLong(whole.length).putInt(0x4B454E44).flip();
      file.write(footer, whole.length + 8 + 52L * 20_000_000 + 4);
    }
    long before = allocatedBytes();
    try (var file = RecordingFile.open(path)) {
      assertThat(file.isWhole()).isFalse();
      assertThat(texts(file)).isEqualTo(expected(12));
    }
    assertThat(allocatedBytes() - before).isLessThan(50L << 20);
  }

  @Test
  void block_thatClaimsMoreThanItHas_takesNoMoreThanItHas() throws IOException {
    var path = folder.resolve("bomb");
    try (var _ = RecordingWriter.create(path, HEADER, SMALL)) {
      // a header alone
    }
    int header = (int) Files.size(path) - 24; // without its index, which is empty
    var stored = new byte[] {1, 2, 3, 4};
    var crc = new CRC32C();
    crc.update(stored);
    var bytes = ByteBuffer.allocate(header + BlockHead.BYTES + stored.length);
    bytes.put(Files.readAllBytes(path), 0, header);
    new BlockHead(stored.length, 100 << 20, 1, 1, 1, BlockHead.START, (int) crc.getValue()).encode(bytes);
    Files.write(path, bytes.put(stored).array());

    long before = allocatedBytes();
    try (var file = RecordingFile.open(path)) {
      assertThat(file.blocks()).isEqualTo(1);
      assertThatExceptionOfType(RecordingException.class).isThrownBy(() -> file.read(0))
          .withMessageContaining("block 1");
    }
    assertThat(allocatedBytes() - before).isLessThan(20L << 20);
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Test
  void block_whoseClockWentBack_isWritten() throws IOException {
    var path = folder.resolve("step");
    try (var writer = RecordingWriter.create(path, HEADER, RecordingWriter.Limits.STANDARD)) {
      writer.append(1, 9_000_000_000L, message(0), Part.CONNECTION);
      writer.tick(5_000_000_000L);
      try (var file = RecordingFile.open(path)) {
        assertThat(texts(file)).isEqualTo(expected(1));
      }
    }
  }

  @Test
  void writer_ofAFileThatIsThere_refuses() throws IOException {
    var path = write(SMALL, 1);

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> RecordingWriter.create(path, HEADER, SMALL));
  }

  @Test
  void file_cutAtEveryByte_opensUpToItsLastWholeBlockOrSaysWhatIsWrong() throws IOException {
    var whole = Files.readAllBytes(write(SMALL, 12));
    var path = folder.resolve("cut");
    var seen = new ArrayList<Integer>();
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      try (var file = RecordingFile.open(path)) {
        assertThat(file.isWhole()).isFalse();
        var texts = texts(file);
        assertThat(texts).isEqualTo(expected(texts.size()));
        seen.add(texts.size());
      } catch (RecordingException e) {
        assertThat(seen).as("a file of %s bytes", length).isEmpty();
        assertThat(e).hasMessageContaining("ends before its first block");
      }
    }
    assertThat(seen).isSorted().contains(0, 12);
  }

  @Test
  void file_withAByteThatIsOther_isToldByItsChecksum() throws IOException {
    var whole = Files.readAllBytes(write(SMALL, 12));
    var path = folder.resolve("flipped");
    var everything = expected(12);
    for (int at = 0; at < whole.length; at++) {
      var bytes = whole.clone();
      bytes[at] ^= (byte) 0x40;
      Files.write(path, bytes);
      try (var file = RecordingFile.open(path)) {
        var texts = texts(file);
        // Without its index a file is scanned: up to the damage all is there, and it says that it is not whole.
        assertThat(texts).isEqualTo(everything.subList(0, texts.size()));
        if (texts.size() < everything.size()) fail("byte %s was lost without a word", at);
        assertThat(file.isWhole()).as("byte %s", at).isFalse();
      } catch (RecordingException e) {
        assertThat(e).hasMessageMatching("(?s).*(checksum|not a recording|format version|it is cut).*");
      }
    }
  }

  @Test
  void file_ofAnotherVersion_isRefusedWithBothVersions() throws IOException {
    var path = write(SMALL, 3);
    var bytes = Files.readAllBytes(path);
    ByteBuffer.wrap(bytes).putInt(8, 7);
    Files.write(path, bytes);

    assertThatExceptionOfType(RecordingException.class).isThrownBy(() -> RecordingFile.open(path))
        .withMessageContaining("format version 7").withMessageContaining("reads version 1");
  }

  @Test
  void file_thatIsSomethingElse_isRefused() throws IOException {
    var path = Files.writeString(folder.resolve("text"), "This is a text of some length, and no recording at all.");

    assertThatExceptionOfType(RecordingException.class).isThrownBy(() -> RecordingFile.open(path))
        .withMessageContaining("is not a recording");
    assertThatExceptionOfType(RecordingException.class).isThrownBy(() -> RecordingFile.open(folder.resolve("none")))
        .withMessageContaining("There is no file");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void file_ofRubbish_isReadOrRefusedAndNothingElse(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var whole = Files.readAllBytes(seed % 2 == 0 ? write(SMALL, 30) : writeOfAllParts());
    var path = folder.resolve("rubbish");
    for (int i = 0; i < 400; i++) {
      Files.write(path, spoil(whole, random));
      try (var file = RecordingFile.open(path)) {
        texts(file);
      } catch (RecordingException e) {
        assertThat(e.getMessage()).as("seed %s, try %s", seed, i).contains(path.toString());
      }
    }
  }

  private static byte[] spoil(byte[] whole, SplittableRandom random) {
    var bytes = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(2 * whole.length)) : whole.clone();
    for (int n = random.nextInt(1, 20); n > 0 && bytes.length > 0; n--) {
      int at = random.nextInt(bytes.length);
      if (random.nextBoolean()) {
        bytes[at] = (byte) random.nextInt();
      } else {
        int from = random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(64, bytes.length - Math.max(at, from) + 1));
        System.arraycopy(bytes, from, bytes, at, length);
      }
    }
    return bytes;
  }

  private Path write(RecordingWriter.Limits limits, int messages) throws IOException {
    var path = folder.resolve("recording-" + messages);
    Files.deleteIfExists(path);
    try (var writer = RecordingWriter.create(path, HEADER, limits)) {
      for (int i = 0; i < messages; i++)
        writer.append(i == 0 ? 1 : 2, 1000L + i, message(i),
            i == 0 ? Part.CONNECTION : Part.NEWS);
      assertThat(writer.progress().messages()).isEqualTo(messages);
    }
    return path;
  }

  /// With key frames, copies of what was told before, and a clock that jumps.
  private Path writeOfAllParts() throws IOException {
    var path = folder.resolve("recording-of-all");
    var parts = List.of(Part.values());
    Files.deleteIfExists(path);
    try (var writer = RecordingWriter.create(path, HEADER, SMALL)) {
      for (int i = 0; i < 60; i++) {
        var part = i == 0 ? Part.CONNECTION : parts.get(i % parts.size());
        writer.append(1 + i % 8, i % 13 == 0 ? -i : 1000L * i, message(i), part);
      }
    }
    return path;
  }

  private static byte[] message(int number) {
    return ("message " + number + ", which is a little longer").getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> expected(int messages) {
    var all = new ArrayList<String>();
    for (int i = 0; i < messages; i++) all.add(new String(message(i), StandardCharsets.UTF_8));
    return all;
  }

  private static List<String> texts(RecordingFile file) throws IOException {
    var all = new ArrayList<String>();
    for (int block = 0; block < file.blocks(); block++) {
      for (var message : file.read(block)) {
        all.add(new String(message.bytes(), StandardCharsets.UTF_8));
      }
    }
    return all;
  }
}
