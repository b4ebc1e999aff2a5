package dev.kioto.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TextMarkTest {

  private static final String LETTERS = "abKskſ-9ßßäÄIıi\uD83D\uDE00\u212A";

  @Test
  void signature_ofAPartInAnyCase_isPartOfTheWholes() {
    var random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      var text = text(random, random.nextInt(12));
      int from = random.nextInt(text.length() + 1);
      var part = text.substring(from, from + random.nextInt(text.length() - from + 1));
      for (var wanted : new String[] {part, part.toUpperCase(Locale.ROOT), part.toLowerCase(Locale.ROOT)}) {
        if (!part.equalsIgnoreCase(wanted)) continue; // became longer
        assertThat(TextMark.mayContain(TextMark.signature(text), TextMark.signature(wanted)))
            .as("'%s' in '%s'", wanted, text).isTrue();
      }
    }
  }

  @Test
  void signature_ofWhatIsNotThere_isMostOftenNot() {
    int wanted = TextMark.signature("conn-77");
    int candidates = 0;
    for (int i = 0; i < 100_000; i++) {
      if (TextMark.mayContain(TextMark.signature("conn-" + i), wanted)) candidates++;
    }

    assertThat(candidates).isBetween(1_111, 20_000);
  }

  @Test
  void mark_ofWhatIsNotKnown_mayContainAnything() {
    assertThat(TextMark.mayContain(TextMark.ANYTHING, TextMark.signature("conn-77"))).isTrue();
    assertThat(TextMark.mayContain(17, TextMark.signature("conn-77"))).isTrue();
    assertThat(TextMark.mayContain(TextMark.EMPTY, TextMark.signature(""))).isTrue();
    assertThat(TextMark.mayContain(TextMark.EMPTY, 0)).isTrue();
    assertThat(TextMark.mayContain(TextMark.EMPTY, TextMark.signature("ab"))).isFalse();
  }

  @Test
  void memo_ofManyNumbers_saysWhatWasPutOrNothing() {
    var memo = new MarkMemo();
    int kept = 0;
    for (int mark = 1; mark < 20_000; mark++) memo.put(mark, mark % 3 == 0);
    for (int mark = 1; mark < 20_000; mark++) {
      int answer = memo.answer(mark);
      assertThat(answer).isIn(-1, mark % 3 == 0 ? 1 : 0);
      if (answer >= 0) kept++;
    }
    assertThat(kept).isGreaterThan(19_000);
    memo.put((1 << 30) - 1, true);
    assertThat(memo.answer((1 << 30) - 1)).isOne();
    memo.clear();
    assertThat(memo.answer(3)).isEqualTo(-1);
  }

  private static String text(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    return text.toString();
  }
}
