package dev.kioto.console.ui;

import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.ui.link.CompletionRequest;
import dev.kioto.console.ui.link.ConsoleCommands;
import dev.kioto.console.ui.link.GraphRequest;
import dev.kioto.console.ui.link.GroupRequest;
import dev.kioto.console.ui.link.LabDeed;
import dev.kioto.console.ui.link.LabRequest;
import dev.kioto.console.ui.link.LaneRequest;
import dev.kioto.console.ui.link.RelationsRequest;
import dev.kioto.console.ui.link.ResourceRequest;
import dev.kioto.console.ui.link.RunLanesRequest;
import dev.kioto.console.ui.link.SeriesRequest;
import dev.kioto.console.ui.link.TimeRequest;
import dev.kioto.console.ui.pictures.Raster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes down what a view model asks of the server.
public final class RecordedCommands implements ConsoleCommands {
  private final List<CompareRequest> compared = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final List<ExperimentSpec> specs = new ArrayList<>();
  private final List<String> followed = new ArrayList<>();
  private final List<String> instants = new ArrayList<>();
  private final List<Optional<TimeRequest>> times = new ArrayList<>();
  private final List<PlaybackRequest> plays = new ArrayList<>();
  private final List<LaneRequest> lanes = new ArrayList<>();
  private final List<Optional<RunLanesRequest>> runLanes = new ArrayList<>();
  private final List<SeriesRequest> series = new ArrayList<>();
  private final List<WindowRequest> moves = new ArrayList<>();

  /// Every recording that was to be followed; `null` for none.
  public List<String> followed() {
    return followed;
  }

  /// Every instant that was to be shown; `now` for the present.
  public List<String> instants() {
    return instants;
  }

  /// Every stretch of time of which it was asked what is kept.
  public List<Optional<TimeRequest>> times() {
    return times;
  }

  /// Every change of how a recording plays.
  public List<PlaybackRequest> plays() {
    return plays;
  }

  /// Every request for lanes.
  public List<LaneRequest> lanes() {
    return lanes;
  }

  /// Every request for the lanes of runs; empty for none.
  public List<Optional<RunLanesRequest>> runLanes() {
    return runLanes;
  }

  /// Every request for figures.
  public List<SeriesRequest> series() {
    return series;
  }

  /// Every command but the moves, in words.
  public List<String> said() {
    return said;
  }

  /// Every move of the window.
  public List<WindowRequest> moves() {
    return moves;
  }

  @Override
  public void lab(@Nullable LabRequest request) {
    if (request != null) {
      said.add("lab "
          + (request.experimentId() == null ? "list" : request.experimentId() + " beside " + request.baseline()));
    }
  }

  @Override
  public void labRuns(String experimentId, List<String> runIds) {
    said.add("runs of " + experimentId + " " + runIds);
  }

  @Override
  public void runLanes(@Nullable RunLanesRequest request) {
    runLanes.add(Optional.ofNullable(request));
  }

  @Override
  public void saveReport(String experimentId, @Nullable String baseline, Path file) {
    said.add("report of " + experimentId + " beside " + baseline + " to " + file);
  }

  @Override
  public void labOptions() {
    said.add("lab options");
  }

  @Override
  public void planExperiment(ExperimentSpec spec) {
    said.add("plan");
    specs.add(spec);
  }

  /// Every comparison that was to be begun.
  public List<CompareRequest> compared() {
    return compared;
  }

  @Override
  public void compareTargets(CompareRequest wanted) {
    compared.add(wanted);
  }

  @Override
  public void beginExperiment(ExperimentSpec spec) {
    said.add("begin");
    specs.add(spec);
  }

  @Override
  public void actOnExperiment(String experimentId, LabDeed deed) {
    said.add(deed + " " + experimentId);
  }

  /// Every experiment that was to be checked or begun.
  public List<ExperimentSpec> specs() {
    return specs;
  }

  @Override
  public void attach(String address) {
    said.add("attach " + address);
  }

  @Override
  public void attach(String address, String token) {
    said.add("attach " + address + " showing " + token);
  }

  @Override
  public void processes(boolean wanted) {
    if (wanted) {
      said.add("processes");
    }
  }

  @Override
  public void facts(@Nullable String targetId) {
    said.add("facts " + targetId);
  }

  @Override
  public void setLevel(String targetId, Recorder.Level level) {
    said.add("level " + level + " of " + targetId);
  }

  @Override
  public void changeSetting(String targetId, SettingRequest change) {
    said.add(
        "set " + change.name() + " of runtime " + change.runtimeId() + " of " + targetId + " to " + change.value());
  }

  @Override
  public void detach(String targetId) {
    said.add("detach " + targetId);
  }

  @Override
  public void watch(@Nullable String targetId, WindowRequest request, boolean workers) {
    said.add("watch " + targetId + (workers ? " with workers" : ""));
  }

  @Override
  public void move(WindowRequest request) {
    moves.add(request);
  }

  @Override
  public void inspect(@Nullable String taskId) {
    said.add("inspect " + taskId);
  }

  @Override
  public void relations(@Nullable RelationsRequest request) {
    if (request != null) {
      said.add(
          "relations of " + request.taskId() + (request.parentId() == null ? "" : ", child of " + request.parentId()));
    }
  }

  @Override
  public void cancel(String taskId) {
    said.add("cancel " + taskId);
  }

  @Override
  public void readStack() {
    said.add("stack");
  }

  @Override
  public void followStack(boolean follow) {
    if (follow) {
      said.add("follow");
    }
  }

  @Override
  public void askWhy() {
    said.add("why");
  }

  @Override
  public void silence(String detector, String site, boolean silent) {
    said.add((silent ? "silence " : "unsilence ") + detector + " at " + site);
  }

  @Override
  public void resources(@Nullable ResourceRequest request) {
    if (request != null) {
      said.add("resources " + request.filter() + " " + request.state() + " by " + request.sort());
    }
  }

  @Override
  public void groups(@Nullable GroupRequest request) {
    if (request != null) {
      said.add("groups by " + request.by() + " of '" + request.filter() + "' in order " + request.sort());
    }
  }

  @Override
  public void lanes(@Nullable LaneRequest request) {
    if (request != null) {
      lanes.add(request);
    }
  }

  @Override
  public void series(@Nullable SeriesRequest request) {
    if (request != null) {
      series.add(request);
    }
  }

  @Override
  public void graph(@Nullable GraphRequest request) {
    if (request != null) {
      said.add("graph " + request.kind() + " of " + request.taskId());
    }
  }

  @Override
  public void at(@Nullable Instant instant) {
    instants.add(instant == null ? "now" : instant.toString());
  }

  @Override
  public void time(@Nullable TimeRequest request) {
    times.add(Optional.ofNullable(request));
  }

  @Override
  public void play(PlaybackRequest change) {
    plays.add(change);
  }

  @Override
  public void record() {
    said.add("record");
  }

  @Override
  public void endRecording(String recordingId) {
    said.add("end recording " + recordingId);
  }

  @Override
  public void followRecording(@Nullable String recordingId) {
    followed.add(String.valueOf(recordingId));
  }

  @Override
  public void complete(@Nullable CompletionRequest request) {
    if (request != null) {
      said.add("complete " + request.of() + " '" + request.text() + "' at " + request.at());
    }
  }

  @Override
  public void savePicture(Path file, Raster picture) {
    said.add("save " + picture.width() + " x " + picture.height() + " as " + file);
  }

  @Override
  public void pause(boolean paused) {
    if (paused) {
      said.add("pause");
    }
  }
}
