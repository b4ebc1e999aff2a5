package dev.kioto.console.collector;

import com.google.protobuf.MessageLite;
import dev.kioto.console.api.Capability;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.model.Retention;
import dev.kioto.console.model.RunModel;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.IncidentsUpdate;
import dev.kioto.proto.console.v1.RecorderState;
import dev.kioto.proto.console.v1.ResourcesUpdate;
import dev.kioto.proto.console.v1.RuntimesUpdate;
import dev.kioto.proto.console.v1.WakesUpdate;
import dev.kioto.proto.console.v1.WorkersUpdate;
import dev.kioto.proto.tokio.instrument.Update;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes of a program's messages what the collector knows of it, over any number of connections. Whether they come from
/// a connection or from a recording makes no difference here, which is why a recording shows what the program showed.
///
/// One thread at a time gives it messages; any may ask what is known.
final class Ingest {

  /// The kinds that are made something of.
  static final Set<MessageKind> KINDS = MessageKind.ALL;

  private final Runs runs;
  private final Oddities oddities = new Oddities();
  private final KiotoResources resources = new KiotoResources(oddities);
  private final KiotoSchedulers schedulers = new KiotoSchedulers(oddities);
  private final KiotoIncidents incidents = new KiotoIncidents(oddities);

  private final LongAdder[] taken = Stream.generate(LongAdder::new).limit(MessageKind.values().length)
      .toArray(LongAdder[]::new); // by kind
  // Written by the thread that gives messages, and read by any.
  private volatile @Nullable Recorder recorder;
  private volatile @Nullable RecorderState recorderState;

  // Of that thread alone.
  private Description description = Description.getDefaultInstance(); // of this connection, as is what follows
  private final Map<MessageKind, MessageLite> wholes = new EnumMap<>(MessageKind.class); // that tell everything each time
  private UpdateDecoder decoder = new UpdateDecoder(oddities);
  private @Nullable TokioResources inUpdates; // null when messages of their own tell of resources
  private @Nullable Program program; // of this connection; null for the tokio-console protocol alone
  private boolean isTold; // the first update of this connection has come

  Ingest(Retention retention) {
    this.runs = new Runs(retention, Clock.systemUTC());
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
    return runs.current();
  }

  /// The present run and those before it.
  Runs runs() {
    return runs;
  }

  /// What the program said that made no sense.
  Oddities oddities() {
    return oddities;
  }

  /// What the program records; null when it does not tell.
  @Nullable Recorder recorder() {
    return recorder;
  }

  /// The same, with the totals of the program.
  @Nullable RecorderState recorderState() {
    return recorderState;
  }

  /// How many messages of each kind were taken in.
  @SuppressWarnings("EnumOrdinal") // in memory alone
  Map<String, Long> messages() {
    var counts = new TreeMap<String, Long>();
    for (var kind : MessageKind.values()) {
      counts.put(kind.name().toLowerCase(Locale.ROOT), taken[kind.ordinal()].sum());
    }
    return counts;
  }

  /// Takes in one message.
  @SuppressWarnings("EnumOrdinal") // in memory alone
  Effect take(MessageKind kind, MessageLite message) {
    taken[kind.ordinal()].increment();
    if (kind.isWhole()) wholes.put(kind, message);
    switch (kind) {
      case CONNECTED -> connected((Description) message);
      case UPDATE -> {
        return update((Update) message);
      }
      case RECORDER -> {
        var told = (RecorderState) message;
        recorder = Answers.recorder(told);
        recorderState = told;
      }
      case WORKERS -> model().schedulers().apply(schedulers.decode((WorkersUpdate) message));
      case RUNTIMES -> model().schedulers().apply(schedulers.decode((RuntimesUpdate) message));
      case RESOURCES -> model().resources().apply(resources.decode((ResourcesUpdate) message));
      case WAKES -> model().wakes().apply(KiotoResources.decode((WakesUpdate) message));
      case INCIDENTS -> model().incidents().apply(incidents.decode((IncidentsUpdate) message));
    }
    return Effect.NONE;
  }

  /// Whether what is known is as the program knows it: not amid the beginning of a connection.
  boolean isSettled() {
    return isTold && model().tasks().isSettled();
  }

  /// Tells all that is known of the present run, as its program would to somebody who connects now. Of the thread that gives
  /// messages.
  void tell(KeyFrame.Sink out) {
    KeyFrame.tell(model(), program, new KeyFrame.Whole(description, wholes), decoder.fields(), out);
  }

  private RunModel model() {
    return runs.current().model();
  }

  private void connected(Description told) {
    description = told;
    wholes.clear();
    decoder = new UpdateDecoder(oddities);
    isTold = false;
    recorder = null;
    recorderState = null;
    oddities.begin();
    program = told.getRunId().isEmpty() ? null : Program.of(told, new Texts(oddities));
    boolean elsewhere = program != null && program.can(Capability.RESOURCES);
    inUpdates = elsewhere ? null : new TokioResources(decoder.fields(), oddities);
    if (program != null) runs.begin(program); // else its first update decides whose run it is
  }

  private Effect update(Update update) {
    var news = decoder.decode(update);
    boolean first = !isTold;
    isTold = true;
    if (first && program == null) runs.begin(news);
    model().tasks().apply(news);
    runs.expire();
    var resourceNews = inUpdates == null ? null : inUpdates.decode(update);
    if (resourceNews != null) model().resources().apply(resourceNews);
    return first ? Effect.TOLD : Effect.CHANGED;
  }
}
