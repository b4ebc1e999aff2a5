package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Future;
import dev.kioto.testing.IoMock;
import dev.kioto.testing.TestFuture;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every reader can do.
@Timeout(30)
final class ReadTest {

  private static String text(ByteBuffer read) {
    return StandardCharsets.UTF_8.decode(read.duplicate().flip()).toString();
  }

  @Test
  void readExact_ofBytesThatCome_fillsTheBuffer() {
    var into = ByteBuffer.allocate(5);
    Trickle.of("hello world", 2).readExact(into).await();
    assertThat(text(into)).isEqualTo("hello");
  }

  @Test
  void readExact_atTheEnd_saysHowManyAreMissing() {
    var into = ByteBuffer.allocate(8);
    assertThatThrownBy(() -> Trickle.of("hello", 2).readExact(into).await())
        .isInstanceOf(UncheckedIOException.class).hasCauseInstanceOf(EOFException.class)
        .hasMessage("Trickle: readExact failed: the end came after 5 of 8 bytes, 3 are missing");
    assertThat(text(into)).isEqualTo("hello");
  }

  @Test
  void readExact_ofNothing_readsNothing() {
    var reader = Trickle.of("x", 1);
    reader.readExact(ByteBuffer.allocate(0)).await();
    assertThat(reader.rest()).isEqualTo("x");
  }

  @Test
  void readExact_givenUpAtAnyPoint_goesOnInTheSameBuffer() {
    for (int polls = 0; polls < 8; polls++) {
      var reader = Trickle.of("hello", 1);
      var into = ByteBuffer.allocate(5);
      giveUpAfter(polls, reader.readExact(into));
      reader.readExact(into).await();
      assertThat(text(into)).as("given up after %s polls", polls).isEqualTo("hello");
    }
  }

  private static void giveUpAfter(int polls, Future<?> operation) {
    var future = TestFuture.of(operation);
    for (int i = 0; i < polls && !future.poll().isReady(); i++) {
      assertThat(future.isWoken()).isTrue();
    }
    future.drop();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 5000})
  void readToEnd_upToTheLimit_givesAll(int size) {
    var bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    assertThat(new Trickle(bytes, 700).readToEnd(size).await()).isEqualTo(bytes);
    assertThat(new Trickle(bytes, 700).readToEnd(Integer.MAX_VALUE).await()).isEqualTo(bytes);
    var into = ByteBuffer.allocate(size);
    assertThat(new Trickle(bytes, 700).readToEnd(into).await()).isEqualTo(size);
    assertThat(into.array()).isEqualTo(bytes);
  }

  @Test
  void readToEnd_overTheLimit_fails() {
    assertThatThrownBy(() -> Trickle.of("hello", 5).readToEnd(4).await()).isInstanceOf(UncheckedIOException.class)
        .hasMessage("Trickle: readToEnd failed: there are more than 4 bytes");
    assertThatThrownBy(() -> Trickle.of("hello", 5).readToEnd(ByteBuffer.allocate(4)).await())
        .hasMessageContaining("more than 4 bytes");
    assertThatThrownBy(() -> Trickle.of("x", 5).readToEnd(0).await()).hasMessageContaining("more than 0 bytes");
    assertThatThrownBy(() -> Trickle.of("x", 5).readToEnd(-1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void readToEnd_intoABuffer_givenUpAtAnyPoint_goesOn() {
    for (int polls = 0; polls < 8; polls++) {
      var reader = Trickle.of("hello", 1);
      var into = ByteBuffer.allocate(5);
      giveUpAfter(polls, reader.readToEnd(into));
      reader.readToEnd(into).await();
      assertThat(text(into)).as("given up after %s polls", polls).isEqualTo("hello");
    }
  }

  @Test
  void readToString_ofUtf8_isTheText() {
    var text = "grüße, \uFFFD und \uD83D\uDE00";
    assertThat(Trickle.of(text, 3).readToString(1000).await()).isEqualTo(text);
  }

  @Test
  void readToString_ofOtherBytes_saysWhere() {
    byte[] bytes = "abcdefghij".repeat(300).getBytes(StandardCharsets.UTF_8);
    bytes[2500] = (byte) 0xff;
    assertThatThrownBy(() -> new Trickle(bytes, 700).readToString(5000).await())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("Trickle: readToString failed: invalid UTF-8 at byte 2500 of 3000 (0xff)")
        .cause().isInstanceOfSatisfying(InvalidUtf8Exception.class,
            e -> assertThat(e.position()).isEqualTo(2500));
    assertThatThrownBy(() -> new Trickle(new byte[] {'a', (byte) 0xe2, (byte) 0x82}, 7).readToString(9).await())
        .hasMessageContaining("byte 1");
  }

  @Test
  void numbers_inBothOrders_areThoseThatWereWritten() {
    var io = new Trickle(new byte[0], 3);
    io.writeByte(0xfe).await();
    io.writeShort(0xfedc).await();
    io.writeShortLe(0xfedc).await();
    io.writeInt(0xfedcba98).await();
    io.writeIntLe(0xfedcba98).await();
    io.writeLong(0xfedcba9876543210L).await();
    io.writeLongLe(0xfedcba9876543210L).await();
    io.writeFloat(1.5f).await();
    io.writeFloatLe(1.5f).await();
    io.writeDouble(-2.25).await();
    io.writeDoubleLe(-2.25).await();
    assertThat(io.written()).startsWith(0xfe, 0xfe, 0xdc, 0xdc, 0xfe, 0xfe, 0xdc, 0xba, 0x98, 0x98, 0xba, 0xdc, 0xfe);

    var back = new Trickle(io.written(), 3);
    assertThat(back.readByte().await()).isEqualTo((byte) 0xfe);
    assertThat(back.readShort().await()).isEqualTo((short) 0xfedc);
    assertThat(back.readShortLe().await()).isEqualTo((short) 0xfedc);
    assertThat(back.readInt().await()).isEqualTo(0xfedcba98);
    assertThat(back.readIntLe().await()).isEqualTo(0xfedcba98);
    assertThat(back.readLong().await()).isEqualTo(0xfedcba9876543210L);
    assertThat(back.readLongLe().await()).isEqualTo(0xfedcba9876543210L);
    assertThat(back.readFloat().await()).isEqualTo(1.5f);
    assertThat(back.readFloatLe().await()).isEqualTo(1.5f);
    assertThat(back.readDouble().await()).isEqualTo(-2.25);
    assertThat(back.readDoubleLe().await()).isEqualTo(-2.25);
    assertThatThrownBy(() -> back.readInt().await()).hasMessage(
        "Trickle: readInt failed: the end came after 0 of 4 bytes, 4 are missing");
  }

  @Test
  void numbersWithoutSign_areNotNegative() {
    byte[] bytes = {-2, -2, -3, -3, -2, -1, 0, 0, 1, 1, 0, 0, -1};
    var io = new Trickle(bytes, 100);
    assertThat(io.readUnsignedByte().await()).isEqualTo(0xfe);
    assertThat(io.readUnsignedShort().await()).isEqualTo(0xfefd);
    assertThat(io.readUnsignedShortLe().await()).isEqualTo(0xfefd);
    assertThat(io.readUnsignedInt().await()).isEqualTo(0xff000001L);
    assertThat(io.readUnsignedIntLe().await()).isEqualTo(0xff000001L);
  }

  @Test
  void take_ofMoreThanItsLimit_endsThereAndLeavesTheRest() {
    var reader = Trickle.of("hello world", 4);
    var take = reader.take(5);
    assertThat(take.readToString(100).await()).isEqualTo("hello");
    assertThat(take.limit()).isZero();
    assertThat(take.read(ByteBuffer.allocate(0)).await()).isZero();
    take.setLimit(2);
    assertThat(take.readToString(100).await()).isEqualTo(" w");
    assertThat(reader.rest()).isEqualTo("orld");
    assertThatThrownBy(() -> reader.take(-1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    take.close();
    assertThat(reader.closes).isEqualTo(1);
  }

  @Test
  void take_ofAReadThatFails_leavesTheBufferAsItWas() {
    try (var io = IoMock.builder().readFails(new IOException("reset")).read("x").build()) {
      var into = ByteBuffer.allocate(8);
      var take = io.take(3);
      assertThatThrownBy(() -> take.read(into).await()).hasMessageContaining("reset");
      assertThat(into.limit()).isEqualTo(8);
      assertThat(take.limit()).isEqualTo(3);
      assertThat(take.read(into).await()).isEqualTo(1);
    }
  }

  @Test
  void chain_ofTwo_isOneAfterTheOther() {
    assertThat(Trickle.of("hello ", 4).chain(Trickle.of("world", 4)).readToString(100).await())
        .isEqualTo("hello world");
  }

  @Test
  void read_describedForADump_saysOfWhat() {
    var read = TestFuture.of(Trickle.of("x", 1).readExact(ByteBuffer.allocate(1)));
    read.assertPending();
    assertThat(read).hasToString("ReadExact (readExact of Trickle)");
    read.assertReady();
  }

  @Test
  void readToEnd_ofASourceThatDoesNotEnd_isBounded() {
    AsyncRead endless = (_, into) -> {
      int n = into.remaining();
      into.position(into.limit());
      return n;
    };
    assertThatThrownBy(() -> endless.readToEnd(100_000).await()).hasMessageContaining("more than 100000 bytes");
  }
}
