package dev.kioto.console.collector;

import com.google.protobuf.MessageLite;
import dev.kioto.console.recording.RecordingHeader;
import dev.kioto.console.recording.RecordingWriter;
import dev.kioto.console.recording.RecordingWriter.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A recording that is being made of a target: all that the program tells, from everything it knows at the start on,
/// over reconnections too. Safe for use by any thread.
///
/// It listens to the program beside the collector, by streams of its own on the same connection, so that its first
/// messages are a whole snapshot. It knows what it has recorded, as the target does, and now and then writes all of that, so that a
/// long recording can be gone to anywhere at once. A disk that is slow holds the program's streams back, which then tell less often.
public final class LiveRecording implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRecording.class);
  private static final long TICK_MILLIS = 200; // between two looks for a connection, and for a block that is old enough
  private static final long PATIENCE_SECONDS = 2; // with the first messages
  static final String WRITER = Objects
      .requireNonNullElse(LiveRecording.class.getPackage().getImplementationVersion(), "dev");

  private final Path path;
  private final WatchedTarget target;
  private final RecordingWriter writer;
  private final RecordingHeader header;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final CompletableFuture<@Nullable String> end = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>(); // what the program knew at the start is there

  // Of whoever is in the feed, one at a time.
  private final Ingest known;
  private final KeyPace pace = new KeyPace();

  private volatile @Nullable Feed feed; // set before stopped is read, so that closing ends it
  private volatile @Nullable Instant lastAt; // written by the feed, one message at a time

  private LiveRecording(Path path, RecordingHeader header, RecordingWriter writer, WatchedTarget target) {
    this.path = path;
    this.header = header;
    this.writer = writer;
    this.target = target;
    this.known = new Ingest(target.retention());
  }

  /// Begins to record. It ends when the target is taken off, too.
  ///
  /// @throws IOException if the file is there already, or cannot be written
  static LiveRecording start(Path path, WatchedTarget target) throws IOException {
    var header = new RecordingHeader(target.address(), target.snapshot().name(), WRITER, Instant.now());
    var writer = RecordingWriter.create(path, header, RecordingWriter.Limits.STANDARD);
    var recording = new LiveRecording(path, header, writer, target);
    Thread.ofVirtual().name("kioto-record-" + header.address()).start(recording::record);
    Thread.ofVirtual().name("kioto-record-blocks-" + header.address()).start(recording::writeBlocks);
    return recording;
  }

  /// The file.
  public Path path() {
    return path;
  }

  /// What the file says of itself.
  public RecordingHeader header() {
    return header;
  }

  /// When the last message came; null before the first.
  public @Nullable Instant lastAt() {
    return lastAt;
  }

  /// How much was written so far.
  public RecordingWriter.Progress progress() {
    return writer.progress();
  }

  /// Completed when the recording is over: with null when it was stopped, else with why it ended, as a sentence.
  public CompletableFuture<@Nullable String> end() {
    return end;
  }

  /// Stops the recording and ends its file. Returns when that is done. One that was only just begun is given a moment, so that there is in it
  /// what the program knew.
  @Override
  public void close() {
    if (target.connectionNow() != null) {
      var _ = CompletableFuture.anyOf(begun, end).completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
    stopped.countDown();
    var running = feed;
    if (running != null) running.close();
    end.join();
  }

  private void record() {
    String failure = null;
    try {
      while (stopped.getCount() > 0 && !target.isDetached()) {
        var present = target.connectionNow();
        if (present == null) {
          stopped.await(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } else {
          listen(present);
        }
      }
      writer.close();
    } catch (UncheckedIOException e) {
      failure = explain(Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      failure = explain(e);
    } catch (InterruptedException | RuntimeException e) {
      LOG.warn("Recording {} failed", path, e);
      failure = "The recording ended: " + e;
      endFile();
    } finally {
      stopped.countDown();
      end.complete(failure);
    }
  }

  // What was recorded stays readable, and its index is there.
  private void endFile() {
    try {
      writer.close();
    } catch (IOException e) {
      LOG.warn("{}", explain(e));
    }
  }

  private void listen(Connection present) throws InterruptedException {
    try (var listening = present.feed(MessageKind.ALL, this::receive)) {
      feed = listening;
      if (stopped.getCount() == 0) return;
      listening.run();
    }
    stopped.await(TICK_MILLIS, TimeUnit.MILLISECONDS); // the target finds out in that time, and connects again
  }

  private void receive(MessageKind kind, long atNanos, MessageLite message) {
    try {
      var bytes = message.toByteArray();
      writer.append(kind.number(), atNanos, bytes, kind == MessageKind.CONNECTED ? Part.CONNECTION : Part.NEWS);
      lastAt = Instants.instant(atNanos);
      known.take(kind, message);
      if (!begun.isDone() && known.isSettled()) begun.complete(null);
      pace.told(bytes.length);
      if (pace.isDue() && known.isSettled()) writeKey(atNanos);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // So that nobody who seeks has to read everything before.
  private void writeKey(long atNanos) {
    var written = new LongAdder();
    known.tell((kind, message) -> {
      var bytes = message.toByteArray();
      try {
        writer.append(kind.number(), atNanos, bytes, kind == MessageKind.CONNECTED ? Part.COPY_START : Part.COPY);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      written.add(bytes.length);
    });
    pace.made(written.sum());
  }

  private void writeBlocks() {
    try {
      while (!stopped.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
        var now = Instant.now();
        writer.tick(now.getEpochSecond() * 1_000_000_000L + now.getNano());
      }
    } catch (IOException e) {
      LOG.info("{}", explain(e)); // the next message finds the file closed, and ends the recording
      end.complete(explain(e));
      stopped.countDown();
      var running = feed;
      if (running != null) running.close();
    } catch (InterruptedException _) {
      // nobody else has the thread
    }
  }

  private String explain(IOException failure) {
    return "The recording " + path + " ended, because its disk is full or failed: " + failure.getMessage()
        + ". It opens up to there";
  }
}
