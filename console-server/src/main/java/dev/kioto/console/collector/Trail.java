package dev.kioto.console.collector;

import com.google.protobuf.MessageLite;
import dev.kioto.console.recording.RecordingException;
import dev.kioto.console.recording.RecordingFile;
import dev.kioto.console.recording.RecordingHeader;
import dev.kioto.console.recording.RecordingWriter;
import dev.kioto.console.recording.RecordingWriter.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all targets told of late, on disk: recordings that never stop, in pieces of which the oldest go. From them anything that is
/// known of a target is known as of any moment kept. Safe for use by any thread.
///
/// Messages are handed over by the target's thread and wait in a bounded queue for one thread, which compresses and writes them. What
/// finds no room, or a full disk, is lost and counted; the target's next piece then begins with all that is known. A piece is a
/// recording like any other, so a kill loses a second of it.
public final class Trail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Trail.class);
  private static final String SUFFIX = ".kiorec";
  private static final long SLACK_NANOS = 15_000_000_000L; // after its last message a target is still known as it was then
  private static final long TICK_MILLIS = 250;
  private static final long LONGEST_WAIT_SECONDS = 5;
  private static final long RETRY_NANOS = 5_000_000_000L;
  private static final int MOST_TAPES = 1024; // that are known: more than there are targets

  private final Path folder;
  private final Limits limits;
  private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>(); // bounded by `waiting`
  private final AtomicLong waiting = new AtomicLong(); // bytes
  private final AtomicLong lost = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private final Object lock = new Object();
  private final List<Piece> pieces = new ArrayList<>(); // that are ended, the oldest first; guarded by lock
  private final Map<String, Open> open = new HashMap<>(); // by address; changed by the thread, guarded by lock
  private final Map<String, Tape> tapes = new LinkedHashMap<>(); // by address, the last to begin last; guarded by lock
  private int lastNumber; // of the thread
  // Not before, after the disk has failed; set by the thread, read by targets' threads, which tell nothing again until then.
  private volatile long retryAt = System.nanoTime();

  /// How much is kept.
  ///
  /// @param mostBytes of all pieces
  /// @param longest for how long
  /// @param pieceBytes how large a piece gets, about
  /// @param pieceTime for how long a piece goes on
  /// @param mostWaiting bytes that may wait for the disk
  public record Limits(long mostBytes, Duration longest, long pieceBytes, Duration pieceTime, long mostWaiting) {

    /// A GB, a week, in pieces of 16 MB or half an hour; 64 MB may wait.
    public static final Limits STANDARD = new Limits(1_000_000_000L, Duration.ofDays(7), 16_000_000L,
        Duration.ofMinutes(30), 64_000_000L);
  }

  /// A piece that has ended.
  private record Piece(Path path, String address, long firstAt, long lastAt, long bytes) {
  }

  /// A piece that is being written.
  private record Open(Path path, Tape tape, long firstAt, AtomicLong lastAt, RecordingWriter writer, long headBytes) {
  }

  /// What the thread is to do.
  private sealed interface Work {
  }

  private record Write(Tape tape, MessageKind kind, long atNanos, MessageLite message, Part part, long bytes)
      implements Work {
  }

  /// Somebody waits until everything before is written.
  private record Barrier(CountDownLatch passed) implements Work {
  }

  private Trail(Path folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
    this.thread = Thread.ofPlatform().name("kioto-trail").daemon().unstarted(this::run);
  }

  /// Opens the trail of a folder, which is made when it is not there.
  public static Trail open(Path folder, Limits limits) throws IOException {
    var trail = new Trail(Files.createDirectories(folder), limits);
    try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (var file : files) trail.resume(file);
    }
    trail.pieces.sort(Comparator.comparingLong(Piece::firstAt));
    trail.thread.start();
    return trail;
  }

  private void resume(Path path) throws IOException {
    try (var file = RecordingFile.open(path)) {
      if (file.messages() > 0) {
        pieces.add(new Piece(path, file.header().address(), file.firstAt(), file.lastAt(), Files.size(path)));
        return;
      }
    } catch (RecordingException e) {
      LOG.info("{}", e.getMessage()); // of another version, or damaged: it is nobody's loss while it stays
      return;
    }
    Files.deleteIfExists(path); // it was begun at a kill
  }

  /// How the trail is.
  ///
  /// @param bytes of all pieces
  /// @param lost messages that are not in it: 0 when all is well
  public record Status(long bytes, long lost) {
  }

  /// How the trail is.
  public Status status() {
    synchronized (lock) {
      return new Status(bytes(), lost.get());
    }
  }

  /// Writes down what one target tells. Of the target's thread.
  final class Tape {

    private static final int MOST_TASKS = 200_000; // beyond, telling all that is known would hold the target back
    private static final String TOO_LARGE = "The program has more than 200,000 tasks: to write down all of them now and then"
        + " would hold it back, so that nothing of it is kept until it has fewer";
    private static final String TOO_FAST = "The program told more than the disk could take: what is missing is not known,"
        + " and nothing is kept until the disk has caught up";

    private final String address;
    private final String name;
    private final KeyPace pace = new KeyPace();
    private final AtomicLong missing = new AtomicLong(); // messages
    private boolean begun;
    private long begunAt; // nanoTime
    volatile boolean failed; // set by the writing thread: begin again
    private volatile @Nullable String gap; // why nothing is handed over; set by the target's thread
    private volatile @Nullable String diskProblem; // set and cleared by the writing thread

    private Tape(String address, String name) {
      this.address = address;
      this.name = name;
    }

    /// Takes a message that an ingest has just taken.
    void take(MessageKind kind, long atNanos, MessageLite message, Ingest known) {
      if (known.run().model().tasks().counts().total() > MOST_TASKS) {
        begun = false;
        gap = TOO_LARGE;
        miss(1);
        return;
      }
      if (failed) {
        failed = false;
        begun = false;
      }
      if (!begun) {
        if (mayBegin(known)) {
          begin(atNanos, known);
        } else if (problem() != null) {
          miss(1);
        }
        return;
      }
      if (!offer(kind, atNanos, message, kind == MessageKind.CONNECTED ? Part.CONNECTION : Part.NEWS)) return;
      pace.told(message.getSerializedSize());
      boolean isOld = System.nanoTime() - begunAt > limits.pieceTime().toNanos();
      if ((pace.isDue() || isOld) && known.isSettled()) tell(atNanos, known, Part.COPY_START, Part.COPY);
    }

    private boolean mayBegin(Ingest known) {
      return known.isSettled() && waiting.get() < limits.mostWaiting() / 2 && System.nanoTime() - retryAt >= 0;
    }

    private void miss(int messages) {
      missing.addAndGet(messages);
      lost.addAndGet(messages);
    }

    private @Nullable String problem() {
      var ofDisk = diskProblem;
      return ofDisk == null ? gap : ofDisk;
    }

    private void begin(long atNanos, Ingest known) {
      begun = true;
      gap = null;
      tell(atNanos, known, Part.KEY_START, Part.KEY);
    }

    private void tell(long atNanos, Ingest known, Part first, Part others) {
      var told = new AtomicLong();
      known.tell((kind, message) -> {
        if (begun) offer(kind, atNanos, message, told.get() == 0 ? first : others);
        told.addAndGet(Math.max(1, message.getSerializedSize()));
      });
      pace.made(told.get());
      if (System.nanoTime() - begunAt > limits.pieceTime().toNanos()) begunAt = System.nanoTime();
    }

    private boolean offer(MessageKind kind, long atNanos, MessageLite message, Part part) {
      long bytes = message.getSerializedSize() + 100L;
      if (waiting.get() + bytes > limits.mostWaiting() || closed.getCount() == 0) {
        miss(1);
        gap = TOO_FAST;
        begun = false;
        return false;
      }
      waiting.addAndGet(bytes);
      queue.add(new Write(this, kind, atNanos, message, part, bytes));
      return true;
    }
  }

  /// Begins to write down what a target tells.
  Tape tape(String address, String name) {
    var tape = new Tape(address, name);
    synchronized (lock) {
      tapes.remove(address);
      tapes.put(address, tape);
      if (tapes.size() > MOST_TAPES) tapes.remove(tapes.keySet().iterator().next());
    }
    return tape;
  }

  /// What is kept of a target.
  ///
  /// @param spans from when to when, the oldest first, with gaps between
  /// @param lost messages that are in none of them, since the target was added: 0 when all is well
  /// @param problem why nothing is kept now, as a sentence; null when all is well
  public record About(List<Range> spans, long bytes, long lost, @Nullable String problem) {
  }

  /// What is kept of the target at an address.
  public About about(String address) {
    synchronized (lock) {
      var spans = new ArrayList<Range>();
      long bytes = 0;
      for (var piece : pieces) {
        if (!piece.address().equals(address)) continue;
        join(spans, piece.firstAt(), piece.lastAt());
        bytes += piece.bytes();
      }
      var present = open.get(address);
      if (present != null) {
        join(spans, present.firstAt(), present.lastAt().get());
        bytes += present.writer().progress().fileBytes();
      }
      var tape = tapes.get(address);
      return new About(spans, bytes, tape == null ? 0 : tape.missing.get(), tape == null ? null : tape.problem());
    }
  }

  /// Adds a time to those before it, of which the last may go on into it.
  private static void join(List<Range> spans, long firstAt, long lastAt) {
    var from = Instants.instant(firstAt);
    var to = Instants.instant(lastAt);
    if (!spans.isEmpty() && !from.isAfter(spans.getLast().to().plusNanos(SLACK_NANOS))) {
      var before = spans.removeLast();
      from = before.from();
      to = to.isAfter(before.to()) ? to : before.to();
    }
    spans.add(new Range(from, to));
  }

  private void run() {
    long ticked = System.nanoTime();
    try {
      while (closed.getCount() > 0 || !queue.isEmpty()) {
        var next = queue.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
        switch (next) {
          case Write what -> write(what);
          case Barrier(CountDownLatch passed) -> passed.countDown();
          case null -> {}
        }
        if (System.nanoTime() - ticked < TICK_MILLIS * 1_000_000) continue;
        ticked = System.nanoTime();
        tick();
      }
    } catch (InterruptedException _) {
      // nobody else has the thread
    } finally {
      for (var address : List.copyOf(open.keySet())) end(address);
    }
  }

  private void write(Write what) {
    waiting.addAndGet(-what.bytes());
    try {
      var present = pieceFor(what);
      if (present != null) {
        present.writer().append(what.kind().number(), what.atNanos(), what.message().toByteArray(), what.part());
        present.lastAt().set(what.atNanos());
      }
    } catch (IOException | RuntimeException e) {
      fail(what.tape(), e);
    }
  }

  private void fail(Tape tape, Exception why) {
    LOG.warn("The trail of {} broke off: {}", tape.address, why.getMessage());
    retryAt = System.nanoTime() + RETRY_NANOS;
    tape.diskProblem = "What the program tells cannot be written down (" + why.getMessage()
        + "): it is tried again every "
        + TimeUnit.NANOSECONDS.toSeconds(RETRY_NANOS) + " s";
    tape.failed = true;
    var piece = open.get(tape.address);
    tape.miss(piece == null ? 1 : Math.max(1, piece.writer().lost()));
    end(tape.address);
  }

  private void lose(Write what) {
    what.tape().miss(1);
    what.tape().failed = true;
  }

  /// The piece that a message goes to. A piece begins with all that is known, and ends before the next such place when it is old or
  /// large enough.
  private @Nullable Open pieceFor(Write what) throws IOException {
    var address = what.tape().address;
    var present = open.get(address);
    boolean isKey = what.part() == Part.KEY_START || what.part() == Part.COPY_START;
    if (present != null && isKey && isOver(present, what)) {
      end(address);
      present = null;
    }
    if (present != null) return present;
    if (!isKey || System.nanoTime() - retryAt < 0) {
      lose(what); // of what has no beginning nothing can be made
      return null;
    }
    var started = begin(what);
    synchronized (lock) {
      open.put(address, started);
    }
    return started;
  }

  private boolean isOver(Open piece, Write next) {
    return piece.writer().progress().fileBytes() >= limits.pieceBytes()
        || next.atNanos() - piece.firstAt() >= limits.pieceTime().toNanos() || next.atNanos() < piece.firstAt();
  }

  private Open begin(Write first) throws IOException {
    var at = Instants.instant(first.atNanos());
    Path path;
    do {
      path = folder.resolve(at.toEpochMilli() + "-" + ++lastNumber + SUFFIX);
    } while (Files.exists(path));
    var header = new RecordingHeader(first.tape().address, first.tape().name, LiveRecording.WRITER, at);
    var writer = RecordingWriter.create(path, header, RecordingWriter.Limits.STANDARD);
    return new Open(path, first.tape(), first.atNanos(), new AtomicLong(first.atNanos()), writer,
        writer.progress().fileBytes());
  }

  private void tick() {
    var now = Instant.now();
    long nowNanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    for (var piece : List.copyOf(open.values())) {
      try {
        piece.writer().tick(nowNanos);
        boolean isWritten = piece.writer().progress().fileBytes() > piece.headBytes();
        if (isWritten) piece.tape().diskProblem = null;
      } catch (IOException e) {
        fail(piece.tape(), e);
      }
    }
    expire(nowNanos - limits.longest().toNanos());
  }

  private void end(String address) {
    Open piece;
    synchronized (lock) {
      piece = open.remove(address);
    }
    if (piece == null) return;
    try {
      piece.writer().close();
    } catch (IOException e) {
      LOG.debug("A piece of the trail has no index", e);
    }
    try {
      synchronized (lock) {
        resume(piece.path());
      }
    } catch (IOException e) {
      LOG.warn("A piece of the trail cannot be read: {}", e.getMessage());
    }
  }

  private void expire(long oldest) {
    while (true) {
      Piece first;
      synchronized (lock) {
        if (pieces.isEmpty()) return;
        first = pieces.getFirst();
        if (first.lastAt() >= oldest && bytes() <= limits.mostBytes()) return;
        pieces.removeFirst();
      }
      try {
        Files.deleteIfExists(first.path());
      } catch (IOException e) {
        LOG.warn("A piece of the trail cannot be deleted: {}", e.getMessage());
      }
    }
  }

  /// Called with `lock` held.
  private long bytes() {
    return pieces.stream().mapToLong(Piece::bytes).sum()
        + open.values().stream().mapToLong(piece -> piece.writer().progress().fileBytes()).sum();
  }

  /// The recording of a target in which an instant is, to be closed; null when nothing of that instant is kept.
  @Nullable RecordingFile at(String address, long atNanos) throws IOException {
    awaitWritten();
    Path path = null;
    RecordingWriter toFlush = null;
    synchronized (lock) {
      for (var piece : pieces) {
        boolean isIn = piece.firstAt() <= atNanos && atNanos <= piece.lastAt() + SLACK_NANOS;
        if (piece.address().equals(address) && isIn) path = piece.path(); // the last, where pieces meet
      }
      var present = open.get(address);
      if (present != null && present.firstAt() <= atNanos) {
        path = present.path();
        toFlush = present.writer();
      }
    }
    if (path == null) return null;
    try {
      if (toFlush != null) toFlush.flush();
      var file = RecordingFile.open(path);
      if (file.messages() > 0 && atNanos <= file.lastAt() + SLACK_NANOS) return file;
      file.close(); // it was not heard then
      return null;
    } catch (NoSuchFileException _) {
      return null; // it went meanwhile
    }
  }

  private void awaitWritten() {
    var passed = new CountDownLatch(1);
    queue.add(new Barrier(passed));
    try {
      var _ = passed.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS); // else what is written is as far as it is known
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// From when to when something of a target is kept, with gaps perhaps; null when nothing is.
  public @Nullable Range range(String address) {
    synchronized (lock) {
      var present = open.get(address);
      long first = present == null ? Long.MAX_VALUE : present.firstAt();
      long last = present == null ? Long.MIN_VALUE : present.lastAt().get();
      for (var piece : pieces) {
        if (!piece.address().equals(address)) continue;
        first = Math.min(first, piece.firstAt());
        last = Math.max(last, piece.lastAt());
      }
      return first == Long.MAX_VALUE ? null : new Range(Instants.instant(first), Instants.instant(last));
    }
  }

  /// A time.
  public record Range(Instant from, Instant to) {
  }

  /// Writes what waits and ends the pieces that are open.
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(Duration.ofSeconds(20));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
