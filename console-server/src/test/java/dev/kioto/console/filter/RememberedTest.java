package dev.kioto.console.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RememberedTest {

  @Test
  void text_thatManyRowsHave_isLookedAtOnce() {
    var looks = new AtomicInteger();
    var remembered = new Remembered(text -> looks.incrementAndGet() > 0 && text.endsWith("9"));
    var texts = new String[] {"conn-1", "conn-9"};

    for (int i = 0; i < 100_000; i++) {
      assertThat(remembered.test(texts[i % 2])).isEqualTo(i % 2 == 1);
    }

    assertThat(looks).hasValue(2);
  }

  /// More texts than are remembered, also such as share a place, again and again.
  @ParameterizedTest
  @ValueSource(ints = {100, 5_000, 30_000, 100_000})
  void answers_ofAnyNumberOfTexts_areThoseOfThePredicate(int texts) {
    var names = new String[texts];
    for (int i = 0; i < texts; i++) names[i] = "n" + i * 7;
    var remembered = new Remembered(text -> text.hashCode() % 3 == 0);

    for (int i = 0; i < 200_000; i++) {
      var name = names[i % texts];
      if (remembered.test(name) != (name.hashCode() % 3 == 0)) throw new AssertionError(name);
    }
  }
}
