package dev.kioto.console.cli;

import dev.kioto.console.api.Problem;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.api.Window;
import dev.kioto.console.api.WindowRequest;
import dev.kioto.console.client.ConsoleStream;
import dev.kioto.console.client.GroupQuery;
import dev.kioto.console.client.StreamFeed;
import dev.kioto.console.client.StreamListener;
import dev.kioto.console.client.StreamRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What `kioto top` shows, as the server pushes it: rows or groups, and how many tasks are in each state. Safe for use by any
/// thread.
final class TopFeeds implements AutoCloseable {

  private static final GroupQuery STATES = new GroupQuery("state", "", "key", 10);

  private final ConsoleStream stream;
  private final String targetId;
  private final int intervalMillis;

  private final Object lock = new Object();
  private News news = new News(null, null, null, null, "", false); // guarded by lock
  private long version; // guarded by lock; counts what was heard
  private @Nullable StreamFeed<?> main; // guarded by lock
  private int generation; // guarded by lock; of what was asked for

  /// The newest of each kind.
  ///
  /// @param states the tasks in each state; null until told
  /// @param problem why the last request was refused; null when it was not
  /// @param interruption why nothing arrives now; empty when it does
  /// @param over whether nothing will arrive any more
  record News(@Nullable Window window, @Nullable TaskGroupList groups, @Nullable TaskGroupList states,
      @Nullable Problem problem, String interruption, boolean over) {
    boolean hasRows() {
      return window != null || groups != null;
    }
  }

  /// What to show.
  ///
  /// @param by what tasks are grouped by; empty for tasks one by one
  record Question(String by, String filter, String sort, int offset, int limit) {
  }

  TopFeeds(ConsoleStream stream, String targetId, int intervalMillis) {
    this.stream = stream;
    this.targetId = targetId;
    this.intervalMillis = intervalMillis;
    var _ = stream.subscribe(StreamRequest.groups(targetId, STATES, intervalMillis),
        new Listener<TaskGroupList>(-1, list -> with(null, null, list)));
  }

  /// Has the server push something else. What was shown stays until the answer comes.
  void ask(Question question) {
    StreamFeed<?> before;
    int mine;
    synchronized (lock) {
      before = main;
      mine = ++generation;
      news = new News(news.window, news.groups, news.states, null, news.interruption, news.over);
    }
    var asked = question.by().isEmpty()
        ? stream.subscribe(StreamRequest.tasks(targetId, new WindowRequest(question.filter(), question.sort(),
            question.offset(), question.limit(), intervalMillis)), new Listener<Window>(mine, this::rows))
        : stream.subscribe(StreamRequest.groups(targetId, new GroupQuery(question.by(), question.filter(),
            question.sort(), question.limit()), intervalMillis), new Listener<TaskGroupList>(mine, this::groups));
    synchronized (lock) {
      main = asked;
    }
    if (before != null) before.close();
  }

  News news() {
    synchronized (lock) {
      return news;
    }
  }

  /// Counts what was heard: when it is the same, there is nothing new.
  long version() {
    synchronized (lock) {
      return version;
    }
  }

  /// Waits until more was heard than that, but not longer than so long.
  void awaitNews(long known, long millis) throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    synchronized (lock) {
      for (long left = millis; version == known && left > 0; left = (end - System.nanoTime()) / 1_000_000)
        lock.wait(left);
    }
  }

  /// What is pushed ends with the client.
  @Override
  public void close() {
    synchronized (lock) {
      if (main != null) main.close();
    }
  }

  private void rows(Window window) {
    with(window, null, null);
  }

  private void groups(TaskGroupList groups) {
    with(null, groups, null);
  }

  private void with(@Nullable Window window, @Nullable TaskGroupList groups, @Nullable TaskGroupList states) {
    synchronized (lock) {
      boolean isMain = states == null;
      set(new News(isMain ? window : news.window, isMain ? groups : news.groups, isMain ? news.states : states,
          isMain ? null : news.problem, "", false));
    }
  }

  private void set(News newer) {
    news = newer;
    version++;
    lock.notifyAll();
  }

  /// Hears from one feed; what comes late, of one that was replaced, is passed over.
  private final class Listener<T> implements StreamListener<T> {
    private final int of; // -1 for the counts of the states
    private final Consumer<T> receiver;

    Listener(int of, Consumer<T> receiver) {
      this.of = of;
      this.receiver = receiver;
    }

    @Override
    public void onMessage(T message) {
      synchronized (lock) {
        if (of < 0 || of == generation) receiver.accept(message);
      }
    }

    @Override
    public void onProblem(Problem problem) {
      synchronized (lock) {
        if (of == generation)
          set(new News(news.window, news.groups, news.states, problem, news.interruption, news.over));
      }
    }

    @Override
    public void onConnection(ConnectionState state, String reason) {
      synchronized (lock) {
        if (of >= 0) return; // the counts are always there, and tell for both
        set(new News(news.window, news.groups, news.states, news.problem, reason, state == ConnectionState.CLOSED));
      }
    }
  }
}
