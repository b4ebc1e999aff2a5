package dev.kioto.console.cli;

import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.FileRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// Where an export goes: a file, which is there when it is whole and not before, or the standard output.
///
/// @param file null for the standard output
/// @param binary whether what comes is no text
record ExportFile(@Nullable Path file, boolean binary) {

  /// @throws CommandFailure if it is a file that is there or cannot be, or a terminal that is to show what is no text
  static ExportFile of(@Nullable Path file, boolean force, boolean binary) {
    if (file == null) {
      if (force) throw new CommandFailure(ExitStatus.USAGE, "--force goes with --output FILE alone");
      if (binary && Terminal.isInteractive()) {
        throw new CommandFailure(ExitStatus.USAGE, "this is no text for a terminal: name a file by --output FILE");
      }
      return new ExportFile(null, binary);
    }
    if (Files.isDirectory(file)) throw new CommandFailure(ExitStatus.FAILED, file + " is a folder: name a file");
    if (Files.exists(file) && !force) {
      throw new CommandFailure(ExitStatus.FAILED, file + " is there already: name another file, or add --force");
    }
    var folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new CommandFailure(ExitStatus.FAILED, "the folder of " + file + " is not there: make it first");
    }
    return new ExportFile(file, binary);
  }

  /// Reads from the server and writes.
  ///
  /// @param out the standard output, for text
  /// @return how many bytes a file has; of the standard output 0
  /// @throws CommandFailure if it cannot be written, or breaks off
  long write(ConsoleClient client, FileRequest request, PrintWriter out) {
    try (var in = client.file(request)) {
      return file == null ? print(in, out) : save(in, file);
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED,
          (file == null ? "the export" : file.toString()) + " was broken off: " + e.getMessage());
    }
  }

  /// Writes a text.
  ///
  /// @param out the standard output
  /// @throws CommandFailure if it cannot be written
  void write(String text, PrintWriter out) {
    if (file == null) {
      out.print(text);
      out.flush();
      return;
    }
    try {
      save(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), file);
    } catch (IOException e) {
      throw new CommandFailure(ExitStatus.FAILED, file + " cannot be written: " + e.getMessage());
    }
  }

  private long print(InputStream in, PrintWriter out) throws IOException {
    if (binary) in.transferTo(System.out);
    else new InputStreamReader(in, StandardCharsets.UTF_8).transferTo(out);
    System.out.flush();
    out.flush();
    return 0;
  }

  private static long save(InputStream in, Path file) throws IOException {
    var part = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      long bytes = Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
