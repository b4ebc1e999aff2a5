package dev.kioto.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random options and random bytes, cut at random places, beside a reader that has all bytes before it and all numbers of any size.
@Timeout(60)
final class LengthDelimitedRandomTest {
  private static final int ROUNDS = 20_000;

  /// @param skip -1 where none is set
  record Options(int offset, int field, int adjustment, int skip, int max, ByteOrder order) {
    static Options random(Random random) {
      return new Options(random.nextInt(4), 1 + random.nextInt(8), random.nextInt(3) == 0 ? random.nextInt(17) - 8 : 0,
          random.nextBoolean() ? -1 : random.nextInt(16), random.nextInt(4) == 0 ? random.nextInt(20) : 1000,
          random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    LengthDelimitedCodec codec() {
      var builder = LengthDelimitedCodec.builder().lengthFieldOffset(offset).lengthFieldLength(field)
          .lengthAdjustment(adjustment).maxFrameLength(max).order(order);
      return (skip < 0 ? builder : builder.numSkip(skip)).build();
    }

    int skipped() {
      return skip < 0 ? offset + field : skip;
    }
  }

  @Test
  void anyBytes_withAnyOptions_areReadAsTheReferenceReadsThem() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      var random = new Random(seed);
      var options = Options.random(random);
      var input = input(random, options);
      var places = random.ints(random.nextInt(4), 0, input.length + 1).sorted().distinct().toArray();
      int capacity = 1 + random.nextInt(40);
      assertThat(Cuts.read(options.codec(), Cuts.cut(input, places), capacity))
          .describedAs("seed %s, %s, %s cut at %s, capacity %s", seed, options, Arrays.toString(input),
              Arrays.toString(places), capacity)
          .isEqualTo(reference(options, input));
    }
  }

  // Frames as they should be; now and then one byte is another, or some are missing at the end.
  private static byte[] input(Random random, Options options) {
    var input = new FrameBuffer();
    for (int frames = random.nextInt(6); frames > 0; frames--) {
      int length = random.nextInt(4) == 0 ? 0 : random.nextInt(24);
      int all = Math.max(options.skipped() + length, options.offset() + options.field());
      var bytes = new byte[all];
      random.nextBytes(bytes);
      var value = BigInteger.valueOf((long) all - options.skipped() - options.adjustment());
      for (int i = 0; i < options.field(); i++) {
        int shift = 8 * (options.order() == ByteOrder.BIG_ENDIAN ? options.field() - 1 - i : i);
        bytes[options.offset() + i] = value.shiftRight(shift).byteValue();
      }
      input.put(bytes);
    }
    if (random.nextInt(3) == 0 && !input.isEmpty()) {
      input.set(random.nextInt(input.remaining()), (byte) random.nextInt());
    }
    int missing = random.nextInt(3) == 0 ? random.nextInt(input.remaining() + 1) : 0;
    return input.takeBytes(input.remaining() - missing);
  }

  private static List<String> reference(Options options, byte[] input) {
    var seen = new ArrayList<String>();
    int at = 0;
    while (at < input.length) {
      int fieldEnd = options.offset() + options.field();
      if (input.length - at < Math.max(fieldEnd, options.skipped())) {
        seen.add("FrameException");
        return seen;
      }
      var field = Arrays.copyOfRange(input, at + options.offset(), at + fieldEnd);
      var length = number(field, options.order()).add(BigInteger.valueOf(options.adjustment()));
      if (length.compareTo(BigInteger.valueOf(Math.max(0, fieldEnd - options.skipped()))) < 0) {
        seen.add("FrameException");
        return seen;
      }
      if (length.compareTo(BigInteger.valueOf(options.max())) > 0) {
        seen.add("FrameTooLongException");
        return seen;
      }
      int end = at + options.skipped() + length.intValueExact();
      if (end > input.length) {
        seen.add("FrameException");
        return seen;
      }
      seen.add(new String(input, at + options.skipped(), length.intValueExact(), StandardCharsets.ISO_8859_1));
      at = end;
    }
    return seen;
  }

  private static BigInteger number(byte[] field, ByteOrder order) {
    var digits = field.clone();
    if (order == ByteOrder.LITTLE_ENDIAN) {
      for (int i = 0; i < digits.length; i++) {
        digits[i] = field[digits.length - 1 - i];
      }
    }
    return new BigInteger(1, digits);
  }

  @Test
  void anyItems_writtenAndRead_areTheSame() {
    for (int seed = 0; seed < ROUNDS / 10; seed++) {
      var random = new Random(seed);
      var options = new Options(0, 2 + random.nextInt(7), -random.nextInt(9), -1, 100_000,
          random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      var out = new FrameBuffer();
      var items = new ArrayList<String>();
      for (int i = random.nextInt(5); i > 0; i--) {
        var item = new byte[random.nextInt(random.nextBoolean() ? 10 : 2000)];
        random.nextBytes(item);
        items.add(new String(item, StandardCharsets.ISO_8859_1));
        options.codec().encode(ByteBuffer.wrap(item), out);
      }
      var written = out.takeBytes(out.remaining());
      assertThat(Cuts.read(options.codec(), Cuts.cut(written, written.length / 2), 64))
          .describedAs("seed %s, %s", seed, options).isEqualTo(items);
    }
  }
}
