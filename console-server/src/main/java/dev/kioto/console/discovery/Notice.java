package dev.kioto.console.discovery;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a program has written about where it serves consoles.
///
/// @param startedAt when its process started; null when it did not know
/// @param namespace whose number the pid is; null when it did not know
/// @param address null when it listens nowhere
/// @param dials null when it connects to no collector
/// @param owner the user whose file it is; null when the file system does not tell
record Notice(long pid, @Nullable Instant startedAt, @Nullable String namespace, String runId, String name,
    @Nullable String address, @Nullable String dials, boolean needsToken, @Nullable String owner) {

  private static final long LARGEST = 8 << 10; // bytes: names of programs are short
  private static final String HEAD = "kioto-console 1";
  private static final String END = "end";

  /// Reads a notice. Null for whatever is not a whole one: another file, one that is being written, one of a format that this
  /// version does not know.
  static @Nullable Notice read(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile() || attributes.size() > LARGEST) return null;
      var lines = Files.readAllLines(file);
      if (lines.size() < 3 || !lines.getFirst().equals(HEAD) || !lines.getLast().equals(END)) return null;
      return of(values(lines.subList(1, lines.size() - 1)), owner(file));
    } catch (CharacterCodingException | NumberFormatException _) {
      return null; // something else of that name
    } catch (IOException _) {
      return null; // removed meanwhile, or another user's
    }
  }

  private static Map<String, String> values(List<String> lines) {
    var values = new HashMap<String, String>();
    for (var line : lines) {
      int sign = line.indexOf('=');
      if (sign > 0) values.putIfAbsent(line.substring(0, sign), line.substring(sign + 1));
    }
    return values;
  }

  private static @Nullable Notice of(Map<String, String> values, @Nullable String owner) {
    var pid = values.get("pid");
    var run = values.get("run");
    if (pid == null || run == null) return null;
    var started = values.get("started");
    return new Notice(Long.parseLong(pid), started == null ? null : Instant.ofEpochMilli(Long.parseLong(started)),
        values.get("namespace"), run, values.getOrDefault("name", "java"), values.get("address"), values.get("dials"),
        values.containsKey("token"), owner);
  }

  private static @Nullable String owner(Path file) throws IOException {
    try {
      return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (UnsupportedOperationException _) {
      return null;
    }
  }
}
