package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.recorder.RecordLevel;
import dev.kioto.instrument.recorder.Recorder;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.TaskKind;
import dev.kioto.proto.console.v1.CancelTaskRequest;
import dev.kioto.proto.console.v1.CancelTaskResponse;
import dev.kioto.proto.console.v1.ChangeSettingRequest;
import dev.kioto.proto.console.v1.ControlGrpc;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.SetLevelRequest;
import dev.kioto.proto.console.v1.Setting;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What changes the program. Calls come here with the right to act alone: [Rights] refuses the others. They are answered on the
/// server's threads.
final class ControlService extends ControlGrpc.ControlImplBase {
  private final Recorder recorder;
  private final LiveTasks tasks;
  private final Consumer<RecordLevel> level;
  private final Supplier<RecorderState> state;

  ControlService(Recorder recorder, LiveTasks tasks, Consumer<RecordLevel> level, Supplier<RecorderState> state) {
    this.recorder = recorder;
    this.tasks = tasks;
    this.level = level;
    this.state = state;
  }

  // --- the level ---

  @Override
  public void setLevel(SetLevelRequest request, StreamObserver<RecorderState> observer) {
    var wanted = level(request);
    if (wanted == null) {
      observer.onError(Calls.noLevel(request.getLevelValue()));
      return;
    }
    level.accept(wanted);
    observer.onNext(state.get());
    observer.onCompleted();
  }

  private static @Nullable RecordLevel level(SetLevelRequest request) {
    return switch (request.getLevel()) {
      case OFF -> RecordLevel.OFF;
      case COUNTS -> RecordLevel.COUNTS;
      case TASKS -> RecordLevel.TASKS;
      case TRACE -> RecordLevel.TRACE;
      case LEVEL_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  // --- tasks ---

  @Override
  public void cancelTask(CancelTaskRequest request, StreamObserver<CancelTaskResponse> observer) {
    long id = request.getTaskId();
    if (id == 0) {
      observer.onError(Calls.zeroTaskId());
      return;
    }
    var task = tasks.find(id);
    var view = task == null ? null : task.view();
    if (view == null) {
      observer.onError(task == null ? Calls.unknownTask(id) : Calls.endedTask(id));
      return;
    }
    switch (view.requestAbort()) {
      case TOLD -> {
        observer.onNext(CancelTaskResponse.getDefaultInstance());
        observer.onCompleted();
      }
      case OVER -> observer.onError(Calls.endedTask(id));
      case IMPOSSIBLE -> observer.onError(Calls.notAbortable(id, why(view.kind())));
    }
  }

  private static String why(TaskKind kind) {
    return switch (kind) {
      case BLOCKING -> "it is a job of the blocking pool that runs, and only those that wait for a thread can be";
      case BLOCK_ON -> "it is the root of a blockOn, which runs on a thread of the program's own";
      case FUTURE, DIRECT -> "its runtime does not let an observer do so";
    };
  }

  // --- settings ---

  @Override
  public void changeSetting(ChangeSettingRequest request, StreamObserver<Setting> observer) {
    long id = request.getRuntimeId();
    var runtime = recorder.runtimes().stream().filter(each -> each.id() == id).findFirst().orElse(null);
    if (runtime == null) {
      observer.onError(id == 0 ? Calls.zeroRuntimeId() : Calls.unknownRuntime(id));
      return;
    }
    var refusal = change(runtime, request.getName(), request.getValue());
    if (refusal != null) {
      observer.onError(refusal.asRuntimeException());
      return;
    }
    runtime.settings().stream().filter(setting -> setting.name().equals(request.getName())).map(RuntimesFeed::setting)
        .forEach(observer::onNext);
    observer.onCompleted();
  }

  private static @Nullable Status change(RuntimeView runtime, String name, String value) {
    try {
      runtime.changeSetting(name, value);
      return null;
    } catch (NoSuchElementException e) {
      return Status.NOT_FOUND.withDescription(e.getMessage());
    } catch (IllegalStateException e) {
      return Status.FAILED_PRECONDITION.withDescription(e.getMessage());
    } catch (IllegalArgumentException e) {
      return Status.INVALID_ARGUMENT.withDescription(e.getMessage());
    } catch (RuntimeException | OutOfMemoryError e) {
      return Status.INTERNAL.withDescription("the setting " + name + " could not be changed: " + e);
    }
  }
}
