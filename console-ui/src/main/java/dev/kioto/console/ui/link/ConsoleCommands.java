package dev.kioto.console.ui.link;

import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.Recorder;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.api.lab.CompareRequest;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.ui.pictures.Raster;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the window asks of the server. Every call returns at once; answers arrive as [ConsoleNews].
public interface ConsoleCommands {
  /// Attaches to the program at `host:port`.
  void attach(String address);

  /// Attaches to a program that wants to be shown a token.
  void attach(String address, String token);

  /// Reads what runs on the server's machine again and again, or no longer.
  void processes(boolean wanted);

  /// Reads the runs and the runtimes of a target again and again; null reads none.
  void facts(@Nullable String targetId);

  /// Has a target record so much, for all its consoles.
  void setLevel(String targetId, Recorder.Level level);

  /// Changes a setting of a runtime of a target.
  void changeSetting(String targetId, SettingRequest change);

  /// Forgets a target.
  void detach(String targetId);

  /// Watches the task list of a target from now on, in place of the one before; null watches none.
  ///
  /// @param workers whether the target tells about its workers
  void watch(@Nullable String targetId, WindowRequest request, boolean workers);

  /// Moves the window on the watched task list.
  void move(WindowRequest request);

  /// Watches one task of the watched target in detail, in place of the one before; null watches none.
  void inspect(@Nullable String taskId);

  /// Reads what a task of the watched target has to do with others again and again; null reads nothing.
  void relations(@Nullable RelationsRequest request);

  /// Cancels a task of the watched target.
  void cancel(String taskId);

  /// Reads the stack of the inspected task once.
  void readStack();

  /// Reads the stack of the inspected task again and again, or no longer.
  void followStack(boolean follow);

  /// Asks once more why the inspected task waits. It is asked once when a task is inspected.
  void askWhy();

  /// Has a detector say nothing of what was spawned or made at a place, or speak of it again.
  ///
  /// @param site empty for everywhere
  void silence(String detector, String site, boolean silent);

  /// Reads the resources of the watched target again and again; null reads none.
  void resources(@Nullable ResourceRequest request);

  /// Reads groups of the watched target's tasks again and again; null reads none.
  void groups(@Nullable GroupRequest request);

  /// Reads lanes of the watched target once, in place of what was asked for before and has not been answered; null reads none.
  void lanes(@Nullable LaneRequest request);

  /// Reads figures of the watched target once, in place of what was asked for before and has not been answered; null reads none.
  void series(@Nullable SeriesRequest request);

  /// Reads a graph of the watched target again and again; null reads none.
  void graph(@Nullable GraphRequest request);

  /// Shows the watched target as it was at an instant from now on; null shows the present. Stacks, lanes and figures are as they are
  /// asked for.
  void at(@Nullable Instant instant);

  /// Reads what is kept of the watched target again and again; null reads nothing.
  void time(@Nullable TimeRequest request);

  /// Has the watched target, a recording, play otherwise. Of several that come faster than the server answers the last counts.
  void play(PlaybackRequest change);

  /// Begins a recording of the watched target.
  void record();

  /// Ends a recording.
  void endRecording(String recordingId);

  /// Reads how a recording is, again and again; empty reads once whether one of the watched target is being made, null nothing.
  void followRecording(@Nullable String recordingId);

  /// Asks once how a filter could go on, in place of what was asked before and has not been answered; null asks nothing.
  void complete(@Nullable CompletionRequest request);

  /// Reads the experiments of the lab, or one of them, again and again; null reads nothing.
  void lab(@Nullable LabRequest request);

  /// Reads runs of an experiment once, in place of those that were asked for before.
  void labRuns(String experimentId, List<String> runIds);

  /// Reads what the threads of runs of an experiment did once, in place of what was asked for before; null reads nothing.
  void runLanes(@Nullable RunLanesRequest request);

  /// Writes the report of an experiment to a file of this machine, in place of one that is there.
  ///
  /// @param baseline the letter of the settings that the others are compared to; null for those that the experiment names
  void saveReport(String experimentId, @Nullable String baseline, Path file);

  /// Asks once what experiments can be made of.
  void labOptions();

  /// Asks once what an experiment would be, in place of what was asked before and has not been answered.
  void planExperiment(ExperimentSpec spec);

  /// Makes an experiment, and begins it.
  void beginExperiment(ExperimentSpec spec);

  /// Begins to compare two targets, or stretches of their past, without an experiment.
  void compareTargets(CompareRequest wanted);

  /// Stops, resumes or deletes an experiment.
  void actOnExperiment(String experimentId, LabDeed deed);

  /// Writes a drawing to a file of this machine.
  void savePicture(Path file, Raster picture);

  /// Stops or takes up again the reading of details, workers, diagnoses and followed stacks.
  void pause(boolean paused);
}
