package dev.kioto.console.ui.lanes;

import dev.kioto.console.api.Lane;
import dev.kioto.console.api.LaneTask;
import dev.kioto.console.api.Lanes;
import dev.kioto.console.api.Worker;
import dev.kioto.console.api.WorkerList;
import dev.kioto.console.ui.format.Instants;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the lanes show: the server's answer, with the workers that its threads are. Immutable.
///
/// @param from what the times of the strips count from, in nanoseconds since 1970
/// @param length of the window that was asked for
/// @param wakes six numbers each, as the API's, but that lanes are places in [#strips]
@SuppressWarnings("ArrayRecordComponent") // drawn, never compared
public record LanePicture(long from, long length, List<Strip> strips, List<LaneTask> tasks, long[] wakes,
    long wakeCount, long droppedEvents) {
  /// Nothing.
  public static final LanePicture EMPTY = new LanePicture(0, 1, List.of(), List.of(), new long[0], 0, 0);
  /// Numbers of a poll in [Strip#polls].
  public static final int POLL = 7;
  private static final int WAKE = 6;
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /// One lane.
  ///
  /// @param title "worker 2", or a thread's name
  /// @param thread the thread's name
  /// @param worker as it was told last; null for a thread that is no worker now
  /// @param polls seven numbers each: see the API's `Lane`
  /// @param parks two numbers each
  /// @param marks four numbers each, by kind
  /// @param waiting how many tasks waited, over equal parts of the window
  @SuppressWarnings("ArrayRecordComponent") // drawn, never compared
  public record Strip(String title, String thread, @Nullable Worker worker, long[] polls, long[] parks,
      Map<String, long[]> marks, double[] waiting) {

    /// The share of a stretch of the picture's time that was spent in polls, from 0 to 1.
    double busy(long start, long end) {
      double busy = 0;
      for (int i = 0; i < polls.length; i += POLL) {
        long length = Math.max(1, polls[i + 1]);
        long overlap = Math.min(end, polls[i] + length) - Math.max(start, polls[i]);
        busy += overlap <= 0 ? 0 : polls[i + 3] * Math.min(1, (double) overlap / length);
      }
      return end > start ? Math.min(1, busy / (end - start)) : 0;
    }
  }

  static LanePicture of(Lanes lanes, @Nullable WorkerList workers) {
    return of(lanes, workers, Set.of());
  }

  /// What is to be drawn of an answer: the lanes of workers, and those on which something was polled.
  ///
  /// @param workers as they were told last; null when they are not known
  /// @param always threads whose lanes are drawn whether something was polled there or not
  public static LanePicture of(Lanes lanes, @Nullable WorkerList workers, Set<String> always) {
    var byThread = new HashMap<String, Worker>();
    if (workers != null) {
      workers.workers().forEach(worker -> byThread.put(worker.threadName(), worker));
      // Of several runtimes threads may have the same name, and nothing tells whose a lane is.
      var names = new HashSet<String>();
      workers.workers().stream().map(Worker::threadName).filter(name -> !names.add(name)).forEach(byThread::remove);
    }
    var places = new ArrayList<Integer>();
    for (int i = 0; i < lanes.lanes().size(); i++) {
      var lane = lanes.lanes().get(i);
      if (byThread.containsKey(lane.thread()) || always.contains(lane.thread()) || !lane.polls().isEmpty()) {
        places.add(i);
      }
    }
    places.sort(Comparator.comparing(place -> rank(lanes.lanes().get(place), byThread)));
    var strips = places.stream().map(place -> strip(lanes.lanes().get(place), byThread)).toList();
    return new LanePicture(Instants.nanos(lanes.from()), Duration.between(lanes.from(), lanes.to()).toNanos(), strips,
        lanes.tasks(), wakes(lanes, places), lanes.wakeCount(), lanes.droppedEvents());
  }

  // Workers by runtime and index, then the other threads by name, where 10 is after 9.
  private static String rank(Lane lane, Map<String, Worker> workers) {
    var worker = workers.get(lane.thread());
    return worker == null ? '~' + NUMBER.matcher(lane.thread()).replaceAll(
        number -> "0".repeat(Math.max(0, 9 - number.group().length())) + number.group())
        : String.format(Locale.ROOT, "%12s/%06d", worker.runtimeId(), worker.index());
  }

  private static Strip strip(Lane lane, Map<String, Worker> workers) {
    var worker = workers.get(lane.thread());
    var marks = new HashMap<String, long[]>();
    lane.marks().forEach((kind, numbers) -> marks.put(kind, longs(numbers)));
    return new Strip(worker == null ? lane.thread() : "worker " + worker.index(), lane.thread(), worker,
        longs(lane.polls()), longs(lane.parks()), marks,
        lane.waiting().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static long[] wakes(Lanes lanes, List<Integer> places) {
    long[] wakes = longs(lanes.wakes());
    for (int i = 0; i + WAKE <= wakes.length; i += WAKE) {
      wakes[i + 1] = places.indexOf((int) wakes[i + 1]);
      wakes[i + 4] = places.indexOf((int) wakes[i + 4]);
    }
    return wakes;
  }

  private static long[] longs(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  /// A task that a strip names; null for none.
  public @Nullable LaneTask task(long place) {
    return place < 0 || place >= tasks.size() ? null : tasks.get((int) place);
  }

  /// A task for people.
  public static String name(LaneTask task) {
    return task.name().isEmpty() ? "task #" + task.id() : task.name() + " #" + task.id();
  }
}
