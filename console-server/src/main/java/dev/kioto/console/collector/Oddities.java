package dev.kioto.console.collector;

import io.grpc.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a program says that makes no sense, or is more than is read: all 0 when all is well. Any thread.
final class Oddities {

  /// Texts that were longer than is read, and were cut.
  final LongAdder cutTexts = new LongAdder();
  /// Entries without an id, and entries beyond what is read of one list.
  final LongAdder leftOut = new LongAdder();
  /// Histograms that do not decode.
  final LongAdder badHistograms = new LongAdder();
  /// Times that the program's clock went back.
  final LongAdder clockSteps = new LongAdder();
  /// Times that a stream beside the updates failed while the program was connected.
  final LongAdder failedStreams = new LongAdder();

  private final Map<MessageKind, String> missing = new ConcurrentHashMap<>();

  /// Notes that messages of a kind come no more. The end of the connection ends them all, and is told elsewhere.
  void lost(MessageKind kind, Status why) {
    if (why.getCode() == Status.Code.UNAVAILABLE) return;
    failedStreams.increment();
    missing.put(kind, "The program does not tell of its " + kind.name().toLowerCase(Locale.ROOT)
        + " until it is connected to again: " + why.getCode() + " " + Failures.reason(why));
  }

  /// What is missing now, and why: a sentence each.
  List<String> missing() {
    return missing.values().stream().sorted().toList();
  }

  /// A connection begins: nothing is missing yet.
  void begin() {
    missing.clear();
  }
}
