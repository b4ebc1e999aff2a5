package dev.kioto.console.collector;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kioto.console.model.Retention;
import dev.kioto.console.recording.RecordingFile;
import java.io.IOException;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes of a recording what was known at an instant of it.
final class Replay {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private Replay() {}

  /// The block from which an ingest that knows nothing comes to know all that was known at an instant: the last before it that tells
  /// everything, or that begins a connection so early that tasks which ended before it would be forgotten by then.
  static int start(RecordingFile file, long atNanos, Retention retention) {
    long early = atNanos - retention.completedFor().toNanos();
    int start = 0;
    for (int i = 0; i < file.blocks() && file.blockAt(i) <= atNanos; i++) {
      if (file.isKey(i) || (file.isStart(i) && !file.isPartOfKey(i) && file.blockAt(i) <= early)) start = i;
    }
    return start;
  }

  /// All that was known at an instant.
  ///
  /// @param atNanos in nanoseconds since 1970, on the clock of who recorded
  /// @throws IOException if the file cannot be read, or is damaged
  static Ingest to(RecordingFile file, long atNanos, Retention retention) throws IOException {
    var ingest = new Ingest(retention);
    through(file, new long[] {atNanos}, retention, ingest, _ -> {});
    return ingest;
  }

  /// Goes through a recording and stops at instants of it, when all is known that was known then.
  ///
  /// @param instants in nanoseconds since 1970, on the clock of who recorded, the earliest first; one at least
  /// @param ingest that knows nothing yet
  /// @param visitor is given the number of each instant, from 0; the recording goes on when it returns
  /// @throws IOException if the file cannot be read, or is damaged
  static void through(RecordingFile file, long[] instants, Retention retention, Ingest ingest, IntConsumer visitor)
      throws IOException {
    int next = 0;
    int first = start(file, instants[0], retention);
    boolean inKey = file.isCopy(first);
    for (int block = first; block < file.blocks(); block++) {
      inKey &= file.isCopy(block);
      if (file.isCopy(block) && !inKey) continue; // known already
      if (file.blockAt(block) > instants[instants.length - 1]) break;
      for (var message : file.read(block)) {
        while (message.atNanos() > instants[next]) {
          visitor.accept(next++);
          if (next == instants.length) return;
        }
        var kind = MessageKind.ofNumber(message.kind());
        if (kind == null) continue;
        try {
          ingest.take(kind, kind.parse(message.bytes()));
        } catch (InvalidProtocolBufferException e) {
          LOG.debug("A message of {} cannot be read", file, e); // as when it plays
        }
      }
    }
    while (next < instants.length) visitor.accept(next++);
  }
}
