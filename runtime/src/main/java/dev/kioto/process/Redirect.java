package dev.kioto.process;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a standard stream of a child process is connected to. Immutable. Rust's `std::process::Stdio`.
public final class Redirect {
  /// To that of this program.
  public static final Redirect INHERIT = new Redirect("inherit", ProcessBuilder.Redirect.INHERIT);

  /// To a pipe, whose other end is a stream of the [Child].
  public static final Redirect PIPED = new Redirect("piped", null);

  /// To nothing: it reads the end, and what it writes is lost.
  public static final Redirect NONE = new Redirect("none", ProcessBuilder.Redirect.DISCARD);

  private final String name;
  private final ProcessBuilder.@Nullable Redirect target;

  private Redirect(String name, ProcessBuilder.@Nullable Redirect target) {
    this.name = name;
    this.target = target;
  }

  /// To a file that is there, to be read. For standard input alone.
  public static Redirect from(Path file) {
    return new Redirect("from " + file, ProcessBuilder.Redirect.from(file.toFile()));
  }

  /// To a file, which is made, or emptied. For standard output and standard error.
  public static Redirect to(Path file) {
    return new Redirect("to " + file, ProcessBuilder.Redirect.to(file.toFile()));
  }

  /// To the end of a file, which is made when there is none. For standard output and standard error.
  public static Redirect appendTo(Path file) {
    return new Redirect("append to " + file, ProcessBuilder.Redirect.appendTo(file.toFile()));
  }

  boolean isPiped() {
    return target == null;
  }

  /// Of one that is not piped.
  ProcessBuilder.Redirect input() {
    return this == NONE ? ProcessBuilder.Redirect.from(ProcessBuilder.Redirect.DISCARD.file()) : target();
  }

  ProcessBuilder.Redirect output() {
    return target();
  }

  private ProcessBuilder.Redirect target() {
    if (target == null) {
      throw new AssertionError("a pipe has no target");
    }
    return target;
  }

  Redirect checkedInput() {
    if (target != null && this != NONE && isOutput(target.type())) {
      throw new IllegalArgumentException("stdin cannot be '" + name + "': use from(file), PIPED, INHERIT or NONE");
    }
    return this;
  }

  Redirect checkedOutput(String stream) {
    if (target != null && target.type() == ProcessBuilder.Redirect.Type.READ) {
      throw new IllegalArgumentException(
          stream + " cannot be '" + name + "': use to(file), appendTo(file), PIPED, INHERIT or NONE");
    }
    return this;
  }

  private static boolean isOutput(ProcessBuilder.Redirect.Type type) {
    return type == ProcessBuilder.Redirect.Type.WRITE || type == ProcessBuilder.Redirect.Type.APPEND;
  }

  @Override
  public String toString() {
    return name;
  }
}
