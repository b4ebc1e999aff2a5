package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class FrameBufferTest {

  @Test
  void numbers_areBigEndian_andTakenInOrder() {
    var buffer = new FrameBuffer(1).put((byte) 1).putShort((short) 0x0203).putInt(0x04050607).putLong(-8);
    assertThat(buffer.remaining()).isEqualTo(15);
    assertThat(buffer.get(2)).isEqualTo((byte) 3);
    buffer.skip(1);
    assertThat(buffer.getShort(0)).isEqualTo((short) 0x0203);
    assertThat(buffer.getInt(2)).isEqualTo(0x04050607);
    assertThat(buffer.getLong(6)).isEqualTo(-8);
    assertThat(buffer.takeShort()).isEqualTo((short) 0x0203);
    assertThat(buffer.takeInt()).isEqualTo(0x04050607);
    assertThat(buffer.takeLong()).isEqualTo(-8);
    assertThat(buffer.isEmpty()).isTrue();
  }

  @Test
  void whatIsNotThere_isRefused() {
    var buffer = new FrameBuffer().put(new byte[4]);
    buffer.skip(1);
    assertThatThrownBy(() -> buffer.get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.getInt(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.take(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.skip(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.indexOf((byte) 0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> buffer.setInt(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new FrameBuffer(0)).hasMessage("capacity must be at least 1, but is 0");
    assertThat(buffer.remaining()).isEqualTo(3);
  }

  @Test
  void taken_isNotOverwritten_byWhatComesLater() {
    var buffer = new FrameBuffer(8).put(Cuts.latin("one two "));
    var one = buffer.take(4);
    var two = buffer.takeBytes(4);
    buffer.release();
    buffer.put(Cuts.latin("XXXXXXXX"));
    assertThat(one).isEqualTo(ByteBuffer.wrap(Cuts.latin("one ")));
    assertThat(one.capacity()).isEqualTo(4);
    assertThat(two).isEqualTo(Cuts.latin("two "));
  }

  @Test
  void view_isForOthersToRead() {
    var buffer = new FrameBuffer().put(Cuts.latin("xabc"));
    buffer.skip(1);
    var crc = new CRC32();
    crc.update(buffer.view());
    var expected = new CRC32();
    expected.update(Cuts.latin("abc"));
    assertThat(crc.getValue()).isEqualTo(expected.getValue());
    assertThat(buffer.view().isReadOnly()).isTrue();
    assertThat(buffer.remaining()).isEqualTo(3);
  }

  @Test
  void output_andALengthThatIsKnownLater() throws IOException {
    var buffer = new FrameBuffer(1).putInt(0);
    var out = new DataOutputStream(buffer.output());
    out.writeUTF("hi");
    out.writeByte(7);
    buffer.setInt(0, buffer.remaining() - 4).set(8, (byte) 9);
    assertThat(buffer.takeBytes(buffer.remaining())).containsExactly(0, 0, 0, 5, 0, 2, 'h', 'i', 9);
  }

  @Test
  void put_ofABuffer_leavesItsPosition() {
    var direct = ByteBuffer.allocateDirect(6).put(Cuts.latin("xabcdy")).limit(5).position(1);
    var buffer = new FrameBuffer(1).put(direct);
    assertThat(direct.position()).isEqualTo(1);
    assertThat(buffer.takeUtf8(4)).isEqualTo("abcd");
  }

  @Test
  void anyMixOfPuttingAndTaking_keepsTheOrder() {
    for (long seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var buffer = new FrameBuffer(1 + random.nextInt(16));
      var expected = new ArrayDeque<Byte>();
      for (int step = 0; step < 200; step++) {
        change(random, buffer, expected);
        assertThat(buffer.remaining()).describedAs("seed %s, step %s", seed, step).isEqualTo(expected.size());
      }
      for (byte b : buffer.takeBytes(buffer.remaining())) {
        assertThat(b).describedAs("seed %s", seed).isEqualTo(expected.remove());
      }
    }
  }

  private static void change(Random random, FrameBuffer buffer, ArrayDeque<Byte> expected) {
    var bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    switch (random.nextInt(6)) {
      case 0 -> {
        add(expected, bytes, bytes.length);
        buffer.put(bytes);
      }
      case 1 -> { // as a reader fills it
        if (random.nextBoolean()) {
          buffer.expect(random.nextInt(100));
        }
        var room = buffer.room();
        int n = Math.min(room.remaining(), 1 + random.nextInt(20));
        add(expected, Arrays.copyOf(bytes, n), n);
        room.put(bytes, 0, Math.min(n, bytes.length)).put(new byte[Math.max(0, n - bytes.length)]);
        buffer.filled(n);
      }
      case 2 -> { // as a writer drains it
        var content = buffer.content();
        assertThat(content.remaining()).isEqualTo(expected.size());
        int n = random.nextInt(content.remaining() + 1);
        for (int i = 0; i < n; i++) {
          assertThat(content.get()).isEqualTo(expected.remove());
        }
        buffer.skip(n);
      }
      case 3 -> {
        int n = random.nextInt(expected.size() + 1);
        for (byte b : buffer.takeBytes(n)) {
          assertThat(b).isEqualTo(expected.remove());
        }
      }
      case 4 -> { // an encoder that fails
        int length = buffer.remaining();
        buffer.put(bytes);
        buffer.truncate(length);
      }
      default -> buffer.release();
    }
  }

  private static void add(ArrayDeque<Byte> expected, byte[] bytes, int n) {
    for (int i = 0; i < n; i++) {
      expected.add(bytes[i]);
    }
  }

  @Test
  void longArray_isGivenBack_whenNothingIsInIt() {
    var buffer = new FrameBuffer().put(new byte[1024 * 1024]);
    assertThat(buffer.room().capacity()).isGreaterThan(1024 * 1024);
    buffer.skip(1024 * 1024);
    buffer.release();
    assertThat(buffer.room().capacity()).isEqualTo(8 * 1024);
  }

  @Test
  void expectedFrame_isMadeRoomFor_toTheByte() {
    var buffer = new FrameBuffer();
    int length = 300_000;
    while (buffer.remaining() < length) {
      buffer.expect(length);
      int n = buffer.room().remaining();
      assertThat(n).isPositive();
      buffer.filled(n);
    }
    assertThat(buffer.remaining()).isEqualTo(length);
  }
}
