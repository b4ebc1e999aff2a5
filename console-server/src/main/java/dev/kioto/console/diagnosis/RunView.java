package dev.kioto.console.diagnosis;

import dev.kioto.console.model.RunModel;
import dev.kioto.console.model.SchedulerModel.Runtimes;
import dev.kioto.console.model.SchedulerModel.Workers;
import dev.kioto.console.model.TaskRecord;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What detectors see of a run at one look. All instants are on the program's clock. Of the looking thread.
public final class RunView {

  private final RunModel model;
  private final Past<Workers> workers;
  private final Past<Runtimes> runtimes;
  private final Map<Source, String> missing;
  private final long asOf;
  private final long steadySince;
  private final HeldUp heldUp;

  RunView(RunModel model, Past<Workers> workers, Past<Runtimes> runtimes, HeldUp heldUp, Map<Source, String> missing,
      long asOf, long steadySince) {
    this.heldUp = heldUp;
    this.model = model;
    this.workers = workers;
    this.runtimes = runtimes;
    this.missing = missing;
    this.asOf = asOf;
    this.steadySince = steadySince;
  }

  /// All that is known of the run. Each part of it says of which instant it is.
  public RunModel model() {
    return model;
  }

  /// The program's clock when it last told of its tasks.
  public long asOf() {
    return asOf;
  }

  /// Since when news come without a gap; [TaskRecord#ABSENT] as long as there was none. In a gap the program may have been
  /// stopped, by a debugger for one: what lasted across it may have lasted no time at all.
  public long steadySince() {
    return steadySince;
  }

  /// How long something has lasted at an instant, as far as that is sure: what was before a gap does not count. Not negative.
  public long lasted(long since, long at) {
    return lasted(since, at, steadySince);
  }

  static long lasted(long since, long at, long steadySince) {
    return since == TaskRecord.ABSENT ? 0 : Math.max(0, at - Math.max(since, steadySince));
  }

  /// What share of a time that ends now the program could not run in through no fault of its own, from 0 to 1; 0 when that is not known.
  public double heldUpShare(long nanos) {
    return heldUp.share(nanos);
  }

  /// Why the program does not tell something now, as a sentence; null when it does.
  public @Nullable String missing(Source what) {
    return missing.get(what);
  }

  /// The workers as they were so long ago, or a little longer; null when that is not known, or there was a gap since.
  public @Nullable Workers workersBefore(long nanos) {
    return workers.before(nanos, steadySince);
  }

  /// The runtimes likewise.
  public @Nullable Runtimes runtimesBefore(long nanos) {
    return runtimes.before(nanos, steadySince);
  }

  /// A task as what a finding is about, by its wire id; without a name when it is not known any more.
  public Subject task(long id) {
    Subject known = model.tasks().find(id, (task, _) -> subject(task));
    return known != null ? known : new Subject(Subject.Kind.TASK, Long.toUnsignedString(id), "", null);
  }

  /// The same of a record that the model hands out.
  public static Subject subject(TaskRecord task) {
    return new Subject(Subject.Kind.TASK, Long.toUnsignedString(task.id()), task.name(), task.location());
  }

  /// How a sentence names a task: by its name, or by its id when it has none.
  public static String called(Subject subject) {
    return subject.name().isEmpty() ? "task " + subject.id() : "'" + subject.name() + "'";
  }
}
