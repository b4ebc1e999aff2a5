package dev.kioto.console.web;

import dev.kioto.console.export.CsvTable;
import dev.kioto.console.json.ApiJson;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends whole tables as files, part by part, so that no more than a part is in memory. A file that cannot be ended is broken
/// off, so that its reader sees that it is not whole.
final class Tables {

  static final Parameter FORMAT = Parameter.query("format", "string",
      "csv or jsonl (lines of JSON) for the whole table, or its first limit rows, as a file; json for a part of it. Accept: "
          + "text/csv or application/jsonl does the same",
      "json");

  private static final Logger LOG = LoggerFactory.getLogger(Tables.class);
  private static final List<String> FORMATS = List.of("json", "csv", "jsonl");
  private static final int ROWS_OF_A_PART = 20_000; // a look at the whole table each
  private static final int MOST_AT_ONCE = 4;
  private static final Semaphore PERMITS = new Semaphore(MOST_AT_ONCE);

  private Tables() {}

  /// A part of a table.
  ///
  /// @param next where the next one begins; null when there is none
  record Part<T, P>(List<T> rows, @Nullable P next) {
  }

  /// Reads a table part by part.
  @FunctionalInterface
  interface Source<T, P> {
    /// A part of at most so many rows, from a place on; from the start when that is null.
    Part<T, P> read(@Nullable P place, int most);
  }

  /// Whether a file is asked for.
  ///
  /// @throws Refusal if it is something else
  static boolean wanted(Context request) {
    return !format(request).equals("json");
  }

  private static String format(Context request) {
    if (request.queryParam("format") != null) return Parameters.choice(request, "format", "json", FORMATS);
    for (var accepted : String.valueOf(request.header("Accept")).toLowerCase(Locale.ROOT).split(",", -1)) {
      switch (accepted.split(";", 2)[0].strip()) {
        case "text/csv" -> {
          return "csv";
        }
        case "application/jsonl", "application/x-ndjson" -> {
          return "jsonl";
        }
        case "application/json" -> {
          return "json";
        }
        default -> {
          // anything else may be meant for another server
        }
      }
    }
    return "json";
  }

  /// Sends rows that are there already.
  ///
  /// @throws Refusal if the request cannot be followed
  static <T extends Record> void send(Context request, String name, Class<T> type, List<T> rows) throws IOException {
    send(request, name, type, (@Nullable Integer from, int most) -> {
      int start = from == null ? 0 : from;
      int end = (int) Math.min(rows.size(), (long) start + most);
      return new Part<>(rows.subList(start, end), end == rows.size() ? null : (Integer) end);
    });
  }

  /// Sends a table.
  ///
  /// @param name of the file, without its ending
  /// @throws Refusal if the request cannot be followed
  static <T extends Record, P> void send(Context request, String name, Class<T> type, Source<T, P> source)
      throws IOException {
    var format = format(request);
    if (!Parameters.text(request, "cursor", "").isEmpty()) {
      throw Refusal.parameter("A file is of the whole table and has no cursor: leave 'cursor' out, or ask for json");
    }
    int limit = Parameters.integer(request, "limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
    if (!PERMITS.tryAcquire()) {
      throw Refusal.busy("There are " + MOST_AT_ONCE + " tables on their way, the most at once: ask again in a while");
    }
    try {
      var first = source.read(null, Math.min(limit, ROWS_OF_A_PART)); // refused while it still can be
      request.contentType(format.equals("csv") ? "text/csv; charset=utf-8; header=present" : "application/jsonl")
          .header("Content-Disposition", "attachment; filename=\"" + name + "." + format + "\"");
      write(request, format, type, first, source, limit);
    } finally {
      PERMITS.release();
    }
  }

  private static <T extends Record, P> void write(Context request, String format, Class<T> type, Part<T, P> first,
      Source<T, P> source, int limit) {
    try {
      var out = new BufferedOutputStream(request.outputStream(), 1 << 16);
      try (var rows = format.equals("csv") ? new CsvTable<>(type).begin(out) : Tables.<T>lines(out)) {
        int left = limit;
        for (var part = first; part != null; part = left > 0 ? next(part, source, left) : null) {
          for (var row : part.rows()) rows.write(row);
          left -= part.rows().size();
        }
      }
      out.flush();
    } catch (IOException | RuntimeException e) {
      LOG.info("{} was broken off: {}", request.path(), e.toString());
      ServletContextRequest.getServletContextRequest(request.req()).getServletChannel().abort(e);
    }
  }

  private static <T, P> @Nullable Part<T, P> next(Part<T, P> part, Source<T, P> source, int left) {
    var place = part.next();
    return place == null ? null : source.read(place, Math.min(left, ROWS_OF_A_PART));
  }

  private static <T> CsvTable.Rows<T> lines(OutputStream out) {
    return new CsvTable.Rows<>() {
      @Override
      public void write(T row) throws IOException {
        out.write(ApiJson.mapper().writeValueAsString(row).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }

      @Override
      public void close() {
        // every line is written
      }
    };
  }
}
