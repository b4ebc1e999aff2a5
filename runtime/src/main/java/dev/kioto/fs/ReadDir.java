package dev.kioto.fs;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.scheduler.TaskOptions;
import dev.kioto.stream.Stream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The entries of a directory, in no order, without `.` and `..`. What is made or removed meanwhile may be among them or not.
///
/// It holds the directory open until its end, its failure or [#close]. A `next()` that is given up loses nothing.
public final class ReadDir implements Stream<DirEntry> {
  private static final int BATCH = 32; // of Tokio's fs/read_dir.rs

  private final Path path;
  private final PoolWork<List<Path>> work;

  // All: the polling thread.
  private final Queue<Path> read = new ArrayDeque<>(BATCH);
  private boolean over;

  private ReadDir(Path path, Listing listing) {
    this.path = path;
    this.work = new PoolWork<>(listing, new TaskOptions("readDir " + path), null);
    read.addAll(listing.first);
    over = read.isEmpty();
  }

  static Future<ReadDir> open(Path path) {
    var listing = new Listing(path);
    return FsFuture.of(path, "readDir", listing, batch -> {
      listing.first = batch;
      return new ReadDir(path, listing);
    });
  }

  @Override
  public Poll<@Nullable DirEntry> pollNext(Context cx) {
    while (true) {
      var next = read.poll();
      if (next != null) {
        return Poll.ready(new DirEntry(next));
      }
      if (over) {
        return Poll.ready(null);
      }
      try {
        if (!(work.poll(cx) instanceof Poll.Ready<List<Path>>(var batch))) {
          return Poll.pending();
        }
        over = batch.isEmpty();
        read.addAll(batch);
      } catch (IOException e) {
        over = true;
        throw Failures.of(path, "readDir", e);
      } catch (RuntimeException e) {
        over = true;
        throw e;
      }
    }
  }

  @Override
  public void close() {
    read.clear();
    if (!over) {
      over = true;
      work.giveUp();
    }
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("the next entries of " + path);
  }

  // Gives one batch after the other, and an empty one at the end.
  private static final class Listing implements Work<List<Path>> {
    private final Path path;
    private @Nullable DirectoryStream<Path> directory;
    private @Nullable Iterator<Path> entries;
    List<Path> first = List.of(); // of who has polled the first batch

    Listing(Path path) {
      this.path = path;
    }

    @Override
    @SuppressWarnings("StreamResourceLeak") // closed by close()
    public Poll<List<Path>> piece() throws IOException {
      var from = entries;
      if (from == null) {
        directory = Files.newDirectoryStream(path);
        from = directory.iterator();
        entries = from;
      }
      var batch = new ArrayList<Path>(BATCH);
      while (batch.size() < BATCH && from.hasNext()) {
        batch.add(from.next());
      }
      if (batch.isEmpty()) {
        close();
      }
      return Poll.ready(batch);
    }

    @Override
    public void close() {
      SharedChannel.close(directory);
    }
  }
}
