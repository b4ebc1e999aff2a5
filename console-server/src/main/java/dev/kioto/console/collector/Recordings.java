package dev.kioto.console.collector;

import dev.kioto.console.api.Recording;
import dev.kioto.console.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The recordings of a folder, those that are being made among them. Safe for use by any thread.
public final class Recordings implements AutoCloseable {

  /// How many are made at a time.
  public static final int MOST_AT_A_TIME = 32;

  private static final String SUFFIX = ".kiorec";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,150}");
  private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT)
      .withZone(ZoneOffset.UTC);

  private final Path folder;
  private final Object lock = new Object();
  private final Map<String, LiveRecording> live = new HashMap<>(); // guarded by lock
  private final Map<String, String> problems = new HashMap<>(); // guarded by lock; of those that ended by themselves

  /// @param folder made when it is not there
  public Recordings(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toAbsolutePath();
  }

  /// Begins to record a target.
  ///
  /// @throws TargetException if the target cannot be recorded, since it is a recording itself
  /// @throws IllegalStateException if too many are being made
  /// @throws IOException if the file cannot be written
  public Recording start(WatchedTarget target) throws TargetException, IOException {
    synchronized (lock) {
      live.values().removeIf(one -> one.end().isDone());
      if (live.size() >= MOST_AT_A_TIME) {
        throw new IllegalStateException(
            MOST_AT_A_TIME + " recordings are being made, the most at a time: stop one first");
      }
      var id = freeId(target);
      var recording = target.record(folder.resolve(id + SUFFIX));
      live.put(id, recording);
      var _ = recording.end().thenAccept(why -> ended(id, why));
      return show(id, recording);
    }
  }

  private String freeId(WatchedTarget target) throws FileAlreadyExistsException {
    var name = target.snapshot().name().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+|-+$", "");
    var stem = INSTANT.format(Instant.now())
        + (name.isEmpty() ? "" : "-" + name.substring(0, Math.min(60, name.length())));
    for (int i = 1; i < 1000; i++) {
      var id = i == 1 ? stem : stem + "-" + i;
      if (!live.containsKey(id) && !Files.exists(folder.resolve(id + SUFFIX))) return id;
    }
    throw new FileAlreadyExistsException(folder.resolve(stem + SUFFIX).toString());
  }

  private void ended(String id, @Nullable String why) {
    if (why == null) return;
    synchronized (lock) {
      problems.put(id, why);
    }
  }

  /// Stops a recording, if it is still being made. Null when there is none of that id.
  public @Nullable Recording stop(String id) {
    LiveRecording recording;
    synchronized (lock) {
      recording = live.remove(id);
    }
    if (recording != null) recording.close();
    return find(id);
  }

  /// Deletes a recording; one that is being made is stopped first. Returns whether there was one.
  public boolean delete(String id) throws IOException {
    var path = path(id);
    if (path == null) return false;
    stop(id);
    synchronized (lock) {
      problems.remove(id);
    }
    return Files.deleteIfExists(path);
  }

  /// The file of a recording, or null when there is none.
  public @Nullable Path path(String id) {
    if (!ID.matcher(id).matches()) return null;
    var path = folder.resolve(id + SUFFIX);
    return Files.isRegularFile(path) ? path : null;
  }

  /// One recording, or null.
  public @Nullable Recording find(String id) {
    var path = path(id);
    if (path == null) return null;
    LiveRecording recording;
    synchronized (lock) {
      recording = live.get(id);
    }
    return recording == null || recording.end().isDone() ? read(id, path) : show(id, recording);
  }

  /// Recordings, the newest first.
  ///
  /// @param before only those that come after this one; null for the start
  public List<Recording> list(@Nullable String before, int limit) throws IOException {
    var ids = new ArrayList<String>();
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (var file : files) {
        var name = String.valueOf(file.getFileName());
        ids.add(name.substring(0, name.length() - SUFFIX.length()));
      }
    }
    return ids.stream().filter(id -> before == null || id.compareTo(before) < 0).sorted(Comparator.reverseOrder())
        .map(this::find).filter(Objects::nonNull).limit(limit).toList();
  }

  private static Recording show(String id, LiveRecording recording) {
    var progress = recording.progress();
    var header = recording.header();
    var last = recording.lastAt();
    return new Recording(id, Recording.State.RECORDING, address(recording.path()), header.address(), header.name(),
        header.startedAt(), last == null ? null : header.startedAt(), last, progress.messages(), progress.fileBytes(),
        null);
  }

  private Recording read(String id, Path path) {
    String problem;
    synchronized (lock) {
      problem = problems.get(id);
    }
    try (var file = RecordingFile.open(path)) {
      boolean empty = file.messages() == 0;
      var state = file.isWhole() ? Recording.State.FINISHED : Recording.State.UNFINISHED;
      return new Recording(id, state, address(path), file.header().address(), file.header().name(),
          file.header().startedAt(), empty ? null : Instants.instant(file.firstAt()),
          empty ? null : Instants.instant(file.lastAt()), file.messages(), Files.size(path), problem);
    } catch (IOException e) {
      return new Recording(id, Recording.State.UNREADABLE, address(path), "", id, Instant.EPOCH, null, null, 0, 0,
          String.valueOf(e.getMessage()));
    }
  }

  private static String address(Path path) {
    return Collector.FILE_PREFIX + path;
  }

  /// Stops every recording that is being made.
  @Override
  public void close() {
    List<LiveRecording> all;
    synchronized (lock) {
      all = List.copyOf(live.values());
      live.clear();
    }
    all.forEach(LiveRecording::close);
  }
}
