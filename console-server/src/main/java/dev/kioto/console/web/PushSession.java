package dev.kioto.console.web;

import dev.kioto.console.api.WindowError;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's socket: pushes each of its feeds when it changes, at the pace that the client asked for and takes.
final class PushSession {

  /*
   * One virtual thread a session. It waits until there is something to say, says it, and waits until the socket has
   * taken it before it looks again: at most one message is under way, and a client that reads slowly gets fewer, newer
   * ones. What arrives meanwhile is kept as little as can be: of each feed the newest request and that it changed, and
   * the newest few refusals. A client that stops reading altogether is cut off.
   *
   * Of several feeds that are due the one goes first that has waited longest since its last message: none starves.
   */
  private static final Logger LOG = LoggerFactory.getLogger(PushSession.class);
  private static final long LONGEST_SEND_SECONDS = 20;
  private static final long LEAST_GAP_NANOS = 50_000_000L; // between two messages of a feed, however often it is moved
  private static final int REST = 9; // what a message cost is followed by a rest of so many times that
  private static final int MOST_RELEASED = 64; // feeds to be closed: a client that makes more of them reads nothing
  private static final int MOST_REFUSALS = 16; // that wait to be said; older ones give way

  private final Session socket;
  private final Form form;
  private final Thread thread;

  private final Object lock = new Object();
  private final Map<String, Place> places = new LinkedHashMap<>(); // by id; guarded by lock
  private final ArrayDeque<Said> refusals = new ArrayDeque<>(); // guarded by lock
  private final ArrayDeque<Feed> released = new ArrayDeque<>(); // to be closed by the thread; guarded by lock
  private boolean closed; // guarded by lock

  /// How messages are told apart, and whether the socket outlives its feeds.
  enum Form {
    /// One feed without an id: when it is over, so is the socket.
    SINGLE,
    /// Messages carry the id of their feed.
    MANY
  }

  PushSession(String name, Form form, Session socket) {
    this.form = form;
    this.socket = socket;
    this.thread = Thread.ofVirtual().name("kioto-push-" + name).unstarted(this::run);
  }

  /// A feed under its id. A request that replaces another one keeps the place.
  private static final class Place {
    // All guarded by the session's lock; what the feed itself holds is the session's thread's.
    final String id;
    Feed feed;
    @Nullable Feed replaced; // to be closed by the session's thread
    boolean moved = true; // the newest request was not followed yet
    boolean changed;
    long lastPushNanos = System.nanoTime() - LEAST_GAP_NANOS;
    long costNanos; // of the last message

    Place(String id, Feed feed) {
      this.id = id;
      this.feed = feed;
    }

    long dueNanos() {
      long gap = moved ? Math.max(LEAST_GAP_NANOS, costNanos)
          : Math.max(TimeUnit.MILLISECONDS.toNanos(feed.intervalMillis()), REST * costNanos);
      return lastPushNanos + gap;
    }
  }

  private record Said(String id, Refusal refusal) {
  }

  /// What to do next.
  private sealed interface Step {
    record Push(Place place, Feed feed, @Nullable Feed replaced) implements Step {
    }

    record Say(Said what) implements Step {
    }

    /// A feed is over.
    record Drop(Place place, Refusal why) implements Step {
    }

    record Release(Feed feed) implements Step {
    }

    record End() implements Step {
    }
  }

  void start() {
    thread.start();
  }

  /// Pushes a feed from now on, in place of the one with that id when there is one. The session closes it.
  ///
  /// @return whether there was room; else the feed is closed
  boolean put(String id, Feed feed, int most) {
    synchronized (lock) {
      var place = places.get(id);
      if (closed || (place == null && places.size() >= most)) {
        feed.close();
        return false;
      }
      if (place == null) {
        places.put(id, new Place(id, feed));
      } else {
        if (place.replaced == null) {
          place.replaced = place.feed;
        } else {
          place.feed.close(); // the thread has not come to know it
        }
        place.feed = feed;
        place.moved = true;
      }
      lock.notifyAll();
      return true;
    }
  }

  /// Pushes a feed no more. Returns false when there is none of that id.
  boolean take(String id) {
    synchronized (lock) {
      var place = places.remove(id);
      if (place != null) release(place);
      return place != null;
    }
  }

  private void release(Place place) {
    released.add(place.feed);
    if (place.replaced != null) released.add(place.replaced);
    place.replaced = null;
    if (released.size() > MOST_RELEASED) closed = true;
    lock.notifyAll();
  }

  /// What feeds of that id call when they change.
  Runnable change(String id) {
    return () -> {
      synchronized (lock) {
        var place = places.get(id);
        if (place != null) place.changed = true;
        lock.notifyAll();
      }
    };
  }

  /// Tells the client that its message was not followed.
  ///
  /// @param id of the feed that the message was about; empty when that is not known
  void refuse(String id, Refusal what) {
    synchronized (lock) {
      if (refusals.size() == MOST_REFUSALS) refusals.removeFirst();
      refusals.add(new Said(id, what));
      lock.notifyAll();
    }
  }

  void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
  }

  /// Waits until a closed session has told its client, and cuts the client off when that takes longer.
  void awaitEnd(Duration longest) {
    try {
      if (thread.join(longest)) return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    socket.disconnect();
  }

  private void run() {
    try {
      while (step(awaitStep())) {}
    } catch (TimeoutException | ExecutionException e) {
      LOG.debug("A client was cut off: {}", e.toString());
      socket.disconnect();
    } catch (InterruptedException _) {
      socket.disconnect(); // nobody else has the thread: an interrupt ends the session
    } catch (RuntimeException e) {
      LOG.warn("A client's session failed", e);
      socket.close(1011, "the server failed", Callback.NOOP);
    } finally {
      releaseAll();
    }
  }

  /// Returns whether the session goes on.
  private boolean step(Step step) throws TimeoutException, ExecutionException, InterruptedException {
    switch (step) {
      case Step.Push(var place, var feed, var replaced) -> push(place, feed, replaced);
      case Step.Say(var what) -> send(what.id(), new WindowError(what.refusal().problem(null)));
      case Step.Release(var feed) -> feed.close();
      case Step.Drop(var place, var why) -> {
        send(place.id, new WindowError(why.problem(null)));
        if (form == Form.SINGLE) return end();
      }
      case Step.End() -> {
        return end();
      }
    }
    return true;
  }

  private Step awaitStep() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        if (closed) return new Step.End();
        if (!released.isEmpty()) return new Step.Release(released.removeFirst());
        if (!refusals.isEmpty()) return new Step.Say(refusals.removeFirst());
        var over = firstOver();
        if (over != null) return over;
        var next = next();
        if (next == null) {
          lock.wait();
          continue;
        }
        long left = next.dueNanos() - System.nanoTime();
        if (left > 0) {
          TimeUnit.NANOSECONDS.timedWait(lock, left);
          continue;
        }
        next.moved = false;
        next.changed = false;
        var replaced = next.replaced;
        next.replaced = null;
        return new Step.Push(next, next.feed, replaced);
      }
    }
  }

  private Step.@Nullable Drop firstOver() {
    for (var place : places.values()) {
      var why = place.feed.over();
      if (why == null) continue;
      places.remove(place.id);
      release(place);
      return new Step.Drop(place, why);
    }
    return null;
  }

  /// The feed with something to say that is due first; null when none has.
  private @Nullable Place next() {
    Place first = null;
    for (var place : places.values()) {
      boolean speaks = place.moved || place.changed;
      if (speaks && (first == null || place.dueNanos() - first.dueNanos() < 0)) first = place;
    }
    return first;
  }

  private void push(Place place, Feed feed, @Nullable Feed replaced)
      throws TimeoutException, ExecutionException, InterruptedException {
    if (replaced != null) {
      if (feed instanceof TaskFeed tasks) tasks.after(replaced);
      replaced.close();
    }
    long start = System.nanoTime();
    long waited = Listings.waitedNanos();
    Object message;
    boolean isLater = false;
    try {
      message = feed.message();
    } catch (Refusal e) {
      isLater = e.isPassing();
      if (!isLater) forget(place, feed);
      send(place.id, new WindowError(e.problem(null)));
      return;
    } finally {
      synchronized (lock) {
        place.changed |= isLater;
        place.lastPushNanos = start;
        place.costNanos = isLater ? 0 : System.nanoTime() - start - (Listings.waitedNanos() - waited);
      }
    }
    send(place.id, message);
  }

  /// A request that turned out not to be followed is not tried again at each change.
  @SuppressWarnings("ReferenceEquality") // another one that came since is to be tried
  private void forget(Place place, Feed feed) {
    synchronized (lock) {
      if (place.feed != feed) return;
      places.remove(place.id, place);
      release(place);
    }
  }

  private boolean end() throws TimeoutException, ExecutionException, InterruptedException {
    if (!socket.isOpen()) return false;
    if (form == Form.SINGLE) {
      Step.Drop over;
      synchronized (lock) {
        over = firstOver();
      }
      if (over != null) send("", new WindowError(over.why().problem(null)));
    }
    var taken = new CompletableFuture<@Nullable Void>();
    socket.close(1001, "the window ends", Callback.from(() -> taken.complete(null), taken::completeExceptionally));
    taken.get(LONGEST_SEND_SECONDS, TimeUnit.SECONDS);
    return false;
  }

  private void releaseAll() {
    synchronized (lock) {
      closed = true;
      places.values().forEach(this::release);
      places.clear();
      released.forEach(Feed::close);
      released.clear();
    }
  }

  /// Returns when the socket has taken the message.
  private void send(String id, Object message) throws TimeoutException, ExecutionException, InterruptedException {
    var text = Replies.text(message);
    // The id comes first, so that a client knows whose message it is before it has read it.
    if (form == Form.MANY) text = "{\"id\":" + Replies.text(id) + "," + text.substring(1);
    var taken = new CompletableFuture<@Nullable Void>();
    socket.sendText(text, Callback.from(() -> taken.complete(null), taken::completeExceptionally));
    taken.get(LONGEST_SEND_SECONDS, TimeUnit.SECONDS);
  }
}
