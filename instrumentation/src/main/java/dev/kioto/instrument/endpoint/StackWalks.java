package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.TaskLookup;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.TaskStacks;
import dev.kioto.proto.console.v1.TaskStacksRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Walks over the stacks of many tasks, one task after the other and a slice of each walk at a time, on a thread of its own:
/// what else the endpoint does goes on meanwhile. The thread ends when it has nothing to do.
final class StackWalks implements AutoCloseable {
  // Each holds the tasks that it will look at.
  private static final int MAX_WALKS = 8;
  private static final int DEFAULT_LIMIT = 10_000;
  private static final int PART_BYTES = 1024 * 1024;
  // What a message has beside its stacks, and one has with its length before it.
  private static final int MARGIN = 64;
  private static final long SLICE_NANOS = 50_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LiveTasks tasks;
  private final WireStacks stacks;
  private final Publisher publisher;
  private final AtomicInteger walks = new AtomicInteger();
  private final ThreadPoolExecutor walker = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS,
      new LinkedBlockingQueue<>(), task -> {
        var thread = new Thread(task, "kioto-console-stacks");
        thread.setDaemon(true);
        return thread;
      }, new ThreadPoolExecutor.DiscardPolicy()); // closed meanwhile: nobody is left to answer

  StackWalks(LiveTasks tasks, WireStacks stacks, Publisher publisher) {
    this.tasks = tasks;
    this.stacks = stacks;
    this.publisher = publisher;
    walker.allowCoreThreadTimeOut(true);
  }

  /// Starts a walk. Called inside the call whose answers it gives.
  void start(TaskStacksRequest request, StreamObserver<TaskStacks> observer) {
    if (request.getTaskIdsList().contains(0L)) {
      observer.onError(Calls.zeroTaskId());
    } else if (walks.incrementAndGet() > MAX_WALKS) {
      walks.decrementAndGet();
      observer.onError(Calls.tooManyWalks(MAX_WALKS));
    } else {
      new Walk(request, (ServerCallStreamObserver<TaskStacks>) observer).open();
    }
  }

  /// Ends all walks. Returns when none goes on.
  @Override
  public void close() {
    Ends.stop(walker);
  }

  /// One walk. But for [#open] and the handlers, on the walker's thread.
  private final class Walk {
    private final TaskStacksRequest request;
    private final ServerCallStreamObserver<TaskStacks> observer;
    private @Nullable Iterator<Map.Entry<Long, TaskLookup>> rest; // null before the first slice
    private int left; // how many more to look at
    private long leftOut;
    private TaskStacks.Builder part = TaskStacks.newBuilder();
    private int partBytes = MARGIN;
    private boolean over;
    private boolean waits; // for the client to read
    private int waited; // how often it did

    Walk(TaskStacksRequest request, ServerCallStreamObserver<TaskStacks> observer) {
      this.request = request;
      this.observer = observer;
    }

    void open() {
      observer.setOnCancelHandler(() -> walker.execute(this::end));
      observer.setOnReadyHandler(() -> walker.execute(() -> {
        if (waits) {
          waits = false;
          slice();
        }
      }));
      walker.execute(this::slice);
    }

    private void end() {
      if (!over) {
        over = true;
        rest = null;
        walks.decrementAndGet();
      }
    }

    private void slice() {
      if (over) {
        return;
      }
      try {
        if (observer.isCancelled()) {
          end();
        } else if (!observer.isReady()) {
          await();
        } else if (walk(begun())) {
          walker.execute(this::slice); // the others first
        } else {
          end();
          observer.onNext(part.setLeftOut(leftOut).build());
          observer.onCompleted();
        }
      } catch (RuntimeException | OutOfMemoryError e) {
        end();
        observer.onError(Calls.failed("the walk over the stacks", e));
      }
    }

    private void await() {
      waits = true;
      int wait = ++waited;
      publisher.runLater(PATIENCE, () -> walker.execute(() -> {
        if (waits && wait == waited && !over) {
          end();
          observer.onError(Calls.notRead(PATIENCE));
        }
      }));
    }

    private Iterator<Map.Entry<Long, TaskLookup>> begun() {
      var iterator = rest;
      if (iterator == null) {
        SortedMap<Long, TaskLookup> found = request.getTaskIdsCount() == 0 ? tasks.all()
            : tasks.find(request.getTaskIdsList());
        long limit = request.getLimit() == 0 ? DEFAULT_LIMIT : Integer.toUnsignedLong(request.getLimit());
        left = (int) Math.min(limit, found.size());
        leftOut = (long) found.size() - left;
        iterator = found.entrySet().iterator();
        rest = iterator;
      }
      return iterator;
    }

    /// @return whether there are more
    private boolean walk(Iterator<Map.Entry<Long, TaskLookup>> iterator) {
      long until = System.nanoTime() + SLICE_NANOS;
      while (left > 0) {
        if (System.nanoTime() - until >= 0 || observer.isCancelled()) {
          return true;
        }
        var task = iterator.next();
        left--;
        if (add(stacks.tryTake(task.getKey(), task.getValue()))) {
          return true;
        }
      }
      return false;
    }

    /// @return whether a part was full, and was sent
    private boolean add(TaskStack stack) {
      int bytes = stack.getSerializedSize() + MARGIN;
      boolean full = partBytes + bytes > PART_BYTES && part.getStacksCount() > 0;
      if (full) {
        observer.onNext(part.build());
        part = TaskStacks.newBuilder();
        partBytes = MARGIN;
      }
      part.addStacks(stack);
      partBytes += bytes;
      return full;
    }
  }
}
