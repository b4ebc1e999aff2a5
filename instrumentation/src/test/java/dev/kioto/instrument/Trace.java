package dev.kioto.instrument;

import dev.kioto.proto.console.v1.TraceChunk;
import dev.kioto.proto.console.v1.TraceEvent;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a client makes of a stream of events.
///
/// @param <Q> the request
final class Trace<Q> implements ClientResponseObserver<Q, TraceChunk> {
  static final int MAX_CHUNK_BYTES = (1 << 20) + 4096;

  final Map<Integer, String> threads = new ConcurrentHashMap<>();
  final Map<Long, String> tasks = new ConcurrentHashMap<>();
  final AtomicLong dropped = new AtomicLong();
  final AtomicLong received = new AtomicLong();
  final List<String> violations = new CopyOnWriteArrayList<>();
  volatile boolean begun;
  volatile boolean completed;
  volatile @Nullable Throwable error;

  private final boolean byHand;
  private final boolean keeps;
  private volatile @Nullable ClientCallStreamObserver<Q> call;
  private final List<TraceEvent> events = new ArrayList<>();

  private Trace(boolean byHand, boolean keeps) {
    this.byHand = byHand;
    this.keeps = keeps;
  }

  static <Q> Trace<Q> reading() {
    return new Trace<>(false, true);
  }

  /// One that counts events and keeps none.
  static <Q> Trace<Q> counting() {
    return new Trace<>(false, false);
  }

  /// One that counts events, and reads nothing until it is told to.
  static <Q> Trace<Q> byHand() {
    return new Trace<>(true, false);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> call) {
    this.call = call;
    if (byHand) {
      call.disableAutoRequestWithInitial(1);
    }
  }

  void request(int chunks) {
    var started = call;
    if (started != null) {
      started.request(chunks);
    }
  }

  List<TraceEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /// The events in words, as `POLL 7` or `WAKE 7 by 8`.
  List<String> lines() {
    return events().stream().map(Trace::line).toList();
  }

  static String line(TraceEvent event) {
    String line = event.getKind() + " " + event.getTask();
    return switch (event.getKind()) {
      case WAKE, SPAWN -> line + " by " + event.getOther();
      case END -> line + " as " + event.getValue();
      case POLL -> line;
      default -> line + " " + event.getOther() + " " + event.getValue();
    };
  }

  @Override
  public void onNext(TraceChunk chunk) {
    check(chunk.getSerializedSize() <= MAX_CHUNK_BYTES, "a chunk of " + chunk.getSerializedSize() + " bytes");
    check(chunk.hasBase(), "a chunk without its base");
    chunk.getThreadsList().forEach(thread -> threads.put(thread.getIndex(), thread.getName()));
    chunk.getTasksList().forEach(task -> tasks.put(task.getId(), task.getName() + "|" + task.getType()));
    for (var event : chunk.getEventsList()) {
      check(event.getKind().getNumber() > 0, "an event without its kind");
      check(threads.containsKey(event.getThread()), "an event of thread " + event.getThread() + ", which has no name");
    }
    if (keeps) {
      synchronized (events) {
        events.addAll(chunk.getEventsList());
      }
    }
    dropped.addAndGet(chunk.getDroppedEvents());
    received.addAndGet(chunk.getEventsCount());
    begun = true;
  }

  private void check(boolean holds, String violation) {
    if (!holds) {
      violations.add(violation);
    }
  }

  @Override
  public void onError(Throwable error) {
    this.error = error;
  }

  @Override
  public void onCompleted() {
    completed = true;
  }
}
