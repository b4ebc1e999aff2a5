package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.LabDeed;
import dev.kioto.console.ui.link.LabRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The experiments of the server's lab, and the one that is opened. It asks only while it is looked at. UI thread only.
public final class LabViewModel {
  /// What there is to show.
  public enum Content {
    /// The first answer is on its way.
    WAITING,
    /// There is no experiment.
    NOTHING,
    /// The list.
    LIST,
    /// An experiment.
    EXPERIMENT,
    /// One that is being written.
    FORM,
    /// Two targets are chosen that shall be compared.
    COMPARE
  }

  private final ConsoleCommands commands;
  private final ExperimentViewModel experiment;
  private final TimelinesViewModel timelines;
  private final ExperimentFormViewModel form;
  private final CompareFormViewModel compareForm;
  private final ObservableList<Experiment> experiments = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<@Nullable Experiment> chosen = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<Content> content = new ReadOnlyObjectWrapper<>(Content.WAITING);
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper refused = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper deleting = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper acting = new ReadOnlyBooleanWrapper();
  private @Nullable String opened; // the id of the experiment
  private boolean writing;
  private boolean answered;
  private boolean looked;

  /// A lab of which nothing is known yet.
  ///
  /// @param targets what can be compared without an experiment
  public LabViewModel(ConsoleCommands commands, ObservableList<Target> targets) {
    this.commands = commands;
    experiment = new ExperimentViewModel(commands, this::ask);
    timelines = new TimelinesViewModel(commands, experiment);
    form = new ExperimentFormViewModel(commands);
    compareForm = new CompareFormViewModel(commands, InstantSource.system(), targets);
  }

  /// The experiment that is opened, or was last.
  public ExperimentViewModel experiment() {
    return experiment;
  }

  /// Two of its runs under each other.
  public TimelinesViewModel timelines() {
    return timelines;
  }

  /// The experiment that is being written, or was last.
  public ExperimentFormViewModel form() {
    return form;
  }

  /// What is to be compared without an experiment, or was last.
  public CompareFormViewModel compareForm() {
    return compareForm;
  }

  /// Whether it is to be confirmed that the opened experiment is deleted.
  public ReadOnlyBooleanProperty deleting() {
    return deleting.getReadOnlyProperty();
  }

  /// Whether the server was asked to stop, resume or delete it and has not answered.
  public ReadOnlyBooleanProperty acting() {
    return acting.getReadOnlyProperty();
  }

  /// Every experiment, the newest first.
  public ObservableList<Experiment> experiments() {
    return experiments;
  }

  /// The chosen row of the list; null for none.
  public ReadOnlyObjectProperty<@Nullable Experiment> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// What there is to show.
  public ReadOnlyObjectProperty<Content> content() {
    return content.getReadOnlyProperty();
  }

  /// Why what is shown is not fresh, as a sentence; empty when all is well.
  public ReadOnlyStringProperty problem() {
    return problem.getReadOnlyProperty();
  }

  /// How it went to write the last report, as a sentence; empty when there is nothing to say.
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }

  /// Whether it was not written.
  public ReadOnlyBooleanProperty refused() {
    return refused.getReadOnlyProperty();
  }

  /// Says no more of it.
  public void dismiss() {
    message.set("");
  }

  /// Learns whether anybody looks.
  public void setLookedAt(boolean now) {
    looked = now;
    ask();
  }

  /// Chooses a row; null chooses none.
  public void choose(@Nullable Experiment row) {
    chosen.set(row);
  }

  /// Chooses the experiment that many rows further down, or up when negative; the first when none is chosen.
  public void move(int places) {
    if (content.get() == Content.LIST) {
      int from = place();
      choose(experiments.get(from < 0 ? 0 : Math.clamp((long) from + places, 0, experiments.size() - 1)));
    }
  }

  /// The row of the chosen experiment; -1 when there is none.
  public int place() {
    var now = chosen.get();
    for (int i = 0; now != null && i < experiments.size(); i++) {
      if (experiments.get(i).id().equals(now.id())) {
        return i;
      }
    }
    return -1;
  }

  /// Opens the chosen experiment; chooses the first when none is.
  public void open() {
    var row = chosen.get();
    if (content.get() == Content.LIST && row == null) {
      move(0);
    } else if (content.get() == Content.LIST && row != null) {
      open(row.id());
    }
  }

  /// Opens an experiment.
  public void open(String id) {
    writing = false;
    deleting.set(false);
    opened = id;
    experiment.reset();
    problem.set("");
    message.set("");
    content.set(Content.WAITING);
    ask();
  }

  /// Writes a new experiment.
  public void write() {
    startWriting(null);
  }

  /// Writes one like the opened experiment.
  public void writeAgain() {
    var now = experiment.experiment().get();
    if (content.get() == Content.EXPERIMENT && now != null && now.spec().workload() != null) {
      startWriting(now.spec());
    }
  }

  private void startWriting(@Nullable ExperimentSpec from) {
    if (content.get() != Content.FORM) {
      writing = true;
      deleting.set(false);
      message.set("");
      form.fill(from);
      content.set(Content.FORM);
    }
  }

  /// Chooses two targets to be compared.
  public void compare() {
    if (content.get() != Content.COMPARE) {
      writing = true;
      deleting.set(false);
      message.set("");
      compareForm.fill();
      content.set(Content.COMPARE);
    }
  }

  /// Learns that the written experiment or comparison was begun, which is then shown, or why not.
  public void begun(@Nullable Experiment now, String reason) {
    if (now == null && content.get() == Content.COMPARE) {
      compareForm.refused(reason);
    } else if (now == null) {
      form.refused(reason);
    } else {
      open(now.id());
    }
  }

  /// Stops the opened experiment while it runs, and resumes it once it was stopped.
  public void stopOrResume() {
    var now = experiment.experiment().get();
    if (content.get() == Content.EXPERIMENT && now != null && now.spec().workload() != null) {
      switch (now.state()) {
        case RUNNING -> act(now.id(), LabDeed.STOP);
        case STOPPED -> act(now.id(), LabDeed.RESUME);
        case FINISHED, UNKNOWN -> {
        }
      }
    }
  }

  /// Wants the opened experiment to be deleted: that is to be confirmed.
  public void askToDelete() {
    var now = experiment.experiment().get();
    deleting.set(content.get() == Content.EXPERIMENT && now != null && now.state() != Experiment.State.RUNNING);
  }

  /// Deletes it after all.
  public void delete() {
    if (deleting.get() && opened != null) {
      act(opened, LabDeed.DELETE);
    }
  }

  /// Deletes nothing.
  public void keep() {
    deleting.set(false);
  }

  private void act(String id, LabDeed deed) {
    if (!acting.get()) {
      acting.set(true);
      message.set("");
      commands.actOnExperiment(id, deed);
    }
  }

  /// Learns whether that was done.
  ///
  /// @param reason why not, as a sentence; empty when it was
  public void done(String id, LabDeed deed, String reason) {
    acting.set(false);
    deleting.set(false);
    refused.set(!reason.isEmpty());
    message.set(reason);
    if (reason.isEmpty() && deed == LabDeed.DELETE && id.equals(opened)) {
      back();
      message.set("The experiment was deleted.");
    }
  }

  /// Returns to what there was before the form, or to the list.
  ///
  /// @return whether a form or an experiment was open
  public boolean back() {
    if (writing) {
      writing = false;
      if (opened == null) {
        showList();
      } else {
        content.set(Content.EXPERIMENT);
      }
      ask();
      return true;
    }
    if (deleting.get()) {
      keep();
      return true;
    }
    if (opened == null) {
      return false;
    }
    opened = null;
    problem.set("");
    message.set("");
    showList();
    ask();
    return true;
  }

  /// Takes the list.
  public void show(List<Experiment> list) {
    answered = true;
    if (!list.equals(experiments)) {
      experiments.setAll(list);
    }
    var row = chosen.get();
    if (row != null) {
      chosen.set(list.stream().filter(each -> each.id().equals(row.id())).findFirst().orElse(null));
    }
    if (opened == null) {
      problem.set("");
      if (!writing) {
        showList();
      }
    }
  }

  /// Takes an experiment; an answer to an older question is let go.
  public void show(LabRequest request, Experiment now, Comparison comparison) {
    if (request.equals(request())) {
      problem.set("");
      experiment.show(now, comparison);
      if (!writing) {
        content.set(Content.EXPERIMENT);
      }
    }
  }

  /// Learns that the server did not answer a question; what was known stays.
  public void failed(LabRequest request, String sentence) {
    if (request.equals(request())) {
      problem.set(sentence);
    }
  }

  /// A name for the file of the report, in letters that every file system takes; empty when there is nothing to report.
  public String reportName() {
    var now = experiment.experiment().get();
    if (now == null || content.get() != Content.EXPERIMENT) {
      return "";
    }
    var plain = LabWords.title(now).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return (plain.isEmpty() ? "experiment" : plain.substring(0, Math.min(60, plain.length()))) + "-report.html";
  }

  /// Writes the report of the opened experiment to a file, in place of one that is there; a name without `.html` gets it.
  public void saveReport(Path file) {
    var now = experiment.experiment().get();
    if (now != null) {
      message.set("");
      var name = String.valueOf(file.getFileName());
      commands.saveReport(now.id(), experiment.baseline().get(),
          name.toLowerCase(Locale.ROOT).endsWith(".html") ? file : file.resolveSibling(name + ".html"));
    }
  }

  /// Learns how it went to write a report.
  ///
  /// @param reason why it was not written, as a phrase; empty when it was
  public void reported(Path file, String reason) {
    refused.set(!reason.isEmpty());
    message.set(reason.isEmpty() ? "The report is in " + file + '.'
        : "The report was not written to " + file + ": " + reason + '.');
  }

  private void showList() {
    content.set(!answered ? Content.WAITING : experiments.isEmpty() ? Content.NOTHING : Content.LIST);
  }

  private LabRequest request() {
    return opened == null ? LabRequest.LIST : new LabRequest(opened, experiment.baseline().get());
  }

  private void ask() {
    commands.lab(looked ? request() : null);
  }
}
