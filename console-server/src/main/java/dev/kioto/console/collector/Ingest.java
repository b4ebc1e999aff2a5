package dev.kioto.console.collector;

import com.google.protobuf.MessageLite;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.model.ModelUpdate;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.TargetModel;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.tokio.instrument.Update;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes of a program's messages what the collector knows of it, over any number of connections. Whether they come from
/// a connection or from a recording makes no difference here, which is why a recording shows what the program showed.
///
/// One thread at a time gives it messages; any may ask what is known.
final class Ingest {

  /// The kinds that are made something of.
  static final Set<MessageKind> KINDS = EnumSet.of(MessageKind.CONNECTED, MessageKind.UPDATE, MessageKind.RECORDER);

  private final Retention retention;

  // Written by the thread that gives messages, and read by any.
  private volatile Run run;
  private volatile @Nullable Recorder recorder;

  // Of that thread alone.
  private UpdateDecoder decoder = new UpdateDecoder();
  private @Nullable Description description; // of this connection; null for the tokio-console protocol alone
  private boolean isTold; // the first update of this connection has come

  Ingest(Retention retention) {
    this.retention = retention;
    this.run = new Run("", null, new TargetModel(retention));
  }

  /// What a message did.
  enum Effect {
    /// Nothing that shows in the model.
    NONE,
    /// The model changed.
    CHANGED,
    /// The first tasks of a connection are there.
    TOLD
  }

  /// The present run, or the last.
  Run run() {
    return run;
  }

  /// What the program records; null when it does not tell.
  @Nullable Recorder recorder() {
    return recorder;
  }

  /// Takes in one message.
  Effect take(MessageKind kind, MessageLite message) {
    switch (kind) {
      case CONNECTED -> connected((Description) message);
      case UPDATE -> {
        return update(decoder.decode((Update) message));
      }
      case RECORDER -> recorder = Answers.recorder((RecorderState) message);
      case WORKERS, RUNTIMES, RESOURCES, WAKES -> {} // recorded, and not modelled yet
    }
    return Effect.NONE;
  }

  private void connected(Description told) {
    decoder = new UpdateDecoder();
    isTold = false;
    recorder = null;
    description = told.getRunId().isEmpty() ? null : told;
    if (description == null) return; // its first update decides whose run it is
    boolean known = !run.id().isEmpty();
    begin(known && description.getRunId().equals(run.id()), description.getRunId());
  }

  private Effect update(ModelUpdate update) {
    boolean first = !isTold;
    isTold = true;
    if (first && description == null) {
      boolean known = !run.id().isEmpty();
      // A program that does not tell its run is told apart by when this collector first heard it.
      begin(known && run.description() == null && run.model().continues(update),
          "since-" + Instants.instant(update.now()));
    }
    run.model().apply(update);
    return first ? Effect.TOLD : Effect.CHANGED;
  }

  private void begin(boolean isSameRun, String runId) {
    var before = run;
    if (isSameRun) {
      before.model().beginSnapshot();
      run = new Run(before.id(), description, before.model());
    } else {
      run = new Run(runId, description, before.id().isEmpty() ? before.model() : new TargetModel(retention));
    }
  }
}
