package dev.kioto.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.codec.BytesCodec;
import dev.kioto.codec.FramedWrite;
import dev.kioto.runtime.Runtime;
import dev.kioto.stream.SinkWriter;
import dev.kioto.stream.StreamReader;
import dev.kioto.stream.Streams;
import dev.kioto.testing.IoMock;
import dev.kioto.testing.TestStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Readers and writers as something else, and those of nothing.
@Timeout(30)
@SuppressWarnings("try") // closed before its block ends
final class BridgesTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer buffer) {
    return StandardCharsets.UTF_8.decode(buffer.duplicate()).toString();
  }

  @Test
  void lines_asAStream_endAndCloseTheReader() {
    var source = Trickle.of("one\ntwo", 2);
    var lines = Streams.lines(new BufReader<>(source).lines(10));
    assertThat(lines.iterate()).containsExactly("one", "two");
    assertThat(source.closes).isEqualTo(1);
    try (var stream = TestStream.of(lines)) {
      stream.assertEnd();
    }
    assertThat(source.closes).isEqualTo(1);
  }

  @Test
  void lines_asAStream_areOverAtOneThatIsTooLong() {
    try (var lines = TestStream.of(Streams.lines(new BufReader<>(Trickle.of("one\ntoo long\nx", 100)).lines(4)))) {
      lines.assertPending();
      lines.assertNext("one");
      lines.assertFails(UncheckedIOException.class);
      lines.assertEnd();
    }
  }

  @Test
  void lines_thatAreAllThere_giveWay() {
    try (var runtime = Runtime.builder().enableAll().currentThread().build()) {
      var lines = new BufReader<>(Io.repeat((byte) '\n')).lines(1);
      runtime.blockOn(runtime.spawn(() -> {
        var endless = runtime.spawn(Streams.lines(lines).count());
        runtime.spawn(() -> {}).await();
        endless.abort();
      }));
    }
  }

  @Test
  void parts_asAStream_areBetweenTheBytes() {
    var parts = Streams.split(new BufReader<>(Trickle.of("a,b,,c", 2)).split((byte) ',', 9));
    assertThat(parts.map(part -> new String(part, StandardCharsets.UTF_8)).toList().await())
        .containsExactly("a", "b", "", "c");
  }

  @Test
  void chunks_ofAReader_areAllOfIt() {
    var source = Trickle.of("hello world", 4);
    assertThat(Streams.read(source, 3).map(BridgesTest::text).toList().await())
        .containsExactly("hel", "lo ", "wor", "ld");
    assertThat(source.closes).isEqualTo(1);
    assertThatThrownBy(() -> Streams.read(source, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void chunks_ofAReaderThatFails_areOver() {
    var io = IoMock.builder().read("x").readFails(new IOException("reset")).build();
    try (var chunks = TestStream.of(Streams.read(io, 8))) {
      assertThat(text(chunks.assertNext())).isEqualTo("x");
      assertThat(chunks.assertFails(UncheckedIOException.class)).hasMessageContaining("reset");
      chunks.assertEnd();
    }
  }

  @Test
  void streamReader_ofBuffers_readsAcrossThem() {
    var reader = new StreamReader(Streams.of(bytes("one\nt"), bytes(""), bytes("wo\nthree")));
    assertThat(reader.readLine(9).await()).isEqualTo("one");
    assertThat(reader.readLine(9).await()).isEqualTo("two");
    assertThat(reader.readToString(9).await()).isEqualTo("three");
    assertThat(reader.read(ByteBuffer.allocate(1)).await()).isEqualTo(AsyncRead.END);
    assertThatThrownBy(() -> reader.consume(1)).isInstanceOf(IllegalArgumentException.class);
    reader.close();
  }

  @Test
  void sinkWriter_givesItemsToASink_andEndsIt() {
    var sink = new Trickle(new byte[0], 3);
    try (var writer = new SinkWriter(new FramedWrite<ByteBuffer>(sink, new BytesCodec()), 4)) {
      writer.writeAll(bytes("hello world")).await();
      assertThat(writer.write(ByteBuffer.allocate(0)).await()).isZero();
      writer.flush().await();
      assertThat(sink.text()).isEqualTo("hello world");
      writer.shutdown().await();
    }
    assertThat(sink.shutdowns).isEqualTo(1);
    assertThat(sink.closes).isEqualTo(1);
    assertThatThrownBy(() -> new SinkWriter(new FramedWrite<ByteBuffer>(sink, new BytesCodec()), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void inputStream_ofAReader_isReadByCodeThatKnowsThose() throws Exception {
    var source = Trickle.of("one\ntwo", 2);
    var stream = Io.toInputStream(source);
    assertThat(stream.read()).isEqualTo('o');
    assertThat(stream.read(new byte[0])).isZero();
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      assertThat(reader.readAllLines()).containsExactly("ne", "two");
    }
    assertThat(source.closes).isEqualTo(1);
    assertThat(Io.toInputStream(Io.empty()).read()).isEqualTo(-1);
  }

  @Test
  void outputStream_ofAWriter_writesAllAndShutsDown() throws Exception {
    var sink = new Trickle(new byte[0], 2);
    try (var stream = Io.toOutputStream(sink)) {
      stream.write('h');
      stream.write("hello".getBytes(StandardCharsets.UTF_8), 1, 4);
      stream.flush();
      stream.close();
    }
    assertThat(sink.text()).isEqualTo("hello");
    assertThat(sink.shutdowns).isEqualTo(1);
    assertThat(sink.closes).isEqualTo(1);
  }

  @Test
  void jdkStreams_ofWhatFails_failAsTheyDo() {
    try (var io = IoMock.builder().readFails(new IOException("reset")).writeFails(new IOException("full")).build()) {
      assertThatThrownBy(() -> Io.toInputStream(io).read()).isInstanceOf(IOException.class)
          .hasMessage("IoMock: read failed: reset");
      assertThatThrownBy(() -> Io.toOutputStream(io).write(1)).isInstanceOf(IOException.class)
          .hasMessage("IoMock: write failed: full");
    }
  }

  @Test
  void jdkStreams_inDirectTasks_suspendThem() {
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).build()) {
      var duplex = Io.duplex(4);
      var read = runtime.spawn(() -> new String(Io.toInputStream(duplex.b()).readAllBytes(), StandardCharsets.UTF_8));
      runtime.spawn(() -> {
        try (var out = Io.toOutputStream(duplex.a())) {
          out.write("hello world".getBytes(StandardCharsets.UTF_8));
        }
        return null;
      }).await();
      assertThat(read.await()).isEqualTo("hello world");
    }
  }

  @Test
  void inspect_seesWhatPasses() {
    var read = new ArrayList<String>();
    var written = new ArrayList<String>();
    var reader = Io.inspect((AsyncRead) Trickle.of("hello", 2), buffer -> read.add(text(buffer)));
    var sink = new Trickle(new byte[0], 3);
    var writer = Io.inspect((AsyncWrite) sink, buffer -> written.add(text(buffer)));
    Io.copy(reader, writer).await();
    assertThat(read).containsExactly("he", "ll", "o");
    assertThat(String.join("", written)).isEqualTo("hello");
    assertThat(sink.text()).isEqualTo("hello");
    writer.shutdown().await();
    assertThat(sink.shutdowns).isEqualTo(1);
    Io.close(writer);
    assertThat(sink.closes).isEqualTo(1);
  }

  @Test
  void nothing_isReadAndWritten() {
    assertThat(Io.empty().readToString(9).await()).isEmpty();
    assertThat(Io.empty().readLine(9).await()).isNull();
    var into = ByteBuffer.allocate(3000);
    Io.repeat((byte) 7).readExact(into).await();
    assertThat(into.array()).containsOnly(7);
    assertThat(Io.copy(Io.repeat((byte) 7).take(1_000_000), Io.sink()).await()).isEqualTo(1_000_000);
  }

  @Test
  void join_ofAReaderAndAWriter_isBoth() {
    var reader = Trickle.of("in", 2);
    var writer = new Trickle(new byte[0], 2);
    var both = Io.join(reader, writer);
    assertThat(both.readToString(9).await()).isEqualTo("in");
    both.writeAll(bytes("out"), bytes("put")).await();
    both.flush().await();
    both.shutdown().await();
    assertThat(writer.text()).isEqualTo("output");
    assertThat(writer.flushes + writer.shutdowns).isEqualTo(2);
    both.close();
    assertThat(both.reader().closes + both.writer().closes).isEqualTo(2);
  }
}
