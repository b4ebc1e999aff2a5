package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Context;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.io.IoResource;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceLog;
import dev.kioto.resource.ResourceType;
import dev.kioto.runtime.Runtime;
import dev.kioto.testing.TestFuture;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a probe is told of frames.
@Timeout(60)
final class FramedProbeTest {
  private final ResourceLog log = new ResourceLog();

  /// A connection that is always as slow as can be.
  private static final class Known implements AsyncRead, AsyncWrite, IoResource {
    private static final ResourceType<Known> TYPE = ResourceType.of("Known", ResourceKind.IO, (_, _) -> {});
    private final Observed observed = Observed.of(TYPE);

    @Override
    public int pollRead(Context cx, ByteBuffer into) {
      return AsyncRead.PENDING;
    }

    @Override
    public int pollWrite(Context cx, ByteBuffer from) {
      return AsyncRead.PENDING;
    }

    @Override
    public boolean pollShutdown(Context cx) {
      return false;
    }

    @Override
    public @Nullable Resource resource() {
      return observed.resource(this);
    }
  }

  @Test
  void frames_areOperations_onTheirConnection() throws Exception {
    try (var runtime = Runtime.builder().currentThread().enableAll().probe(log).build()) {
      runtime.blockOn(() -> {
        var framed = Framed.of(new Known(), new LinesCodec());
        var next = TestFuture.of(framed.next());
        next.assertPending();
        assertThat(log.next()).isEqualTo("created Known");
        assertThat(log.next()).startsWith("started FramedRead::next");
        TestFuture.of(framed.feed("x")).assertReady();
        assertThat(log.next()).startsWith("started FramedWrite::feed");
        assertThat(log.next()).isEqualTo("ended FramedWrite::feed");
        var send = TestFuture.of(framed.send("y"));
        send.assertPending();
        assertThat(log.next()).startsWith("started FramedWrite::send");
        assertThat(log.waiting()).containsExactly("FramedRead::next", "FramedWrite::send");
        assertThat(send.toString()).contains("4 bytes to be written");
        next.drop();
        assertThat(log.next()).isEqualTo("gave up FramedRead::next");
        send.drop();
        assertThat(log.next()).isEqualTo("gave up FramedWrite::send");
        return null;
      });
    }
  }
}
