package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.future.Outcome;
import dev.kioto.testing.IoMock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Reads the same bytes in pieces of every shape: whole, byte by byte, and cut in two and three at each place.
final class Cuts {
  private Cuts() {}

  /// Asserts what a decoder makes of some bytes, however they come. Frames are as text, a buffer being its bytes in Latin-1; a failure
  /// is its class's simple name.
  static void assertFrames(Supplier<Decoder<?>> decoder, byte[] input, String... expected) {
    assertThat(read(decoder.get(), List.of(input), 8192)).describedAs("whole").containsExactly(expected);
    assertThat(read(decoder.get(), bytewise(input), 8192)).describedAs("byte by byte").containsExactly(expected);
    assertThat(read(decoder.get(), List.of(input), 1)).describedAs("into a buffer of one byte")
        .containsExactly(expected);
    for (int i = 1; i < input.length; i++) {
      assertThat(read(decoder.get(), cut(input, i), 8192)).describedAs("cut at " + i).containsExactly(expected);
      for (int j = i + 1; j < input.length; j++) {
        assertThat(read(decoder.get(), cut(input, i, j), 3)).describedAs("cut at " + i + " and " + j)
            .containsExactly(expected);
      }
    }
  }

  private static List<byte[]> bytewise(byte[] input) {
    var pieces = new ArrayList<byte[]>();
    for (byte b : input) {
      pieces.add(new byte[] {b});
    }
    return pieces;
  }

  static List<byte[]> cut(byte[] input, int... places) {
    var pieces = new ArrayList<byte[]>();
    int from = 0;
    for (int place : places) {
      pieces.add(Arrays.copyOfRange(input, from, place));
      from = place;
    }
    pieces.add(Arrays.copyOfRange(input, from, input.length));
    return pieces;
  }

  static List<String> read(Decoder<?> decoder, List<byte[]> pieces, int capacity) {
    var script = IoMock.builder();
    for (var piece : pieces) {
      if (piece.length > 0) {
        script.read(piece);
      }
    }
    var seen = new ArrayList<String>();
    var frames = new FramedRead<Object>(script.build(), decoder, capacity).outcomes();
    try {
      for (var frame = frames.next().await(); frame != null; frame = frames.next().await()) {
        seen.add(shown(frame));
      }
    } catch (FrameException e) {
      assertThat(e.goesOn()).isFalse();
      seen.add(e.getClass().getSimpleName());
      assertThat(frames.next().await()).describedAs("after a failure that ends the stream").isNull();
    }
    return seen;
  }

  private static String shown(Outcome<Object> frame) {
    return switch (frame) {
      case Outcome.Success<Object>(ByteBuffer bytes) -> StandardCharsets.ISO_8859_1.decode(bytes).toString();
      case Outcome.Success<Object>(var other) -> other.toString();
      case Outcome.Failure<Object>(var failure) -> failure.getClass().getSimpleName();
    };
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
