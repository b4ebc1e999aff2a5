package dev.kioto.console.collector;

import com.google.protobuf.Duration;
import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.collector.TargetException.Kind;
import dev.kioto.console.model.RuntimeState;
import dev.kioto.proto.console.v1.CancelTaskRequest;
import dev.kioto.proto.console.v1.ChangeSettingRequest;
import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.ConsoleGrpc.ConsoleBlockingStub;
import dev.kioto.proto.console.v1.ControlGrpc;
import dev.kioto.proto.console.v1.DumpTraceRequest;
import dev.kioto.proto.console.v1.Level;
import dev.kioto.proto.console.v1.SetLevelRequest;
import dev.kioto.proto.console.v1.TraceChunk;
import dev.kioto.proto.console.v1.WatchTraceRequest;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.PauseRequest;
import dev.kioto.proto.tokio.instrument.ResumeRequest;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// What can be asked of a program beyond looking at it. Each blocks until the program has answered, and says in plain words
/// why it did not. Any thread.
public final class Commands {

  private static final long LONGEST_DUMP_SECONDS = 60;

  private final Run run;
  private final Connection connection;
  private final long answerNanos;

  Commands(Run run, Connection connection, long answerNanos) {
    this.run = run;
    this.connection = connection;
    this.answerNanos = answerNanos;
  }

  /// Has the program send no news on this connection until it is resumed. It records on.
  ///
  /// @throws TargetException if the program does not answer
  public void pause() throws TargetException {
    var _ = answer(() -> instrument().pause(PauseRequest.getDefaultInstance()));
  }

  /// Has the program send its news again.
  ///
  /// @throws TargetException if the program does not answer
  public void resume() throws TargetException {
    var _ = answer(() -> instrument().resume(ResumeRequest.getDefaultInstance()));
  }

  /// Sets how much is recorded from now on, for all consoles.
  ///
  /// @return what is recorded now: less than was asked for while the cap holds it down
  /// @throws TargetException if the program does not follow
  public Recorder setLevel(Recorder.Level level) throws TargetException {
    requireKioto("its recorder's level");
    var wire = switch (level) {
      case OFF -> Level.OFF;
      case COUNTS -> Level.COUNTS;
      case TASKS -> Level.TASKS;
      case TRACE -> Level.TRACE;
      case UNKNOWN -> throw new IllegalArgumentException("level must be OFF, COUNTS, TASKS or TRACE, got " + level);
    };
    var request = SetLevelRequest.newBuilder().setLevel(wire).build();
    return Answers.recorder(answer(() -> control().setLevel(request)));
  }

  /// Aborts a task, as its join handle would.
  ///
  /// @throws TargetException if the program does not follow
  public void cancel(long taskId) throws TargetException {
    requireKioto("tasks that can be cancelled");
    var request = CancelTaskRequest.newBuilder().setTaskId(taskId).build();
    var _ = answer(() -> control().cancelTask(request));
  }

  /// Changes a setting of a runtime.
  ///
  /// @return the setting as it is now
  /// @throws TargetException if the program does not follow
  public RuntimeState.Setting changeSetting(long runtimeId, String name, String value) throws TargetException {
    requireKioto("settings that can be changed");
    var request = ChangeSettingRequest.newBuilder().setRuntimeId(runtimeId).setName(name).setValue(value).build();
    return new KiotoSchedulers(new Oddities()).setting(answer(() -> control().changeSetting(request)));
  }

  /// The events that the program's flight recorder holds, to be written as a file of events.
  ///
  /// @param lastNanos how far back; 0 for all there is
  /// @throws TargetException if the program has none, or does not answer
  public Dump dump(long lastNanos) throws TargetException {
    run.require(Capability.TRACE, "its flight recorder");
    var request = DumpTraceRequest.newBuilder();
    if (lastNanos > 0) {
      request.setLast(Duration.newBuilder().setSeconds(lastNanos / 1_000_000_000L)
          .setNanos((int) (lastNanos % 1_000_000_000L)));
    }
    return events(stub -> stub.withDeadlineAfter(LONGEST_DUMP_SECONDS, TimeUnit.SECONDS).dumpTrace(request.build()));
  }

  /// The events from now on, as the program records them, until it ends or the answer is closed. When it returns, nothing happens any
  /// more without being passed on or counted as dropped.
  ///
  /// @throws TargetException if it cannot tell, or refuses
  public Dump watchTrace() throws TargetException {
    run.require(Capability.TRACE, "single events");
    return events(stub -> stub.watchTrace(WatchTraceRequest.getDefaultInstance()));
  }

  private Dump events(Function<ConsoleBlockingStub, Iterator<TraceChunk>> call) throws TargetException {
    var description = connection.describe();
    var scope = Context.current().withCancellation();
    var outer = scope.attach();
    try {
      var chunks = call.apply(ConsoleGrpc.newBlockingStub(connection.channel()));
      var dump = new Dump(description, chunks, scope);
      dump.awaitFirst();
      return dump;
    } catch (StatusRuntimeException e) {
      scope.cancel(null);
      throw connection.refusal(e);
    } finally {
      scope.detach(outer);
    }
  }

  private void requireKioto(String what) throws TargetException {
    if (run.program() == null && !run.id().isEmpty()) {
      throw new TargetException(Kind.UNSUPPORTED, "The program cannot show " + what
          + ": it speaks the tokio-console protocol, which has no words for it");
    }
  }

  private <T> T answer(Supplier<T> call) throws TargetException {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw connection.refusal(e);
    }
  }

  private InstrumentGrpc.InstrumentBlockingStub instrument() {
    return InstrumentGrpc.newBlockingStub(connection.channel()).withDeadlineAfter(answerNanos, TimeUnit.NANOSECONDS);
  }

  private ControlGrpc.ControlBlockingStub control() {
    return ControlGrpc.newBlockingStub(connection.channel()).withDeadlineAfter(answerNanos, TimeUnit.NANOSECONDS);
  }
}
