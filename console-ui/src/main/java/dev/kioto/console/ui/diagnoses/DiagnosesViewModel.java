package dev.kioto.console.ui.diagnoses;

import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Severity;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What is wrong with the chosen target, the worst first, and the chosen diagnosis. UI thread only.
public final class DiagnosesViewModel {
  /// What stands where the list would be.
  public enum Content {
    /// No target is chosen.
    NO_TARGET,
    /// Nothing has arrived yet.
    WAITING,
    /// There are diagnoses.
    ROWS,
    /// Nothing is wrong; [#clearedCount()] tells whether something was.
    NOTHING
  }

  /// A detector that was silenced here, so that it can be taken back.
  ///
  /// @param site where; empty for everywhere
  public record Silence(String detector, String site) {}

  private final ConsoleCommands commands;
  private final ObservableList<Diagnosis> rows = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>(Content.NO_TARGET);
  private final ReadOnlyObjectWrapper<@Nullable Diagnosis> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyIntegerWrapper critical = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper warnings = new ReadOnlyIntegerWrapper();
  private final ReadOnlyIntegerWrapper cleared = new ReadOnlyIntegerWrapper();
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Silence> silenced = new ReadOnlyObjectWrapper<>();
  private final BooleanProperty showCleared = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable Instant> instant = new ReadOnlyObjectWrapper<>();
  private List<Diagnosis> all = List.of();
  private String unread = ""; // why the list could not be read
  private String refusal = ""; // of the last command: it stays until there is another one, whatever is read meanwhile
  // What is to be chosen as soon as it is known.
  private @Nullable Predicate<Diagnosis> awaited;

  /// A list without a target.
  public DiagnosesViewModel(ConsoleCommands commands) {
    this.commands = commands;
    showCleared.subscribe((_, _) -> arrange());
  }

  /// The diagnoses that are shown: the active ones, the worst first, then those that were cleared if they are wanted.
  public ObservableList<Diagnosis> rows() {
    return rows;
  }

  /// What stands where the list would be.
  public ReadOnlyObjectProperty<Content> content() {
    return content.getReadOnlyProperty();
  }

  /// The chosen diagnosis as it was told last; null for none. It stays when it has left the list.
  public ReadOnlyObjectProperty<@Nullable Diagnosis> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// How many active ones are critical.
  public ReadOnlyIntegerProperty criticalCount() {
    return critical.getReadOnlyProperty();
  }

  /// How many active ones are warnings.
  public ReadOnlyIntegerProperty warningCount() {
    return warnings.getReadOnlyProperty();
  }

  /// How many of those that are kept were cleared.
  public ReadOnlyIntegerProperty clearedCount() {
    return cleared.getReadOnlyProperty();
  }

  /// `2 critical, 1 warning`; empty when nothing is wrong.
  public ReadOnlyStringProperty summary() {
    return summary.getReadOnlyProperty();
  }

  /// Why the list is not fresh, or a command was refused, as a sentence; empty when all is well.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// What was silenced last; null when nothing was, or it was taken back.
  public ReadOnlyObjectProperty<@Nullable Silence> silenced() {
    return silenced.getReadOnlyProperty();
  }

  /// Whether diagnoses that were cleared are listed too.
  public BooleanProperty showCleared() {
    return showCleared;
  }

  /// Shows another target, or none.
  public void reset(boolean hasTarget) {
    all = List.of();
    awaited = null;
    chosen.set(null);
    tell("", "");
    silenced.set(null);
    count();
    rows.clear();
    content.set(hasTarget ? Content.WAITING : Content.NO_TARGET);
  }

  /// Shows what stood at an instant of the past; null for the present.
  public void setInstant(@Nullable Instant now) {
    instant.set(now);
  }

  /// The instant of the past that is shown; null for the present.
  public ReadOnlyObjectProperty<@Nullable Instant> instant() {
    return instant.getReadOnlyProperty();
  }

  /// What a detector said of a subject last, as far as it is known here.
  ///
  /// @param subjectId as of a [dev.kioto.console.api.Subject]
  public Optional<Diagnosis> about(String detector, String subjectId) {
    return all.stream().filter(one -> one.detector().equals(detector) && one.subject().id().equals(subjectId))
        .findFirst();
  }

  /// Takes the server's list.
  public void show(DiagnosisPage page) {
    tell("", refusal);
    all = page.diagnoses();
    count();
    var wanted = awaited;
    if (wanted != null) {
      all.stream().filter(wanted).findFirst().ifPresent(this::choose);
    }
    var now = chosen.get();
    if (now != null) {
      all.stream().filter(diagnosis -> diagnosis.id().equals(now.id())).findFirst().ifPresent(chosen::set);
    }
    arrange();
  }

  /// Learns that the list could not be read.
  public void failed(String message) {
    tell(message, refusal);
  }

  /// Learns that what was to be silent is not, or the other way round.
  ///
  /// @param message why, as a sentence
  public void notSilenced(String message) {
    silenced.set(null);
    tell(unread, message);
  }

  private void tell(String newUnread, String newRefusal) {
    unread = newUnread;
    refusal = newRefusal;
    problem.set(refusal.isEmpty() ? unread : refusal);
  }

  private void count() {
    critical.set(active(Severity.CRITICAL));
    warnings.set(active(Severity.WARNING));
    cleared.set((int) all.stream().filter(diagnosis -> diagnosis.state() == DiagnosisState.CLEARED).count());
    summary.set(words(critical.get(), warnings.get()));
  }

  private int active(Severity severity) {
    return (int) all.stream()
        .filter(diagnosis -> diagnosis.state() == DiagnosisState.ACTIVE && diagnosis.severity() == severity).count();
  }

  private static String words(int critical, int warnings) {
    var words = new ArrayList<String>();
    if (critical > 0) {
      words.add(Counts.text(critical) + " critical");
    }
    if (warnings > 0) {
      words.add(Counts.of(warnings, "warning"));
    }
    return String.join(", ", words);
  }

  private void arrange() {
    var shown = all.stream()
        .filter(diagnosis -> showCleared.get() || diagnosis.state() == DiagnosisState.ACTIVE).toList();
    if (!rows.equals(shown)) {
      rows.setAll(shown);
    }
    if (content.get() != Content.NO_TARGET) {
      content.set(shown.isEmpty() ? Content.NOTHING : Content.ROWS);
    }
  }

  /// Chooses a diagnosis; null chooses none.
  public void choose(@Nullable Diagnosis diagnosis) {
    awaited = null;
    chosen.set(diagnosis);
  }

  /// Chooses what a detector has found about a subject, now or as soon as it is known.
  ///
  /// @param subjectId as of a [dev.kioto.console.api.Subject]
  public void chooseAbout(String detector, String subjectId) {
    Predicate<Diagnosis> wanted = diagnosis -> diagnosis.detector().equals(detector)
        && diagnosis.subject().id().equals(subjectId) && diagnosis.state() == DiagnosisState.ACTIVE;
    var known = all.stream().filter(wanted).findFirst();
    choose(known.orElse(null));
    awaited = known.isPresent() ? null : wanted;
  }

  /// Chooses a diagnosis, whether it stands or was cleared; chooses none when it is not known.
  public void chooseById(String diagnosisId) {
    awaited = null;
    choose(all.stream().filter(diagnosis -> diagnosis.id().equals(diagnosisId)).findFirst().orElse(null));
  }

  /// Chooses the diagnosis that many places further down, or up when negative; the first when none is chosen.
  public void move(int places) {
    if (rows.isEmpty()) {
      return;
    }
    int from = place();
    choose(rows.get(from < 0 ? 0 : Math.clamp((long) from + places, 0, rows.size() - 1)));
  }

  /// The place of the chosen diagnosis among the rows; -1 when it is not there.
  public int place() {
    var now = chosen.get();
    for (int i = 0; now != null && i < rows.size(); i++) {
      if (rows.get(i).id().equals(now.id())) {
        return i;
      }
    }
    return -1;
  }

  /// Has the detector of a diagnosis say no more of what comes from its place in the code. Nothing happens when that is not
  /// known.
  public void silence(Diagnosis diagnosis) {
    var site = diagnosis.subject().site();
    if (site != null) {
      tell(unread, "");
      silenced.set(new Silence(diagnosis.detector(), site));
      commands.silence(diagnosis.detector(), site, true);
    }
  }

  /// Takes the last silence back.
  public void undoSilence() {
    var last = silenced.get();
    if (last != null) {
      tell(unread, "");
      silenced.set(null);
      commands.silence(last.detector(), last.site(), false);
    }
  }
}
