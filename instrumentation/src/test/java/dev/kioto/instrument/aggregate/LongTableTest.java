package dev.kioto.instrument.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LongTableTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void table_randomChanges_agreesWithAHashMap(long seed) {
    var random = new Random(seed);
    var table = new LongTable<String>();
    var model = new HashMap<Long, String>();

    for (int i = 0; i < 20_000; i++) {
      long key = 1L + random.nextInt(i < 10_000 ? 3000 : 300);
      if (random.nextInt(5) < 3) {
        if (model.putIfAbsent(key, "v" + i) == null) {
          table.put(key, "v" + i);
        }
      } else {
        model.remove(key);
        table.remove(key);
      }
      assertThat(table.size()).isEqualTo(model.size());
      assertThat(table.get(key)).isEqualTo(model.get(key));
    }

    model.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
    var values = new ArrayList<String>();
    table.forEach(values::add);
    assertThat(values).containsExactlyInAnyOrderElementsOf(model.values());
  }
}
