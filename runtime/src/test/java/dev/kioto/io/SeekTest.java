package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Context;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Seeks through buffers.
@Timeout(30)
final class SeekTest {

  /// Bytes with a position, which is found at the second poll of a seek.
  private static final class Memory implements AsyncRead, AsyncWrite, AsyncSeek {
    private final ByteBuffer bytes = ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.UTF_8));
    private boolean waits;

    @Override
    public int pollRead(Context cx, ByteBuffer into) {
      int n = Math.min(into.remaining(), bytes.remaining());
      into.put(bytes.slice(bytes.position(), n));
      bytes.position(bytes.position() + n);
      return n == 0 && into.hasRemaining() ? END : n;
    }

    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      int n = from.remaining();
      bytes.put(from);
      return n;
    }

    @Override
    public boolean pollShutdown(Context cx) {
      return true;
    }

    @Override
    public long pollSeek(Context cx, SeekFrom to) {
      waits = !waits;
      if (waits) {
        cx.waker().wake();
        return AsyncSeek.PENDING;
      }
      long base = to instanceof SeekFrom.Current ? bytes.position() : to instanceof SeekFrom.End ? bytes.limit() : 0;
      bytes.position(Math.toIntExact(base + to.offset()));
      return bytes.position();
    }

    String text() {
      return StandardCharsets.UTF_8.decode(bytes.duplicate().rewind()).toString();
    }
  }

  @Test
  void bufReader_thatSeeks_discardsWhatItReadAhead() {
    var reader = new BufReader<>(new Memory(), 6);
    assertThat(reader.readByte().await()).isEqualTo((byte) '0');
    assertThat(reader.seek(SeekFrom.current(2)).await()).isEqualTo(3);
    assertThat(reader.buffered()).isZero();
    assertThat(reader.readByte().await()).isEqualTo((byte) '3');
    assertThat(reader.streamPosition().await()).isEqualTo(4);
    assertThat(reader.seek(SeekFrom.end(-1)).await()).isEqualTo(9);
    assertThat(reader.readByte().await()).isEqualTo((byte) '9');
    assertThat(reader.rewind().await()).isZero();
    assertThat(reader.readToString(20).await()).isEqualTo("0123456789");
  }

  @Test
  void bufWriter_thatSeeks_writesWhatItGathered() {
    var memory = new Memory();
    var writer = new BufWriter<>(memory, 6);
    writer.writeByte('a').await();
    assertThat(writer.seek(SeekFrom.current(2)).await()).isEqualTo(3);
    writer.writeByte('b').await();
    writer.flush().await();
    assertThat(memory.text()).isEqualTo("a12b456789");
  }

  @Test
  void bufStream_thatSeeks_doesBoth() {
    var memory = new Memory();
    var stream = new BufStream<>(memory);
    stream.writeByte('a').await();
    assertThat(stream.rewind().await()).isZero();
    assertThat(stream.readShort().await()).isEqualTo((short) ('a' << 8 | '1'));
    assertThat(stream.streamPosition().await()).isEqualTo(2);
  }

  @Test
  void seek_ofWhatHasNoPosition_isRefused() {
    assertThatThrownBy(() -> new BufReader<>(Trickle.of("x", 1)).rewind().await())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("BufReader of Trickle cannot seek: what is behind it is no AsyncSeek");
    assertThatThrownBy(() -> new BufWriter<>(Trickle.of("x", 1)).rewind().await())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
