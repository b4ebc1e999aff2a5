package dev.kioto.fs;

import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.Current;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a file is opened: see [File#options]. Immutable; any thread. Tokio's `fs/open_options.rs`.
public final class OpenOptions {
  static final OpenOptions NONE = new OpenOptions(Set.of(), -1);
  private static final int ALL_PERMISSIONS = 0777;

  private final Set<OpenOption> options;
  private final int mode; // -1 for the system's default

  private OpenOptions(Set<OpenOption> options, int mode) {
    this.options = options;
    this.mode = mode;
  }

  private OpenOptions with(OpenOption option, boolean on) {
    var changed = new HashSet<>(options);
    if (on) {
      changed.add(option);
    } else {
      changed.remove(option);
    }
    return new OpenOptions(Set.copyOf(changed), mode);
  }

  /// Whether it can be read.
  public OpenOptions read(boolean on) {
    return with(StandardOpenOption.READ, on);
  }

  /// Whether it can be written, from its start on.
  public OpenOptions write(boolean on) {
    return with(StandardOpenOption.WRITE, on);
  }

  /// Whether each write goes to the end, wherever that is by then. Such a file cannot be read at the same time: the JDK has no
  /// such channel.
  public OpenOptions append(boolean on) {
    return with(StandardOpenOption.APPEND, on);
  }

  /// Whether what is in it is removed. Needs [#write].
  public OpenOptions truncate(boolean on) {
    return with(StandardOpenOption.TRUNCATE_EXISTING, on);
  }

  /// Whether it is made when it does not exist. Needs [#write] or [#append].
  public OpenOptions create(boolean on) {
    return with(StandardOpenOption.CREATE, on);
  }

  /// Whether it is made, and must not exist. Needs [#write] or [#append].
  public OpenOptions createNew(boolean on) {
    return with(StandardOpenOption.CREATE_NEW, on);
  }

  /// Another option of the JDK: `SYNC`, `DSYNC`, `SPARSE`, `DELETE_ON_CLOSE`, `LinkOption.NOFOLLOW_LINKS` and those of the system.
  public OpenOptions option(OpenOption option) {
    return with(Objects.requireNonNull(option, "option"), true);
  }

  /// Who may do what with a file that is made, less what the process takes away (its umask). On file systems with POSIX
  /// permissions; on others the open throws [UnsupportedOperationException].
  ///
  /// @param mode as for `chmod`, in octal: `0640`
  /// @throws IllegalArgumentException when it has other bits than the nine of the permissions
  public OpenOptions mode(int mode) {
    if ((mode & ~ALL_PERMISSIONS) != 0) {
      throw new IllegalArgumentException("a mode must be within 0 and 0777, but is 0" + Integer.toOctalString(mode));
    }
    return new OpenOptions(options, mode);
  }

  /// Opens a file.
  ///
  /// The future throws [java.io.UncheckedIOException] when that fails. When it is given up, the file is closed again should it
  /// have been opened; one that was made stays.
  ///
  /// @throws IllegalArgumentException when the options do not go together
  public Future<File> open(Path path) {
    check();
    return FsFuture.of(path, "open", new Opening(path, options, attributes()),
        shared -> new File(path, shared, Current.schedulerOrNull()));
  }

  private void check() {
    boolean appends = options.contains(StandardOpenOption.APPEND);
    boolean writes = appends || options.contains(StandardOpenOption.WRITE);
    boolean reads = options.contains(StandardOpenOption.READ);
    refuse(!writes && !reads, "one of read, write and append must be on");
    refuse(appends && reads, "read and append must not be on both");
    for (var needing : List.of(StandardOpenOption.CREATE, StandardOpenOption.CREATE_NEW,
        StandardOpenOption.TRUNCATE_EXISTING)) {
      refuse(!writes && options.contains(needing), needing + " needs write");
    }
    refuse(appends && options.contains(StandardOpenOption.TRUNCATE_EXISTING),
        "append and truncate must not be on both");
  }

  private void refuse(boolean wrong, String what) {
    if (wrong) {
      throw new IllegalArgumentException(what + ": " + options);
    }
  }

  private FileAttribute<?>[] attributes() {
    if (mode < 0) {
      return new FileAttribute<?>[0];
    }
    var values = PosixFilePermission.values(); // from the owner's reading to the others' executing, as the bits from the highest
    var permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < values.length; i++) {
      if ((mode & (1 << (values.length - 1 - i))) != 0) {
        permissions.add(values[i]);
      }
    }
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
  }

  @Override
  public String toString() {
    return "OpenOptions" + options + (mode < 0 ? "" : " 0" + Integer.toOctalString(mode));
  }

  private static final class Opening implements Work<SharedChannel> {
    private final Path path;
    private final Set<OpenOption> options;
    private final FileAttribute<?>[] attributes;
    private @Nullable FileChannel opened;

    Opening(Path path, Set<OpenOption> options, FileAttribute<?>[] attributes) {
      this.path = path;
      this.options = options;
      this.attributes = attributes;
    }

    @Override
    public Poll<SharedChannel> piece() throws IOException {
      var channel = FileChannel.open(path, options, attributes);
      opened = channel;
      return Poll.ready(new SharedChannel(channel, options.contains(StandardOpenOption.APPEND)));
    }

    @Override
    public void close() {
      SharedChannel.close(opened);
    }
  }
}
