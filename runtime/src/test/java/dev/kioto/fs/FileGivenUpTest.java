package dev.kioto.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.SeekFrom;
import dev.kioto.runtime.Setup;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Reads and writes of a file that are given up.
@ParameterizedClass
@EnumSource
@Timeout(60)
@SuppressWarnings("try") // closed before its block ends
final class FileGivenUpTest extends FileFixture {
  FileGivenUpTest(Setup setup) {
    super(setup);
  }

  @Test
  void readGivenUp_isKeptForTheNextRead() throws Exception {
    try (var file = run(File.open(fileOf("0123456789")))) {
      giveUpARead(file, 4);
      assertThat(read(file, 2)).isEqualTo("01");
      assertThat(run(file.streamPosition())).isEqualTo(2);
      assertThat(read(file, 5)).isEqualTo("23456");
    }
  }

  @Test
  void readGivenUp_beforeAWriteOrASeek_doesNotMoveTheFile() throws Exception {
    try (var file = run(File.options().read(true).write(true).open(fileOf("0123456789")))) {
      assertThat(read(file, 1)).isEqualTo("0");
      giveUpARead(file, 4);
      run(file.writeAll(bytes("x")));
      assertThat(read(file, 2)).isEqualTo("23");
      giveUpARead(file, 4);
      assertThat(run(file.seek(SeekFrom.current(1)))).isEqualTo(5);
      assertThat(read(file, 2)).isEqualTo("56");
      giveUpARead(file, 4);
      try (var clone = run(file.tryClone())) {
        assertThat(read(clone, 2)).isEqualTo("78");
        assertThat(read(file, 2)).isEqualTo("9");
      }
    }
    assertThat(path()).hasContent("0x23456789");
  }

  @Test
  void operations_givenUpAtRandom_readAndWriteEveryByteOnceInOrder() throws Exception {
    var content = random(400_000);
    Files.write(path(), content);
    var random = new Random(2);
    var copy = dir.resolve("copy");
    try (var in = run(File.open(path())); var out = run(File.create(copy))) {
      var buffer = ByteBuffer.allocate(4096);
      while (readSometimesGivenUp(in, buffer.clear().limit(1 + random.nextInt(4096)), random) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          writeSometimesGivenUp(out, buffer, random);
        }
      }
      run(out.flush());
    }
    assertThat(Files.mismatch(path(), copy)).isEqualTo(-1);
  }

  private int readSometimesGivenUp(File file, ByteBuffer into, Random random) {
    while (true) {
      if (random.nextBoolean()) {
        return run(file.read(into));
      }
      int n = inside(() -> file.pollRead(NOBODY, into));
      if (n != AsyncRead.PENDING) {
        return n;
      }
    }
  }

  private void writeSometimesGivenUp(File file, ByteBuffer from, Random random) {
    if (random.nextBoolean()) {
      run(file.write(from));
    } else {
      int before = from.position();
      int n = inside(() -> file.pollWrite(NOBODY, from));
      assertThat(from.position() - before).isEqualTo(n == AsyncWrite.PENDING ? 0 : n);
    }
  }
}
