package dev.kioto.console.ui.pictures;

import dev.kioto.console.ui.link.ConsoleCommands;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Saves drawings as PNG files, and says how it went. UI thread only.
public final class PicturesViewModel {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

  private final ConsoleCommands commands;
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper failed = new ReadOnlyBooleanWrapper();

  /// Has saved nothing yet.
  public PicturesViewModel(ConsoleCommands commands) {
    this.commands = commands;
  }

  /// How the last one went, as a sentence; empty when there is nothing to say.
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /// Whether it was not written.
  public ReadOnlyBooleanProperty failed() {
    return failed.getReadOnlyProperty();
  }

  /// A name for a file: whose drawing it is, what it shows and when, in letters that every file system takes.
  public static String suggestion(String target, String what, LocalDateTime now) {
    var plain = (target + '-' + what).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    return plain.replaceAll("^-+", "") + '-' + TIME.format(now) + ".png";
  }

  /// Writes a drawing to a file, in place of one that is there; a name without `.png` gets it.
  public void save(Path file, Raster picture) {
    message.set("");
    var name = String.valueOf(file.getFileName());
    commands.savePicture(name.toLowerCase(Locale.ROOT).endsWith(".png") ? file : file.resolveSibling(name + ".png"),
        picture);
  }

  /// Learns that a file was written.
  public void saved(Path file) {
    failed.set(false);
    message.set("The picture is in " + file + '.');
  }

  /// Learns that a file was not written.
  ///
  /// @param reason of the system, as a phrase
  public void notSaved(Path file, String reason) {
    failed.set(true);
    message
        .set("The picture was not written to " + file + ": " + reason + ". Choose another folder, or make room there.");
  }

  /// Says no more of it.
  public void dismiss() {
    message.set("");
  }
}
