package dev.kioto.console.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.WakeEdge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTableTest {

  record Row(String text, @Nullable String absent, long number, double share, boolean flag, List<String> list,
      Map<String, String> map) {
  }

  @Test
  void rows_haveTheColumnsOfTheRecord() throws IOException {
    assertThat(write(Row.class, new Row("plain", null, -5, 0.5, true, List.of("a"), Map.of("k", "v"))))
        .isEqualTo("""
            text,absent,number,share,flag,list,map
            plain,,-5,0.5,true,"[""a""]","{""k"":""v""}"
            """.replace("\n", "\r\n"));
  }

  @Test
  void recordsWithin_haveBothNames() throws IOException {
    var edge = new WakeEdge(null, new TaskRef("2", "two"), 40, Instant.EPOCH);

    assertThat(write(WakeEdge.class, edge))
        .isEqualTo("from.id,from.name,to.id,to.name,wakes,lastAt\r\n,,2,two,40,1970-01-01T00:00:00Z\r\n");
  }

  @Test
  void pointsOfSeries_areRows() throws IOException {
    assertThat(write(SeriesRow.class, new SeriesRow("tasks.idle", Instant.EPOCH, 1.5, 1, 2)))
        .isEqualTo("series,at,mean,min,max\r\ntasks.idle,1970-01-01T00:00:00Z,1.5,1.0,2.0\r\n");
  }

  @Test
  void tableWithoutRows_hasItsColumns() throws IOException {
    assertThat(write(TaskRef.class)).isEqualTo("id,name\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"http://x\",\"y\")"})
  void textLikeAFormula_isNotOneAnyMore(String text) throws IOException {
    assertThat(read(write(TaskRef.class, new TaskRef("1", text)))[1]).isEqualTo("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "say \"hi\"", "two\r\nlines", "\u00e4\u4e16\ud83d\ude00", " blank ", "'quoted'"})
  void textOfAnyKind_comesBackAsItWas(String text) throws IOException {
    assertThat(read(write(TaskRef.class, new TaskRef("1", text)))[1]).isEqualTo(text);
  }

  private static String[] read(String csv) throws IOException {
    var mapper = CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
    try (var rows = mapper.readerFor(String[].class).<String[]>readValues(csv)) {
      var all = rows.readAll();
      assertThat(all).hasSize(2);
      return all.get(1);
    }
  }

  @SafeVarargs
  private static <T extends Record> String write(Class<T> type, T... rows) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var table = new CsvTable<>(type).begin(out)) {
      for (var row : rows) table.write(row);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
