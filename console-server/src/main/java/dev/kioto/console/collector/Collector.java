package dev.kioto.console.collector;

import dev.kioto.console.collector.TargetException.Kind;
import dev.kioto.console.recording.RecordingException;
import dev.kioto.console.recording.RecordingFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Every program that is watched. Safe for use by any thread.
public final class Collector implements AutoCloseable {

  /// How many targets are watched at most.
  public static final int MOST_TARGETS = 256;

  /// How many of them may have dialled in: there is room for those that are called.
  static final int MOST_DIALLED = 192;

  private static final Duration LONGEST_GONE = Duration.ofHours(1);
  private static final Duration LONGEST_ECHO = Duration.ofSeconds(2);

  /// What the address of a recording begins with; its absolute path follows.
  public static final String FILE_PREFIX = "file:";

  private final CollectorSettings settings;
  private final @Nullable Trail trail; // null when what targets tell is not kept
  private final Duration longestGone;
  private final LongAdder expired = new LongAdder();
  private final Object lock = new Object();
  private final Map<String, WatchedTarget> targets = new LinkedHashMap<>(); // guarded by lock; by address
  private final List<TargetListener> listeners = new ArrayList<>(); // guarded by lock
  private int lastId; // guarded by lock
  private boolean closed; // guarded by lock

  /// A collector without targets.
  public Collector(CollectorSettings settings) {
    this(settings, LONGEST_GONE, null);
  }

  /// A collector that keeps what its targets tell.
  public Collector(CollectorSettings settings, @Nullable Trail trail) {
    this(settings, LONGEST_GONE, trail);
  }

  /// @param longestGone after which a target that had dialled in is taken off
  Collector(CollectorSettings settings, Duration longestGone, @Nullable Trail trail) {
    this.trail = trail;
    this.settings = settings;
    this.longestGone = longestGone;
  }

  /// Adds a target, or returns the one that has the address. It is kept and tried again and again whether it answers or
  /// not. Returns at once.
  ///
  /// @param address `host:port`, `https://host:port` for TLS, `unix:/path`
  /// @throws IllegalArgumentException if the address is not of that form
  /// @throws IllegalStateException if there are too many targets, or the collector is closed
  public WatchedTarget add(String address) {
    return add(address, Access.NONE);
  }

  /// The same for a program that wants to be shown something.
  ///
  /// @throws IllegalArgumentException also if the token would be sent in plain text to another machine, or the certificates
  ///     are none
  public WatchedTarget add(String address, Access access) {
    return addCalled(Address.parse(address), access, WatchedTarget::keep).target();
  }

  /// Attaches to a program: adds it as a target and waits until its first tasks have arrived. When it cannot be reached
  /// it is not kept. A target that has the address already is returned as it is. A recording is opened likewise, and
  /// plays from its start.
  ///
  /// @param address `host:port`, `https://host:port` for TLS, `unix:/path`, or [#FILE_PREFIX] and the absolute path of a
  ///     recording
  /// @throws IllegalArgumentException if the address is not of that form
  /// @throws IllegalStateException if there are too many targets, or the collector is closed
  /// @throws TargetException if nothing listens there, or not a console
  /// @throws InterruptedException if the wait was interrupted
  public Attached attach(String address) throws TargetException, InterruptedException {
    return attach(address, Access.NONE);
  }

  /// The same for a program that wants to be shown something.
  ///
  /// @throws IllegalArgumentException also if the token would be sent in plain text to another machine, or the certificates
  ///     are none
  public Attached attach(String address, Access access) throws TargetException, InterruptedException {
    if (address.startsWith(FILE_PREFIX)) return open(address);
    var attached = addCalled(Address.parse(address), access, WatchedTarget::tryOut);
    var target = attached.target();
    boolean answered = false;
    try {
      if (isKept(target) && target.firstAttempt().isDone()) return attached;
      var failure = target.firstAttempt().get(settings.attachTimeout().toNanos(), TimeUnit.NANOSECONDS);
      if (failure != null) throw failure;
      answered = true;
      return attached;
    } catch (TimeoutException e) {
      throw new TargetException(Kind.UNREACHABLE,
          "The program at " + target.address() + " answered but told of no task "
              + "within " + settings.attachTimeout().toSeconds()
              + " s: its console may be paused; resume it and try again",
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the first attempt never fails", e);
    } finally {
      settle(target, answered);
    }
  }

  private boolean isKept(WatchedTarget target) {
    synchronized (lock) {
      return target.isKept();
    }
  }

  // A target that did not answer goes, unless it was added for good or somebody else still tries it.
  private void settle(WatchedTarget target, boolean answered) {
    synchronized (lock) {
      if (!target.triedOut(answered)) return;
      targets.remove(target.address(), target);
    }
    target.detach();
  }

  /// A target that was asked for.
  ///
  /// @param isNew whether it was added by this call
  public record Attached(WatchedTarget target, boolean isNew) {
  }

  /// @param claim what the target is wanted for
  private Attached addCalled(Address address, Access access, Consumer<WatchedTarget> claim) {
    Channels.to(address, access).shutdownNow(); // refuses what cannot be, before anything is kept
    synchronized (lock) {
      var attached = add(address.toString(),
          id -> new WatchedTarget(id, new Way.Called(address, access, settings), settings, trail));
      claim.accept(attached.target());
      boolean isNews = !attached.isNew() && !access.equals(Access.NONE);
      if (isNews && attached.target().way() instanceof Way.Called called) called.setAccess(access);
      return attached;
    }
  }

  private Attached open(String address) throws TargetException {
    var path = path(address);
    var normal = FILE_PREFIX + path;
    RecordingFile file;
    try {
      file = RecordingFile.open(path);
    } catch (RecordingException e) {
      throw new TargetException(Kind.UNREACHABLE, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new TargetException(Kind.UNREACHABLE, "The recording " + path + " cannot be read: " + e.getMessage(), e);
    }
    boolean isTaken = false;
    try {
      if (file.messages() == 0) {
        throw new TargetException(Kind.UNREACHABLE,
            path + " has no whole block: it was cut before the first was written");
      }
      var attached = add(normal, id -> new WatchedTarget(id, normal, file, settings));
      isTaken = attached.isNew();
      return attached;
    } finally {
      if (!isTaken) file.close();
    }
  }

  private static Path path(String address) {
    try {
      var path = Path.of(address.substring(FILE_PREFIX.length()));
      if (path.isAbsolute()) return path.normalize();
    } catch (InvalidPathException _) {
      // the same sentence is right for both
    }
    throw new IllegalArgumentException(
        "'" + address
            + "' is not the address of a recording: write file: and its absolute path, like file:/tmp/a.kiorec");
  }

  private Attached add(String address, Function<String, WatchedTarget> maker) {
    synchronized (lock) {
      if (closed) throw new IllegalStateException("The collector is closed");
      var known = targets.get(address);
      if (known != null) return new Attached(known, false);
      if (targets.size() >= MOST_TARGETS) {
        throw new IllegalStateException(
            "There are " + MOST_TARGETS + " targets already, the most that are watched: detach one first");
      }
      var added = maker.apply(Integer.toString(++lastId));
      targets.put(address, added);
      added.start();
      return new Attached(added, true);
    }
  }

  /// Lets programs dial in from now on. A program that dials again is the same target: from the same host in the same run when
  /// the connection before does not answer any more, or when one of its name from its host is gone. Targets that have been gone for an
  /// hour are taken off, and the longest gone before that when there are too many.
  ///
  /// @return the port
  /// @throws IOException if the port is in use, the host is not of this machine, or the settings are not safe; the message says
  ///     what would be right
  /// @throws IllegalStateException if the collector is closed
  public int listen(ListenerSettings where) throws IOException {
    var listener = TargetListener.start(where, settings, this::arrive);
    synchronized (lock) {
      if (!closed) {
        listeners.add(listener);
        return listener.port();
      }
    }
    listener.close();
    throw new IllegalStateException("The collector is closed");
  }

  private @Nullable String arrive(Connection connection, String host, String name, String runId) {
    var present = ofRun(host, runId);
    var before = present == null ? null : present.lastConnection();
    // What claims to be a program that is there and answers is another one: it must not take that one's place.
    if (before != null && before.answers(LONGEST_ECHO)) {
      return "a program of that run is connected from here already: each program has a run of its own";
    }
    expireDialled();
    synchronized (lock) {
      try {
        var target = dialled(host, name, runId);
        if (target == null) {
          makeRoom();
          var way = new Way.Dialled(nameFor(host, name));
          target = add(way.address().toString(), id -> new WatchedTarget(id, way, settings, trail)).target();
        }
        target.endConnection(); // first: a program that dials again has lost the one before
        if (target.way() instanceof Way.Dialled way) way.arrive(connection, runId);
        return null;
      } catch (IllegalStateException e) {
        return e.getMessage();
      }
    }
  }

  private @Nullable WatchedTarget ofRun(String host, String runId) {
    synchronized (lock) {
      for (var target : targets.values()) {
        if (target.way() instanceof Way.Dialled way && isOfRun(way, host, runId)) return target;
      }
      return null;
    }
  }

  private static boolean isOfRun(Way.Dialled way, String host, String runId) {
    return way.host().equals(host) && !runId.isEmpty() && way.runId().equals(runId);
  }

  /// Called with `lock` held.
  private @Nullable WatchedTarget dialled(String host, String name, String runId) {
    WatchedTarget gone = null;
    for (var target : targets.values()) {
      if (!(target.way() instanceof Way.Dialled way)) continue;
      if (isOfRun(way, host, runId)) return target;
      boolean isOfThatName = way.host().equals(host) && way.name().equals(name);
      if (isOfThatName && way.goneNanos() >= 0 && gone == null) gone = target;
    }
    return gone;
  }

  /// Takes off what dialled in and has been gone for too long. To be called now and then.
  void expireDialled() {
    for (var target : targets()) {
      if (target.way() instanceof Way.Dialled way && way.goneNanos() > longestGone.toNanos()) expire(target);
    }
  }

  /// Takes off the longest gone of too many that dialled in. Called with `lock` held.
  private void makeRoom() {
    var dialled = targets.values().stream().filter(target -> target.way() instanceof Way.Dialled).toList();
    if (dialled.size() < MOST_DIALLED && targets.size() < MOST_TARGETS) return;
    var gone = dialled.stream().filter(target -> goneNanos(target) >= 0)
        .max(Comparator.comparingLong(Collector::goneNanos));
    if (gone.isPresent()) {
      expire(gone.get());
    } else if (dialled.size() >= MOST_DIALLED) {
      throw new IllegalStateException(
          MOST_DIALLED + " programs have dialled in, the most that are taken: detach one first");
    }
  }

  private static long goneNanos(WatchedTarget target) {
    return target.way() instanceof Way.Dialled way ? way.goneNanos() : -1;
  }

  private void expire(WatchedTarget target) {
    if (detach(target.id())) expired.increment();
  }

  /// How many targets that had dialled in and were gone were taken off.
  public long expiredTargets() {
    return expired.sum();
  }

  /// Programs of one name on one host are told apart by a number. Called with `lock` held.
  private Address.Dialled nameFor(String host, String name) {
    var address = new Address.Dialled(host, name, 1);
    while (targets.containsKey(address.toString())) address = new Address.Dialled(host, name, address.number() + 1);
    return address;
  }

  /// Takes a target off. The program is not disturbed. Returns whether there was such a target.
  public boolean detach(String id) {
    WatchedTarget target;
    synchronized (lock) {
      target = find(id);
      if (target != null) targets.remove(target.address());
    }
    if (target == null) return false;
    target.detach();
    return true;
  }

  /// The target of that id, or null.
  public @Nullable WatchedTarget target(String id) {
    synchronized (lock) {
      return find(id);
    }
  }

  private @Nullable WatchedTarget find(String id) {
    for (var target : targets.values()) {
      if (target.id().equals(id)) return target;
    }
    return null;
  }

  /// Every target, in the order in which they were added.
  public List<WatchedTarget> targets() {
    synchronized (lock) {
      return List.copyOf(targets.values());
    }
  }

  /// Takes every target off.
  @Override
  public void close() {
    List<WatchedTarget> all;
    synchronized (lock) {
      closed = true;
      all = new ArrayList<>(targets.values());
      targets.clear();
      listeners.forEach(TargetListener::close);
      listeners.clear();
    }
    all.forEach(WatchedTarget::detach);
  }
}
