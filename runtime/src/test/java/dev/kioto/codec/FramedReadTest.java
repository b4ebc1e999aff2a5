package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Outcome;
import dev.kioto.future.Poll;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.AsyncWrite;
import dev.kioto.testing.IoMock;
import dev.kioto.testing.TestFuture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // closed before its block ends
final class FramedReadTest {
  private static final Decoder<Integer> NUMBERS = in -> in.remaining() < 4 ? null : in.takeInt();

  private static FramedRead<String> lines(IoMock.Builder script) {
    return new FramedRead<>(script.build(), new LinesCodec(10));
  }

  @Test
  void decoder_asALambda() {
    Cuts.assertFrames(() -> NUMBERS, Cuts.latin("\0\0\0\1\0\0\1\0"), "1", "256");
    Cuts.assertFrames(() -> NUMBERS, Cuts.latin("\0\0\0\1\0\0"), "1", "FrameException");
    assertThat(Cuts.read(NUMBERS, List.of(), 8)).isEmpty();
  }

  @Test
  void failure_ofTheFrame_isThrown_andTheStreamGoesOn() {
    var lines = lines(IoMock.builder().read("one\nfar too long for it\ntwo\n"));
    assertThat(lines.next().await()).isEqualTo("one");
    assertThatThrownBy(() -> lines.next().await()).isInstanceOf(FrameTooLongException.class);
    assertThat(lines.next().await()).isEqualTo("two");
    assertThat(lines.next().await()).isNull();
  }

  @Test
  void outcomes_areForLoops() {
    var seen = new ArrayList<String>();
    for (var line : lines(IoMock.builder().read("one\nfar too long for it\ntwo\n")).outcomes().iterate()) {
      seen.add(switch (line) {
        case Outcome.Success<String>(var text) -> text;
        case Outcome.Failure<String>(var failure) -> failure.getClass().getSimpleName();
      });
    }
    assertThat(seen).containsExactly("one", "FrameTooLongException", "two");
  }

  @Test
  void failure_ofTheDecoder_endsTheStream() {
    Decoder<Integer> wrong = _ -> {
      throw new ArithmeticException("wrong");
    };
    var frames = new FramedRead<>(IoMock.builder().read("ab").build(), wrong);
    assertThatThrownBy(() -> frames.next().await()).isInstanceOf(ArithmeticException.class);
    assertThat(frames.next().await()).isNull();
  }

  @Test
  void failure_ofARead_endsTheStream() {
    var lines = lines(IoMock.builder().read("one\ntw").readFails(new IOException("reset")).read("o\n"));
    assertThat(lines.next().await()).isEqualTo("one");
    assertThatThrownBy(() -> lines.next().await()).isInstanceOf(UncheckedIOException.class)
        .hasMessage("IoMock: read failed: reset");
    assertThat(lines.next().await()).isNull();
  }

  @Test
  void next_droppedAtEachByte_losesNothing() {
    var text = "first\nsecond\n";
    for (int cut = 0; cut < text.length(); cut++) {
      var script = IoMock.builder();
      if (cut > 0) {
        script.read(text.substring(0, cut));
      }
      var io = script.write("go").read(text.substring(cut)).build();
      var lines = new FramedRead<>(io, new LinesCodec());
      var seen = new ArrayList<String>();
      boolean gone = false;
      while (seen.size() < 2) {
        var next = TestFuture.of(lines.next());
        if (next.poll() instanceof Poll.Ready<String>(var line)) {
          seen.add(line);
        } else {
          assertThat(gone).isFalse();
          gone = true;
          next.drop();
          io.writeAll(ByteBuffer.wrap(Cuts.latin("go"))).await();
        }
      }
      assertThat(seen).containsExactly("first", "second");
    }
  }

  @Test
  void end_isAnsweredAgain_andWhatComesAfterIt_isRead() {
    var growing = new Growing();
    var lines = new FramedRead<>(growing, new LinesCodec());
    growing.append("one\n");
    assertThat(lines.next().await()).isEqualTo("one");
    assertThat(lines.next().await()).isNull();
    assertThat(lines.next().await()).isNull();
    growing.append("two\n");
    assertThat(lines.next().await()).isEqualTo("two");
    assertThat(lines.next().await()).isNull();
  }

  /// A source like a file that somebody appends to.
  private static final class Growing implements AsyncRead {
    private final FrameBuffer bytes = new FrameBuffer();

    void append(String text) {
      bytes.put(Cuts.latin(text));
    }

    @Override
    public int pollRead(Context cx, ByteBuffer into) {
      int n = Math.min(bytes.remaining(), into.remaining());
      into.put(bytes.take(n));
      return n == 0 ? END : n;
    }
  }

  @Test
  void decoder_thatNeverHasEnough_isStoppedAtItsLimit() {
    AsyncRead endless = (_, into) -> {
      int n = into.remaining();
      into.position(into.limit());
      return n;
    };
    Decoder<String> greedy = _ -> null;
    assertThatThrownBy(() -> new FramedRead<>(endless, greedy).next().await()).isInstanceOf(FrameTooLongException.class)
        .hasMessageContaining("is longer than its limit of 8388608: the stream ends here");
    Decoder<String> modest = new Decoder<>() {
      @Override
      public @Nullable String decode(FrameBuffer in) {
        return null;
      }

      @Override
      public int maxBuffered() {
        return 100;
      }
    };
    var frames = new FramedRead<>(endless, modest, 60);
    assertThatThrownBy(() -> frames.next().await()).isInstanceOf(FrameTooLongException.class)
        .hasMessage("a frame of at least 120 bytes is longer than its limit of 100: the stream ends here");
    assertThat(frames.next().await()).isNull();
  }

  @Test
  void source_thatAnswersWrongly_isTold() {
    AsyncRead nothing = (_, _) -> 0;
    AsyncRead liar = (_, _) -> 5;
    for (var source : List.of(nothing, liar)) {
      assertThatThrownBy(() -> new FramedRead<>(source, NUMBERS).next().await())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("and read 0 bytes into a buffer with room");
    }
  }

  @Test
  void bytes_areHandedOnAsTheyCome_andAreNotOverwritten() {
    var io = IoMock.builder().read("abc").read("defgh").read("ij").build();
    var chunks = new FramedRead<>(io, new BytesCodec(), 4).toList().await();
    assertThat(chunks).containsExactly(ByteBuffer.wrap(Cuts.latin("abc")), ByteBuffer.wrap(Cuts.latin("defg")),
        ByteBuffer.wrap(Cuts.latin("h")), ByteBuffer.wrap(Cuts.latin("ij")));
  }

  @Test
  void otherCodec_afterAHandshake_getsWhatHasBeenRead() {
    try (var io = IoMock.builder().read("START\n\0\0\0\5he").write("ok\n\0\0\0\3yes").read("llo").build()) {
      var text = Framed.of(io, new LinesCodec());
      assertThat(text.next().await()).isEqualTo("START");
      text.feed("ok").await();
      var frames = text.withCodec(new LengthDelimitedCodec());
      assertThat(text.next().await()).isNull();
      frames.send(ByteBuffer.wrap(Cuts.latin("yes"))).await();
      assertThat(frames.next().await()).isEqualTo(ByteBuffer.wrap(Cuts.latin("hello")));
      frames.close();
    }
  }

  @Test
  void rest_isForWhoeverReadsOn() {
    var lines = lines(IoMock.builder().read("HEAD\nbody"));
    assertThat(lines.next().await()).isEqualTo("HEAD");
    assertThat(lines.buffer().takeUtf8(4)).isEqualTo("body");
  }

  @Test
  void close_closesWhatIsRead_butNotThatOfAFramed() {
    var target = new SlowConnection();
    var framed = Framed.of(target, new LinesCodec());
    framed.reader().close();
    framed.writer().close();
    assertThat(target.closed).isZero();
    assertThat(framed.next().await()).isNull();
    framed.close();
    assertThat(target.closed).isEqualTo(1);
    new FramedRead<>(target, new LinesCodec()).close();
    assertThat(target.closed).isEqualTo(2);
  }

  private static final class SlowConnection implements AsyncRead, AsyncWrite, AutoCloseable {
    private int closed;

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
      return true;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void trace_saysWhatIsWaitedFor() {
    var lines = lines(IoMock.builder().read("beg").write("x").read("in\n"));
    var next = lines.next();
    TestFuture.of(next).assertPending();
    assertThat(AwaitTrace.of(next).toString()).contains("a frame from IoMock, of which 3 bytes are here");
  }
}
