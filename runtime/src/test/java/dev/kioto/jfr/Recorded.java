package dev.kioto.jfr;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// What a recording has of Kioto, in the order of the instants.
record Recorded(List<RecordedEvent> events) {

  /// Records while something runs.
  ///
  /// @param settings of the recording, which has the events that are on by default
  static Recorded of(Consumer<Recording> settings, Runnable program) {
    try (var recording = new Recording()) {
      settings.accept(recording);
      recording.start();
      program.run();
      recording.stop();
      return of(recording);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Recorded of(Recording recording) throws IOException {
    var file = Files.createTempFile("kioto", ".jfr");
    try {
      recording.dump(file);
      return new Recorded(RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().startsWith("kioto."))
          .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime())).toList());
    } finally {
      Files.delete(file);
    }
  }

  /// The events of one kind.
  List<RecordedEvent> of(String name) {
    return events.stream().filter(event -> event.getEventType().getName().equals(name)).toList();
  }

  /// The events of one kind of one task.
  List<RecordedEvent> of(String name, long task) {
    return of(name).stream().filter(event -> event.getLong("taskId") == task).toList();
  }

  /// The spawn of the task of that name.
  RecordedEvent spawn(String task) {
    return of("kioto.TaskSpawn").stream().filter(event -> task.equals(event.getString("name"))).findAny().orElseThrow();
  }

  long id(String task) {
    return spawn(task).getLong("taskId");
  }
}
