package dev.kioto.console.testing;

import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.TaskStack;
import dev.kioto.proto.console.v1.TaskStackRequest;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.WatchIncidentsRequest;
import dev.kioto.proto.console.v1.WatchRecorderRequest;
import dev.kioto.proto.console.v1.WatchResourcesRequest;
import dev.kioto.proto.console.v1.WatchRuntimesRequest;
import dev.kioto.proto.console.v1.WatchWakesRequest;
import dev.kioto.proto.console.v1.WatchWorkersRequest;
import dev.kioto.proto.console.v1.WorkersUpdate;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import dev.kioto.proto.tokio.instrument.PauseRequest;
import dev.kioto.proto.tokio.instrument.PauseResponse;
import dev.kioto.proto.tokio.instrument.ResumeRequest;
import dev.kioto.proto.tokio.instrument.ResumeResponse;
import dev.kioto.proto.tokio.instrument.TaskDetailsRequest;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A program that speaks the wire protocols over a real socket and says what a test makes it say. Safe for use by any
/// thread.
public final class FakeTarget implements AutoCloseable {

  private final Object lock = new Object();
  private final List<StreamObserver<Update>> watchers = new ArrayList<>(); // guarded by lock
  private List<Update> snapshot; // guarded by lock; what a new watcher is told first
  private final Map<Long, TaskDetails> details = new ConcurrentHashMap<>();
  private final Map<Long, TaskStack> stacks = new ConcurrentHashMap<>();
  private volatile @Nullable RecorderState recorder;
  private volatile WorkersUpdate workers = WorkersUpdate.getDefaultInstance();
  private volatile RuntimesUpdate runtimes = RuntimesUpdate.getDefaultInstance();
  private volatile ResourcesUpdate resources = ResourcesUpdate.getDefaultInstance();
  private volatile WakesUpdate wakes = WakesUpdate.getDefaultInstance();
  private volatile IncidentsUpdate incidents = IncidentsUpdate.getDefaultInstance();
  private final List<StreamObserver<ResourcesUpdate>> resourceWatchers = new CopyOnWriteArrayList<>();
  private final List<StreamObserver<IncidentsUpdate>> incidentWatchers = new CopyOnWriteArrayList<>();
  private volatile boolean paused;
  private final Server server;

  private FakeTarget(int port, @Nullable Description description, List<Update> snapshot) throws IOException {
    this.snapshot = snapshot;
    var builder = Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
        .addService(new Instrument());
    if (description != null) builder.addService(new Console(description));
    server = builder.build().start();
  }

  /// A program that speaks the tokio-console protocol alone.
  public static FakeTarget tokio(Update... snapshot) throws IOException {
    return new FakeTarget(0, null, List.of(snapshot));
  }

  /// The same at a given port.
  public static FakeTarget tokioAt(int port, Update... snapshot) throws IOException {
    return new FakeTarget(port, null, List.of(snapshot));
  }

  /// A program that speaks Kioto's protocol too.
  public static FakeTarget kioto(Description description, Update... snapshot) throws IOException {
    return new FakeTarget(0, description, List.of(snapshot));
  }

  /// The same at a given port.
  public static FakeTarget kiotoAt(int port, Description description, Update... snapshot) throws IOException {
    return new FakeTarget(port, description, List.of(snapshot));
  }

  public int port() {
    return server.getPort();
  }

  public String address() {
    return "127.0.0.1:" + port();
  }

  /// Tells every watcher the news.
  public void send(Update update) {
    synchronized (lock) {
      for (var watcher : watchers) watcher.onNext(update);
    }
  }

  /// What watchers that come later are told first.
  public void setSnapshot(Update... updates) {
    synchronized (lock) {
      snapshot = List.of(updates);
    }
  }

  public void setDetails(TaskDetails of) {
    details.put(of.getTaskId().getId(), of);
  }

  public void setStack(TaskStack of) {
    stacks.put(of.getTaskId(), of);
  }

  public void setWorkers(WorkersUpdate update) {
    workers = update;
  }

  public void setRuntimes(RuntimesUpdate update) {
    runtimes = update;
  }

  /// What the program says first of its resources to whoever asks from now on.
  public void setResources(ResourcesUpdate update) {
    resources = update;
  }

  /// Tells whoever watches the resources the news.
  public void sendResources(ResourcesUpdate update) {
    for (var watcher : resourceWatchers) watcher.onNext(update);
  }

  /// Ends the streams of resources by an error.
  public void failResources(Status status) {
    for (var watcher : resourceWatchers) watcher.onError(status.asRuntimeException());
    resourceWatchers.clear();
  }

  /// Whether somebody has paused it.
  public boolean isPaused() {
    return paused;
  }

  public void setIncidents(IncidentsUpdate update) {
    incidents = update;
  }

  /// Tells whoever watches the incidents the news.
  public void sendIncidents(IncidentsUpdate update) {
    for (var watcher : incidentWatchers) watcher.onNext(update);
  }

  public void setWakes(WakesUpdate update) {
    wakes = update;
  }

  /// What the program says of its recorder to whoever asks from now on.
  public void setRecorder(RecorderState state) {
    recorder = state;
  }

  public int watchers() {
    synchronized (lock) {
      return watchers.size();
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Instrument extends InstrumentGrpc.InstrumentImplBase {

    @Override
    public void watchUpdates(InstrumentRequest request, StreamObserver<Update> watcher) {
      ((ServerCallStreamObserver<Update>) watcher).setOnCancelHandler(() -> {
        synchronized (lock) {
          watchers.remove(watcher);
        }
      });
      synchronized (lock) {
        watchers.add(watcher);
        snapshot.forEach(watcher::onNext);
      }
    }

    @Override
    public void pause(PauseRequest request, StreamObserver<PauseResponse> answer) {
      paused = true;
      answer.onNext(PauseResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void resume(ResumeRequest request, StreamObserver<ResumeResponse> answer) {
      paused = false;
      answer.onNext(ResumeResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void watchTaskDetails(TaskDetailsRequest request, StreamObserver<TaskDetails> watcher) {
      var known = details.get(request.getId().getId());
      if (known == null) {
        watcher.onError(Status.NOT_FOUND.asRuntimeException());
      } else {
        watcher.onNext(known); // and the stream stays open, as a real program's does
      }
    }
  }

  private final class Console extends ConsoleGrpc.ConsoleImplBase {

    private final Description description;

    Console(Description description) {
      this.description = description;
    }

    @Override
    public void describe(DescribeRequest request, StreamObserver<Description> answer) {
      answer.onNext(description);
      answer.onCompleted();
    }

    @Override
    public void watchRecorder(WatchRecorderRequest request, StreamObserver<RecorderState> watcher) {
      var known = recorder;
      if (known == null) {
        watcher.onError(Status.UNIMPLEMENTED.asRuntimeException());
      } else {
        watcher.onNext(known); // and the stream stays open
      }
    }

    @Override
    public void getTaskStack(TaskStackRequest request, StreamObserver<TaskStack> answer) {
      var known = stacks.get(request.getTaskId());
      if (known == null) {
        answer.onError(Status.NOT_FOUND.asRuntimeException());
        return;
      }
      answer.onNext(known);
      answer.onCompleted();
    }

    @Override
    public void watchWorkers(WatchWorkersRequest request, StreamObserver<WorkersUpdate> watcher) {
      watcher.onNext(workers);
    }

    @Override
    public void watchRuntimes(WatchRuntimesRequest request, StreamObserver<RuntimesUpdate> watcher) {
      watcher.onNext(runtimes);
    }

    @Override
    public void watchResources(WatchResourcesRequest request, StreamObserver<ResourcesUpdate> watcher) {
      resourceWatchers.add(watcher);
      watcher.onNext(resources);
    }

    @Override
    public void watchWakes(WatchWakesRequest request, StreamObserver<WakesUpdate> watcher) {
      watcher.onNext(wakes);
    }

    @Override
    public void watchIncidents(WatchIncidentsRequest request, StreamObserver<IncidentsUpdate> watcher) {
      incidentWatchers.add(watcher);
      watcher.onNext(incidents);
    }
  }
}
