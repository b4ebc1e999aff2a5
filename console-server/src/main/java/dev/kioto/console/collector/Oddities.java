package dev.kioto.console.collector;

import java.util.List;
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

  private final Map<String, String> missing = new ConcurrentHashMap<>(); // by stream

  /// Notes why a stream is missing, for people.
  void streamFailed(String stream, String why) {
    failedStreams.increment();
    missing.put(stream, why);
  }

  /// A stream is there again.
  void streamIsThere(String stream) {
    missing.remove(stream);
  }

  /// Why streams are missing now, a sentence each.
  List<String> missingStreams() {
    return missing.values().stream().sorted().toList();
  }

  /// The connection is over, and its streams with it.
  void forgetStreams() {
    missing.clear();
  }
}
