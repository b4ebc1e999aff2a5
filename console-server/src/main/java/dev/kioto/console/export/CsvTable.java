package dev.kioto.console.export;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.kioto.console.json.ApiJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes records as CSV (RFC 4180), row by row. The columns are the components of the record, in its order; those of a record
/// within it have both names, as in `from.id`; lists and maps are JSON in one cell.
///
/// A text that a spreadsheet would take for a formula (a task may be called `=HYPERLINK(...)`) gets an apostrophe before it.
public final class CsvTable<T extends Record> {

  private static final CsvFactory FACTORY = CsvFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
      .enable(CsvGenerator.Feature.STRICT_CHECK_FOR_QUOTING).build();
  private static final String FORMULA = "=+-@\t\r"; // what a cell begins with that spreadsheets evaluate

  private final List<Column> columns = new ArrayList<>();

  private record Column(String name, Function<Object, @Nullable Object> value) {
  }

  /// A table of such records.
  public CsvTable(Class<T> type) {
    add("", type, row -> row);
  }

  private void add(String prefix, Class<?> type, Function<Object, @Nullable Object> of) {
    for (var component : type.getRecordComponents()) {
      Function<Object, @Nullable Object> value = row -> {
        var holder = of.apply(row);
        return holder == null ? null : read(component, holder);
      };
      boolean unwrapped = component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
      var name = unwrapped ? prefix : prefix + component.getName();
      if (component.getType().isRecord()) {
        add(unwrapped ? prefix : name + ".", component.getType(), value);
      } else {
        columns.add(new Column(name, value));
      }
    }
  }

  private static @Nullable Object read(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("A record of the API can be read: " + component, e);
    }
  }

  /// Something that rows are given to.
  public interface Rows<T> extends AutoCloseable {
    /// Writes a row.
    ///
    /// @throws IOException if it cannot be written
    void write(T row) throws IOException;

    /// Writes what is left. Leaves the stream open.
    @Override
    void close() throws IOException;
  }

  /// Begins a file, with the names of the columns.
  ///
  /// @throws IOException if it cannot be written
  public Rows<T> begin(OutputStream out) throws IOException {
    var schema = CsvSchema.builder().setLineSeparator("\r\n").setUseHeader(true);
    columns.forEach(column -> schema.addColumn(column.name()));
    var csv = FACTORY.createGenerator(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    csv.setSchema(schema.build());
    return new Rows<>() {
      @Override
      public void write(T row) throws IOException {
        csv.writeStartArray();
        for (var column : columns) cell(csv, column.value().apply(row));
        csv.writeEndArray();
      }

      @Override
      public void close() throws IOException {
        csv.close();
      }
    };
  }

  private static void cell(CsvGenerator csv, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> csv.writeString("");
      case Number number -> csv.writeRawValue(number.toString());
      case Boolean flag -> csv.writeBoolean(flag);
      case List<?> list -> csv.writeString(json(list));
      case Map<?, ?> map -> csv.writeString(json(map));
      default -> csv.writeString(safe(value.toString()));
    }
  }

  static String safe(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String json(Object value) {
    try {
      return ApiJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A record of the API has JSON", e);
    }
  }
}
