package dev.kioto.console.ui.link;

import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.FilterCompletion;
import dev.kioto.console.api.Playback;
import dev.kioto.console.api.PlaybackRequest;
import dev.kioto.console.api.Problem;
import dev.kioto.console.api.ProcessList;
import dev.kioto.console.api.Recording;
import dev.kioto.console.api.ResourcePage;
import dev.kioto.console.api.Series;
import dev.kioto.console.api.SettingRequest;
import dev.kioto.console.api.Target;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.api.Why;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.api.lab.Comparison;
import dev.kioto.console.api.lab.Experiment;
import dev.kioto.console.api.lab.ExperimentPlan;
import dev.kioto.console.api.lab.ExperimentSpec;
import dev.kioto.console.api.lab.LabOptions;
import dev.kioto.console.api.lab.LabRun;
import dev.kioto.console.ui.graph.PlacedGraph;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the server told, on its way to the view models. Each carries the ids of what was asked for, since an answer may
/// arrive after the question has lost its interest.
public sealed interface ConsoleNews {
  /// What is about one target.
  sealed interface OfTarget extends ConsoleNews {
    /// Which.
    String targetId();
  }

  /// What was told of a target as it was at an instant.
  ///
  /// @param asOf the instant; null for the present
  record AsOf(@Nullable Instant asOf, OfTarget news) implements ConsoleNews {}

  /// Every target.
  record Targets(List<Target> targets) implements ConsoleNews {}

  /// The server answers, and does not let the window read.
  ///
  /// @param message why, as a sentence
  record ShutOut(String message) implements ConsoleNews {}

  /// The server did not answer.
  ///
  /// @param message why, as a sentence
  record Unreachable(String message) implements ConsoleNews {}

  /// Who the server is: told when it answers for the first time, and after each time that it did not.
  ///
  /// @param version `dev` when it is run from classes
  record Server(String version) implements ConsoleNews {}

  /// The program at the address is attached.
  record Attached(Target target) implements ConsoleNews {}

  /// The program at the address was not attached.
  ///
  /// @param message why, as a sentence
  /// @param tokenWanted whether a token may help
  record NotAttached(String address, String message, boolean tokenWanted) implements ConsoleNews {}

  /// What runs on the server's machine.
  record Processes(ProcessList list) implements ConsoleNews {}

  /// That could not be read.
  ///
  /// @param message why, as a sentence
  record ProcessesFailed(String message) implements ConsoleNews {}

  /// More about a target.
  record Facts(String targetId, TargetFacts facts) implements ConsoleNews {}

  /// How it went to have a target record more or less.
  ///
  /// @param problem why it was refused, as a sentence; empty when it was done
  record LevelAnswered(String targetId, String problem) implements ConsoleNews {}

  /// A setting of a target was to be changed.
  ///
  /// @param problem why it was not, as a sentence; empty when it was
  record SettingAnswered(String targetId, SettingRequest change, String problem) implements ConsoleNews {}

  /// The workers of a target.
  record Workers(String targetId, WorkerList workers) implements OfTarget {}

  /// They could not be read.
  ///
  /// @param message why, as a sentence
  record WorkersFailed(String targetId, String message) implements OfTarget {}

  /// Rows of a target's task list.
  record Rows(String targetId, Window window) implements OfTarget {}

  /// The server refused the request for rows that was sent last.
  record RowsRefused(String targetId, Problem problem) implements OfTarget {}

  /// Whether rows arrive has changed.
  ///
  /// @param reason why not, as a sentence; empty when they do
  record RowsConnection(String targetId, boolean connected, String reason) implements OfTarget {}

  /// A task in detail.
  record Detail(String targetId, String taskId, TaskDetail detail) implements OfTarget {}

  /// The server knows no such task, or knows it no longer.
  record TaskGone(String targetId, String taskId, String message) implements OfTarget {}

  /// The task could not be asked for.
  record DetailFailed(String targetId, String taskId, String message) implements OfTarget {}

  /// What a task has to do with others, as it was asked for.
  record Relations(String targetId, RelationsRequest request, TaskRelations relations) implements OfTarget {}

  /// How it went to cancel a task.
  ///
  /// @param problem why it was refused, as a sentence; empty when the task was told to end
  record CancelAnswered(String targetId, String taskId, String problem) implements OfTarget {}

  /// Where a task is.
  record Stack(String targetId, String taskId, TaskStack stack) implements OfTarget {}

  /// The stack could not be read.
  ///
  /// @param message why, as a sentence
  record StackFailed(String targetId, String taskId, String message) implements OfTarget {}

  /// Why a task waits, or waited.
  record WhyAnswered(String targetId, String taskId, Why why) implements OfTarget {}

  /// That could not be told.
  ///
  /// @param message why, as a sentence
  record WhyFailed(String targetId, String taskId, String message) implements OfTarget {}

  /// What is wrong with a target, and what was.
  record Diagnoses(String targetId, DiagnosisPage page) implements OfTarget {}

  /// That could not be read, or a detector could not be silenced.
  ///
  /// @param message why, as a sentence
  record DiagnosesFailed(String targetId, String message) implements OfTarget {}

  /// A detector was not silenced, or speaks no more again.
  ///
  /// @param message why, as a sentence
  record NotSilenced(String targetId, String message) implements OfTarget {}

  /// Resources of a target, as they were asked for.
  record Resources(String targetId, ResourceRequest request, ResourcePage page) implements OfTarget {}

  /// Groups of a target's tasks, as they were asked for.
  record Groups(String targetId, GroupRequest request, TaskGroupList groups) implements OfTarget {}

  /// They could not be read.
  ///
  /// @param message why, as a sentence
  record GroupsFailed(String targetId, GroupRequest request, String message) implements OfTarget {}

  /// Figures of a target over time, as they were asked for.
  record Figures(String targetId, SeriesRequest request, List<Series> all) implements OfTarget {}

  /// They could not be read.
  ///
  /// @param message why, as a sentence
  record FiguresFailed(String targetId, String message) implements OfTarget {}

  /// Lanes of a target, as they were asked for.
  record Lanes(String targetId, LaneRequest request, dev.kioto.console.api.Lanes lanes) implements OfTarget {}

  /// They could not be read.
  ///
  /// @param message why, as a sentence
  record LanesFailed(String targetId, LaneRequest request, String message) implements OfTarget {}

  /// They could not be read.
  ///
  /// @param message why, as a sentence
  record ResourcesFailed(String targetId, ResourceRequest request, String message) implements OfTarget {}

  /// How a filter could go on.
  record Completed(String targetId, CompletionRequest request, FilterCompletion completion) implements OfTarget {}
  /// A drawing was written to a file, or not.
  ///
  /// @param reason why it was not, as a phrase; empty when it was
  record Picture(Path file, String reason) implements ConsoleNews {}

  /// Every experiment of the lab, the newest first.
  record Experiments(List<Experiment> list) implements ConsoleNews {}

  /// An experiment and what comes of it, as it was asked for.
  record ExperimentNow(LabRequest request, Experiment experiment, Comparison comparison) implements ConsoleNews {}

  /// The lab did not answer.
  ///
  /// @param message why, as a sentence
  record LabFailed(LabRequest request, String message) implements ConsoleNews {}

  /// Runs of an experiment that were asked for, as far as they could be read.
  record LabRuns(String experimentId, List<LabRun> runs) implements ConsoleNews {}

  /// What the threads of runs did, as it was asked for: an answer for each part.
  record RunLanes(RunLanesRequest request, List<RunLanesAnswer> answers) implements ConsoleNews {}

  /// How it went to write the report of an experiment.
  ///
  /// @param reason why it was not written, as a phrase; empty when it was
  record Report(Path file, String reason) implements ConsoleNews {}

  /// What experiments can be made of.
  ///
  /// @param reason why it could not be read, as a sentence; empty when it was
  record LabCan(@Nullable LabOptions options, String reason) implements ConsoleNews {}

  /// What an experiment would be.
  ///
  /// @param reason why that is not known, as a sentence; empty when it is
  record Planned(ExperimentSpec spec, @Nullable ExperimentPlan plan, String reason) implements ConsoleNews {}

  /// An experiment was begun, or not.
  ///
  /// @param reason why not, as a sentence; empty when it was
  record Begun(@Nullable Experiment experiment, String reason) implements ConsoleNews {}

  /// Something was done with an experiment, or not.
  ///
  /// @param reason why not, as a sentence; empty when it was
  record LabDone(String experimentId, LabDeed deed, String reason) implements ConsoleNews {}

  /// A graph of tasks, as it was asked for.
  record Graph(String targetId, GraphRequest request, PlacedGraph graph) implements OfTarget {}

  /// It could not be made.
  ///
  /// @param message why, as a sentence
  record GraphFailed(String targetId, GraphRequest request, String message) implements OfTarget {}

  /// What is kept of a target.
  record Time(String targetId, TimeRequest request, TimeNews kept) implements OfTarget {}

  /// That could not be read.
  ///
  /// @param message why, as a sentence
  record TimeFailed(String targetId, String message) implements OfTarget {}

  /// How a recording plays since it was told to.
  record Played(String targetId, PlaybackRequest request, Playback playback) implements OfTarget {}

  /// It does not do what it was told to.
  ///
  /// @param message why, as a sentence
  record NotPlayed(String targetId, PlaybackRequest request, String message) implements OfTarget {}

  /// How a recording of a target is; null when none is being made.
  record Recorded(String targetId, @Nullable Recording recording) implements OfTarget {}

  /// It was not begun, not ended or could not be read.
  ///
  /// @param message why, as a sentence
  record NotRecorded(String targetId, String message) implements OfTarget {}

  /// Figures of a target before an instant of the past.
  record FiguresBefore(String targetId, Instant instant, List<Series> all) implements OfTarget {}
}
