package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.Outcome;
import dev.kioto.net.UdpSocket;
import dev.kioto.runtime.Runtime;
import dev.kioto.runtime.Setup;
import dev.kioto.testing.TestFuture;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Frames in datagrams, from and to a socket of the JDK on this machine, where none are lost in such numbers.
@ParameterizedClass
@EnumSource
@Timeout(30)
@SuppressWarnings("try") // closed before its block ends
final class UdpFramedTest {
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final Runtime runtime;
  private final UdpSocket socket;
  private DatagramSocket peer;

  UdpFramedTest(Setup setup) {
    runtime = setup.start();
    socket = runtime.spawn(() -> UdpSocket.bind(ANY_PORT)).await();
  }

  @BeforeEach
  void open() throws Exception {
    peer = new DatagramSocket(ANY_PORT);
    peer.setSoTimeout(10_000);
  }

  @AfterEach
  void close() {
    peer.close();
    socket.close();
    runtime.close();
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) peer.getLocalSocketAddress();
  }

  private void send(String text) throws Exception {
    var bytes = Cuts.latin(text);
    peer.send(new DatagramPacket(bytes, bytes.length, socket.localAddress()));
  }

  private String receive() throws Exception {
    var packet = new DatagramPacket(new byte[100], 100);
    peer.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void datagrams_haveFramesOfTheirOwn_andASender() throws Exception {
    var lines = UdpFramed.of(socket, new LinesCodec());
    send("one\ntwo");
    send("");
    send("three\n");
    for (var text : new String[] {"one", "two", "three"}) {
      assertThat(lines.next().await()).isEqualTo(new UdpFrame<>(text, address()));
    }
  }

  @Test
  void eachItem_isADatagram() throws Exception {
    var lines = UdpFramed.of(socket, new LinesCodec());
    lines.send(new UdpFrame<>("one", address())).await();
    lines.feed(new UdpFrame<>("two", address())).await();
    lines.shutdown().await();
    assertThat(receive()).isEqualTo("one\n");
    assertThat(receive()).isEqualTo("two\n");
    var bytes = UdpFramed.of(socket, new BytesCodec());
    bytes.send(new UdpFrame<>(ByteBuffer.allocate(0), address())).await();
    assertThat(receive()).isEmpty();
  }

  @Test
  void longestDatagram_goesThrough() throws Exception {
    var bytes = UdpFramed.of(socket, new BytesCodec());
    var all = new byte[65_507];
    all[65_506] = 7;
    peer.setSendBufferSize(1 << 20);
    peer.send(new DatagramPacket(all, all.length, socket.localAddress()));
    assertThat(Objects.requireNonNull(bytes.next().await()).frame()).isEqualTo(ByteBuffer.wrap(all));
  }

  @Test
  void wrongFrames_endTheirDatagramAtMost() throws Exception {
    var seen = new ArrayList<String>();
    send("\0\1a\0\7b");
    send("\0\1c\7\7\7");
    send("\0");
    send("\0\1d");
    var codec = LengthDelimitedCodec.builder().lengthFieldLength(2).maxFrameLength(10).build();
    for (var outcome : UdpFramed.of(socket, codec).outcomes().take(6).iterate()) {
      seen.add(switch (outcome) {
        case Outcome.Success<UdpFrame<ByteBuffer>>(var frame) -> "" + (char) frame.frame().get();
        case Outcome.Failure<UdpFrame<ByteBuffer>>(var failure) -> failure.getClass().getSimpleName();
      });
    }
    assertThat(seen).containsExactly("a", "FrameException", "c", "FrameTooLongException", "FrameException", "d");
  }

  @Test
  void lineThatIsTooLong_isForgottenWithItsDatagram() throws Exception {
    var lines = UdpFramed.of(socket, new LinesCodec(3));
    send("abcdef");
    send("ghi\njklm\nno");
    assertThatThrownBy(() -> lines.next().await()).isInstanceOf(FrameTooLongException.class);
    assertThat(Objects.requireNonNull(lines.next().await()).frame()).isEqualTo("ghi");
    assertThatThrownBy(() -> lines.next().await()).isInstanceOf(FrameTooLongException.class);
    assertThat(Objects.requireNonNull(lines.next().await()).frame()).isEqualTo("no");
  }

  @Test
  void sendThatFails_isGivenUp_andTheNextGoes() throws Exception {
    var lines = UdpFramed.of(socket, new LinesCodec());
    assertThatThrownBy(() -> lines.send(new UdpFrame<>("x".repeat(70_000), address())).await())
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> lines.send(new UdpFrame<>("a\nb", address())).await()).isInstanceOf(FrameException.class);
    var nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 1);
    assertThatThrownBy(() -> lines.send(new UdpFrame<>("x", nowhere)).await())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere.invalid");
    lines.send(new UdpFrame<>("next", address())).await();
    assertThat(receive()).isEqualTo("next\n");
  }

  @Test
  void droppedNext_losesNothing() throws Exception {
    var lines = UdpFramed.of(socket, new LinesCodec());
    for (int i = 0; i < 50; i++) {
      var next = TestFuture.of(lines.next());
      next.assertPending();
      next.drop();
      send(i + "a\n" + i + "b");
      assertThat(Objects.requireNonNull(lines.next().await()).frame())
          .isEqualTo(i + "a");
      assertThat(Objects.requireNonNull(lines.next().await()).frame()).isEqualTo(i + "b");
    }
  }

  @Test
  void close_closesTheSocket_andIsTheEnd() {
    var lines = UdpFramed.of(socket, new LinesCodec());
    lines.close();
    assertThat(socket.channel().isOpen()).isFalse();
    assertThat(lines.next().await()).isNull();
  }
}
