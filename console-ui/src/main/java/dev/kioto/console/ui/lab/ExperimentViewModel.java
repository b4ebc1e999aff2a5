package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Comparison.ArmDistribution;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.Finding;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// An experiment, and what of it is looked at: beside which settings, which distribution, which measure, which runs. UI thread only.
public final class ExperimentViewModel {
  private static final int MOST_BESIDE = 3; // settings whose runs are shown at first
  private static final Comparison NOTHING = new Comparison(List.of(), 0, 0.95, List.of(), List.of(), List.of(),
      List.of(),
      List.of());

  private final ConsoleCommands commands;
  private final Runnable ask;
  private final ReadOnlyObjectWrapper<@Nullable Experiment> experiment = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Comparison> comparison = new ReadOnlyObjectWrapper<>(NOTHING);
  private final ReadOnlyObjectWrapper<@Nullable String> baseline = new ReadOnlyObjectWrapper<>();
  private final StringProperty distribution = new SimpleStringProperty("");
  private final StringProperty measure = new SimpleStringProperty("");
  private final ObjectProperty<Integer> round = new SimpleObjectProperty<>(0);
  private final ReadOnlyObjectWrapper<Set<String>> beside = new ReadOnlyObjectWrapper<>(Set.of());
  private final ReadOnlyObjectWrapper<Map<String, LabRun>> runs = new ReadOnlyObjectWrapper<>(Map.of());
  private Set<String> also = Set.of();
  private List<String> asked = List.of();

  /// @param ask asks the server anew
  ExperimentViewModel(ConsoleCommands commands, Runnable ask) {
    this.commands = commands;
    this.ask = ask;
    round.subscribe((_, _) -> askRuns());
    beside.subscribe((_, _) -> askRuns());
  }

  /// The experiment as it was told last; null for none.
  public ReadOnlyObjectProperty<@Nullable Experiment> experiment() {
    return experiment.getReadOnlyProperty();
  }

  /// What comes of it, as far as it is.
  public ReadOnlyObjectProperty<Comparison> comparison() {
    return comparison.getReadOnlyProperty();
  }

  /// The letter of the settings that a person chose to compare to; null for those that the experiment names.
  public ReadOnlyObjectProperty<@Nullable String> baseline() {
    return baseline.getReadOnlyProperty();
  }

  /// The name of the distribution that is drawn; empty when there is none.
  public StringProperty distribution() {
    return distribution;
  }

  /// The id of the measure that colours the matrix; empty when there is none.
  public StringProperty measure() {
    return measure;
  }

  /// The round whose runs are shown side by side; 0 before the first has ended.
  public ObjectProperty<Integer> round() {
    return round;
  }

  /// The letters of the settings whose runs are shown side by side.
  public ReadOnlyObjectProperty<Set<String>> beside() {
    return beside.getReadOnlyProperty();
  }

  /// The runs that were read, by their ids.
  public ReadOnlyObjectProperty<Map<String, LabRun>> runs() {
    return runs.getReadOnlyProperty();
  }

  /// Compares to other settings.
  public void compareTo(String letter) {
    if (!letter.equals(baselineLetter())) {
      baseline.set(letter);
      ask.run();
    }
  }

  /// Compares to the settings after those of now, or to the first after the last.
  public void compareToNext() {
    var arms = arms();
    for (int i = 0; i < arms.size(); i++) {
      if (arms.get(i).letter().equals(baselineLetter())) {
        compareTo(arms.get((i + 1) % arms.size()).letter());
        return;
      }
    }
  }

  /// Colours the matrix by the measure after that of now.
  public void nextMeasure() {
    var ids = comparison.get().measures().stream().map(each -> each.id()).toList();
    if (!ids.isEmpty()) {
      measure.set(ids.get((ids.indexOf(measure.get()) + 1) % ids.size()));
    }
  }

  /// Looks closer at a finding: the matrix has its measure, the drawings its distribution when it is of one.
  public void look(Finding finding) {
    measure.set(finding.measure());
    comparison.get().measures().stream().filter(each -> each.id().equals(finding.measure())).map(each -> each.group())
        .filter(distributions()::contains).findFirst().ifPresent(distribution::set);
  }

  /// Shows the runs of settings beside the others, or no longer.
  public void toggle(String letter) {
    var now = new TreeSet<>(beside.get());
    if (!now.remove(letter)) {
      now.add(letter);
    }
    beside.set(now);
  }

  /// The settings, the first letters first.
  public List<Arm> arms() {
    var now = experiment.get();
    return now == null ? List.of() : now.arms();
  }

  /// The place of settings among all, which gives their colour.
  public int place(String letter) {
    var arms = arms();
    for (int i = 0; i < arms.size(); i++) {
      if (arms.get(i).letter().equals(letter)) {
        return i;
      }
    }
    return 0;
  }

  /// The letter of the settings that the others are compared to; empty when there are none.
  public String baselineLetter() {
    return Stream.concat(comparison.get().arms().stream(), arms().stream()).filter(Arm::isBaseline).findFirst()
        .map(Arm::letter).orElse("");
  }

  /// The names of all distributions.
  public List<String> distributions() {
    return comparison.get().distributions().stream().map(ArmDistribution::name).distinct().toList();
  }

  /// How the times of the chosen distribution are spread, one of each settings that know it.
  public List<ArmDistribution> spreads() {
    return comparison.get().distributions().stream().filter(each -> each.name().equals(distribution.get())).toList();
  }

  /// The runs that are shown side by side, as far as they were read.
  public List<LabRun> sideBySide() {
    return arms().stream().map(Arm::letter).filter(beside.get()::contains)
        .map(letter -> runs.get().get(round.get() + "-" + letter)).filter(Objects::nonNull).toList();
  }

  /// The rounds of which at least one run has ended.
  public List<Integer> rounds() {
    var now = experiment.get();
    return now == null ? List.of() : now.runs().stream().map(Experiment.RunInfo::round).distinct().sorted().toList();
  }

  /// Whether the run of settings in a round has ended.
  boolean isMade(int ofRound, String letter) {
    var now = experiment.get();
    return now != null && now.runs().stream().anyMatch(run -> run.round() == ofRound && run.arm().equals(letter));
  }

  /// Reads the runs of these settings too, whether they are shown side by side or not.
  void wantAlso(Set<String> letters) {
    if (!letters.equals(also)) {
      also = letters;
      askRuns();
    }
  }

  /// Shows nothing yet.
  void reset() {
    experiment.set(null);
    comparison.set(NOTHING);
    baseline.set(null);
    distribution.set("");
    measure.set("");
    asked = List.of();
    runs.set(Map.of());
    beside.set(Set.of());
    round.set(0);
  }

  void show(Experiment now, Comparison compared) {
    experiment.set(now);
    comparison.set(compared);
    if (!distributions().contains(distribution.get())) {
      distribution.set(distributions().stream().findFirst().orElse(""));
    }
    if (compared.measures().stream().noneMatch(each -> each.id().equals(measure.get()))) {
      measure.set(Stream.concat(compared.findings().stream().map(Finding::measure),
          compared.measures().stream().map(each -> each.id())).findFirst().orElse(""));
    }
    if (beside.get().isEmpty() && !now.arms().isEmpty()) {
      beside.set(new TreeSet<>(now.arms().stream().limit(MOST_BESIDE).map(Arm::letter).toList()));
    }
    if (round.get() == 0 && !rounds().isEmpty()) {
      round.set(rounds().getFirst());
    }
    askRuns();
  }

  /// Takes runs that were asked for.
  public void showRuns(String experimentId, List<LabRun> read) {
    var now = experiment.get();
    if (now != null && now.id().equals(experimentId)) {
      var all = new LinkedHashMap<>(runs.get());
      read.forEach(run -> all.put(run.id(), run));
      if (!all.equals(runs.get())) {
        runs.set(all);
      }
    }
  }

  // The runs that are shown, and those that failed, for what they wrote last; only such as have ended.
  private void askRuns() {
    var now = experiment.get();
    if (now == null) {
      return;
    }
    var wanted = now.runs().stream()
        .filter(run -> run.problem() != null
            || (run.round() == round.get() && (beside.get().contains(run.arm()) || also.contains(run.arm()))))
        .map(Experiment.RunInfo::id).toList();
    if (!wanted.equals(asked)) {
      asked = wanted;
      commands.labRuns(now.id(), wanted);
    }
  }
}
