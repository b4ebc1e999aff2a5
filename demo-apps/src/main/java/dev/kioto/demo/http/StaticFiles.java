package dev.kioto.demo.http;

import dev.kioto.demo.http.HttpInput.Head;
import dev.kioto.demo.http.Response.Content;
import dev.kioto.fs.Fs;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/// The files below a directory, and none beside it: neither by `..` nor by a link that leads out of it.
final class StaticFiles {

  private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "txt",
      "text/plain; charset=utf-8", "css", "text/css", "js", "text/javascript", "json", "application/json", "svg",
      "image/svg+xml", "png", "image/png", "md", "text/markdown; charset=utf-8");

  private final Path root; // without links

  /// @throws UncheckedIOException when there is no such directory
  StaticFiles(Path root) {
    this.root = Fs.canonicalize(root).await();
  }

  /// The file of a path, or why there is none.
  Response answer(Head head) {
    Path file;
    try {
      file = root.resolve(head.path().substring(1)).normalize();
    } catch (InvalidPathException _) {
      return Response.error(Status.BAD_REQUEST, "the path has a character that none has");
    }
    if (!file.startsWith(root)) return outside();
    try {
      var real = Fs.canonicalize(file).await();
      if (!real.startsWith(root)) return outside();
      var metadata = Fs.metadata(real).await();
      return metadata.isFile() ? file(head, real, metadata.length(), metadata.modified())
          : Response.error(Status.NOT_FOUND, "there is no such file");
    } catch (UncheckedIOException _) {
      return Response.error(Status.NOT_FOUND, "there is no such file");
    }
  }

  private static Response outside() {
    return Response.error(Status.FORBIDDEN, "the path leads out of what is served");
  }

  private static Response file(Head head, Path file, long length, Instant changed) {
    var tag = String.format(Locale.ROOT, "\"%x-%x\"", length, changed.toEpochMilli());
    var response = isKnown(head, tag, changed) ? new Response(Status.NOT_MODIFIED, Map.of(), new Content.None())
        : Response.of(Status.OK, type(file), new Content.FileContent(file, length));
    return response.with("ETag", tag).with("Last-Modified", HttpEncoder.DATE.format(changed));
  }

  /// Whether the client has it as it is. What it knows it by goes before what it knows of the time.
  private static boolean isKnown(Head head, String tag, Instant changed) {
    if (head.header("if-none-match") != null) return head.has("if-none-match", tag) || head.has("if-none-match", "*");
    var since = head.header("if-modified-since");
    if (since == null) return false;
    try {
      var known = ZonedDateTime.parse(since, DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC)).toInstant();
      return !changed.truncatedTo(ChronoUnit.SECONDS).isAfter(known);
    } catch (DateTimeException _) {
      return false; // as if nothing had been said
    }
  }

  private static String type(Path file) {
    var name = String.valueOf(file.getFileName());
    return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT),
        "application/octet-stream");
  }
}
