package dev.kioto.console.export;

import com.google.protobuf.CodedOutputStream;
import dev.kioto.console.trace.Trace;
import dev.kioto.console.trace.TraceKind;
import dev.kioto.console.trace.TraceThread;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Writes a window of a program's events as a trace of Perfetto (`perfetto.protos.Trace`): a track a thread, a slice a poll, named
/// by its task, and an arrow from each wake to the poll that it brought about. One thread, once.
///
/// Threads without a number of their own are one in the recorder, where polls overlap: each of their tasks has a track instead.
public final class PerfettoTrace {

  private static final int MOST_TASK_TRACKS = 1000;
  private static final int MOST_ARROWS = 16; // to one poll
  private static final long PROCESS = 1; // uuid of the program's own track
  private static final long THREADS = 1L << 32; // uuids of threads' tracks begin here
  private static final long TASKS = 1L << 33;

  private static final String INSTANT_OF_SHARED = "shared";

  private final Trace trace;
  private final long from;
  private final long to;
  private final CodedOutputStream out;
  private final Map<Long, Deque<Long>> open = new LinkedHashMap<>(); // ends of slices that go on, by track, the innermost first
  private final Map<Long, List<Long>> arrows = new HashMap<>(); // from wakes since its last poll, by task
  private final Map<Long, Long> taskTracks = new HashMap<>();
  private long lastArrow;
  private long leftOut;

  private PerfettoTrace(Trace trace, long from, long to, OutputStream out) {
    this.trace = trace;
    this.from = from;
    this.to = to;
    this.out = CodedOutputStream.newInstance(out, 1 << 16);
  }

  /// Writes the events that go on or happen from one instant to before another.
  ///
  /// @param program its name
  /// @param pid its process id, or 0
  /// @return how many events were left out, because they have no track
  /// @throws IOException if it cannot be written
  public static long write(Trace trace, long from, long to, String program, long pid, OutputStream out)
      throws IOException {
    var writer = new PerfettoTrace(trace, from, to, out);
    writer.describe(program, pid);
    writer.events();
    writer.out.flush();
    return writer.leftOut;
  }

  private void describe(String program, long pid) throws IOException {
    int process = Math.clamp(pid, 1, Integer.MAX_VALUE);
    packet(Fields.TRACK_DESCRIPTOR, new Fields().number(Fields.UUID, PROCESS)
        .message(Fields.PROCESS, new Fields().number(Fields.PID, process).text(Fields.PROCESS_NAME, program)));
    for (var thread : trace.threads()) {
      if (thread.index() == TraceThread.SHARED) continue;
      var tid = Math.clamp(thread.threadId(), 1, Integer.MAX_VALUE);
      packet(Fields.TRACK_DESCRIPTOR, new Fields().number(Fields.UUID, THREADS + thread.index())
          .number(Fields.PARENT_UUID, PROCESS).message(Fields.THREAD, new Fields().number(Fields.PID, process)
              .number(Fields.TID, tid).text(Fields.THREAD_NAME, thread.name())));
    }
  }

  private void events() throws IOException {
    for (int i = trace.firstGoingOn(from); i < trace.size() && trace.at(i) < to; i++) {
      var kind = trace.kind(i);
      boolean over = (kind.hasLength() ? trace.at(i) + trace.value(i) : trace.at(i)) < from;
      if (over) continue;
      switch (kind) {
        case POLL -> slice(i, name(trace.task(i)));
        case PARK -> slice(i, "parked");
        case WAKE -> wake(i);
        case SPAWN, END, STEAL, OVERFLOW, INJECT, HANDOFF, PINNED -> instant(i, 0);
        case DRIVER_TURN, BLOCKING_QUEUED, BLOCKING_THREAD_STARTED, BLOCKING_THREAD_ENDED, RESOURCE, RESOURCE_END,
            OPERATION, OPERATION_POLL, OPERATION_END -> {
          // they have no place among slices that a person would look for
        }
      }
    }
    for (var track : List.copyOf(open.keySet())) endUpTo(track, Long.MAX_VALUE);
    if (leftOut > 0) tellWhatIsLeftOut();
  }

  private void tellWhatIsLeftOut() throws IOException {
    event(Math.max(from, trace.start()), new Fields().number(Fields.TYPE, Fields.INSTANT).number(Fields.TRACK, PROCESS)
        .text(Fields.NAME, leftOut + " polls of tasks beyond " + MOST_TASK_TRACKS + " are not shown"));
  }

  private void slice(int index, String name) throws IOException {
    long track = track(index);
    if (track == 0) return;
    long at = trace.at(index);
    endUpTo(track, at);
    var ends = open.computeIfAbsent(track, _ -> new ArrayDeque<>());
    long end = at + trace.value(index);
    var outer = ends.peek();
    ends.push(outer == null ? end : Math.min(end, outer)); // slices of a track lie within each other
    var event = new Fields().number(Fields.TYPE, Fields.SLICE_BEGIN).number(Fields.TRACK, track)
        .text(Fields.NAME, name);
    if (trace.kind(index) == TraceKind.POLL) {
      var arrived = arrows.remove(trace.task(index));
      if (arrived != null) arrived.forEach(arrow -> event.fixed(Fields.TERMINATING_FLOW, arrow));
      annotate(event, index);
    }
    event(at, event);
  }

  private void annotate(Fields event, int index) {
    long task = trace.task(index);
    event.message(Fields.ANNOTATION,
        new Fields().text(Fields.ANNOTATION_NAME, "task").number(Fields.ANNOTATION_UINT, task));
    event.message(Fields.ANNOTATION, new Fields().text(Fields.ANNOTATION_NAME, "runnable before, ns")
        .number(Fields.ANNOTATION_UINT, trace.other(index)));
    var named = trace.namedTask(task);
    if (named != null && !named.location().isEmpty()) {
      event.message(Fields.ANNOTATION, new Fields().text(Fields.ANNOTATION_NAME, "location")
          .text(Fields.ANNOTATION_TEXT, named.location()));
    }
  }

  private void wake(int index) throws IOException {
    long arrow = ++lastArrow;
    var bound = arrows.computeIfAbsent(trace.task(index), _ -> new ArrayList<>());
    if (bound.size() < MOST_ARROWS) bound.add(arrow);
    instant(index, arrow);
  }

  private void instant(int index, long arrow) throws IOException {
    var kind = trace.kind(index);
    long track = trace.thread(index) == TraceThread.SHARED ? PROCESS : track(index);
    var what = switch (kind) {
      case WAKE -> "wake ";
      case SPAWN -> "spawn ";
      case END -> "end ";
      case STEAL, OVERFLOW, INJECT, HANDOFF, PINNED -> word(kind) + " ";
      default -> INSTANT_OF_SHARED;
    };
    var event = new Fields().number(Fields.TYPE, Fields.INSTANT).number(Fields.TRACK, track)
        .text(Fields.NAME, (what + (trace.task(index) == 0 ? "" : name(trace.task(index)))).strip());
    if (arrow != 0) event.fixed(Fields.FLOW, arrow);
    event(trace.at(index), event);
  }

  private static String word(TraceKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /// Ends the slices of a track that are over at an instant.
  private void endUpTo(long track, long at) throws IOException {
    var ends = open.get(track);
    while (ends != null && !ends.isEmpty() && Objects.requireNonNull(ends.peek()) <= at) {
      event(ends.pop(), new Fields().number(Fields.TYPE, Fields.SLICE_END).number(Fields.TRACK, track));
    }
  }

  /// Where an event is drawn; 0 when there is no room for it.
  private long track(int index) throws IOException {
    int thread = trace.thread(index);
    if (thread != TraceThread.SHARED) return THREADS + Integer.toUnsignedLong(thread);
    long task = trace.task(index);
    var known = taskTracks.get(task);
    if (known != null) return known;
    if (taskTracks.size() >= MOST_TASK_TRACKS) {
      leftOut++;
      return 0;
    }
    long track = TASKS + taskTracks.size();
    taskTracks.put(task, track);
    packet(Fields.TRACK_DESCRIPTOR, new Fields().number(Fields.UUID, track).number(Fields.PARENT_UUID, PROCESS)
        .text(Fields.TRACK_NAME, name(task)));
    return track;
  }

  private String name(long task) {
    var known = trace.namedTask(task);
    return known == null || known.name().isEmpty() ? "task " + Long.toUnsignedString(task) : known.name();
  }

  private void event(long at, Fields event) throws IOException {
    out.writeByteArray(Fields.PACKET, new Fields().number(Fields.TIMESTAMP, at).number(Fields.SEQUENCE, 1)
        .message(Fields.TRACK_EVENT, event).bytes());
  }

  private void packet(int field, Fields content) throws IOException {
    out.writeByteArray(Fields.PACKET, new Fields().number(Fields.SEQUENCE, 1).message(field, content).bytes());
  }
}
