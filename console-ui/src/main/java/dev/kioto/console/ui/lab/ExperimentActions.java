package dev.kioto.console.ui.lab;

import dev.kioto.console.api.lab.Experiment.Phase;
import dev.kioto.console.api.lab.Experiment.State;
import dev.kioto.console.ui.theme.Labels;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// What can be done with the lab: an experiment begun, and the one that is shown stopped, resumed, run again or deleted, which is to be
/// confirmed. UI thread only.
final class ExperimentActions {
  private final LabViewModel model;
  private final Button begin = button("lab-new", "New experiment", "Write an experiment, and begin it (n)");
  private final Button compare = button("lab-compare", "Compare…",
      "Two programs as they run, two recordings, or two stretches of one, without an experiment (u)");
  private final Button stop = button("lab-stop", "Stop", "Make no more runs; the one that goes on is lost (h)");
  private final Button resume = button("lab-resume", "Resume", "Make the runs that are missing (h)");
  private final Button again = button("lab-again", "Run again…", "Write an experiment like this one (y)");
  private final Button delete = button("lab-delete", "Delete…", "Take it off the server's disk (Delete)");
  private final Button confirm = new Button("Delete it with its recordings");
  private final Button keep = button("lab-delete-not", "Keep it", "Delete nothing");
  private final HBox node = new HBox(8, compare, begin, stop, resume, again, delete, confirm, keep);

  ExperimentActions(LabViewModel model) {
    this.model = model;
    node.setAlignment(Pos.CENTER_RIGHT);
    confirm.setId("lab-delete-yes");
    confirm.getStyleClass().add("danger-button");
    confirm.setMinWidth(Region.USE_PREF_SIZE);
    compare.setOnAction(_ -> model.compare());
    begin.setOnAction(_ -> model.write());
    stop.setOnAction(_ -> model.stopOrResume());
    resume.setOnAction(_ -> model.stopOrResume());
    again.setOnAction(_ -> model.writeAgain());
    delete.setOnAction(_ -> {
      model.askToDelete();
      keep.requestFocus();
    });
    confirm.setOnAction(_ -> model.delete());
    keep.setOnAction(_ -> model.keep());
    model.content().subscribe(_ -> show());
    model.experiment().experiment().subscribe(_ -> show());
    model.deleting().subscribe(_ -> show());
    model.acting().subscribe(_ -> show());
  }

  Region node() {
    return node;
  }

  private static Button button(String id, String text, String meaning) {
    var button = new Button(text);
    button.setId(id);
    button.getStyleClass().add("pill");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setTooltip(Labels.tooltip(meaning));
    return button;
  }

  private void show() {
    var content = model.content().get();
    var experiment = model.experiment().experiment().get();
    boolean isOpen = content == LabViewModel.Content.EXPERIMENT && experiment != null;
    boolean asks = isOpen && model.deleting().get();
    boolean runs = isOpen && experiment.state() == State.RUNNING;
    boolean isMade = isOpen && experiment.spec().workload() != null; // else it compares what ran by itself
    var now = experiment == null ? null : experiment.now();
    boolean stops = now != null && now.phase() == Phase.STOPPING;
    Labels.show(begin, content == LabViewModel.Content.LIST);
    Labels.show(compare, content == LabViewModel.Content.LIST || content == LabViewModel.Content.NOTHING);
    Labels.show(stop, runs && isMade);
    stop.setText(stops ? "Stopping…" : "Stop");
    stop.setDisable(stops || model.acting().get());
    Labels.show(resume, isMade && !asks && experiment.state() == State.STOPPED);
    resume.setDisable(model.acting().get());
    Labels.show(again, isMade && !asks && !runs);
    Labels.show(delete, isOpen && !asks && !runs);
    Labels.show(confirm, asks && !runs);
    Labels.show(keep, asks && !runs);
  }
}
