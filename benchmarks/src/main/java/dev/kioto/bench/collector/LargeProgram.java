package dev.kioto.bench.collector;

import dev.kioto.console.client.ConsoleClient;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A program with many tasks that live on, of which the first is polled more often than all others: its polls tell how far a
/// collector has come. One thread makes it speak.
public final class LargeProgram implements AutoCloseable {
  /// The task by which messages are counted.
  static final int MARKED = 1;

  private static final int BIRTHS_END = 100_000; // on the program's clock
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final FakeProgram program = new FakeProgram();
  private final int tasks;
  private long now = BIRTHS_END;

  /// One with so many tasks, to which nobody has attached.
  public LargeProgram(int tasks) throws IOException {
    this.tasks = tasks;
  }

  int tasks() {
    return tasks;
  }

  /// Has a collector attach, and waits until it has every task.
  ///
  /// @return the target's id
  public String attach(ConsoleClient client) throws InterruptedException {
    var attached = CompletableFuture.supplyAsync(() -> client.attach(program.address()).id());
    for (int first = 1; first <= tasks; first += News.BATCH) {
      var news = new News().metadata();
      for (int id = first; id < Math.min(first + News.BATCH, tasks + 1); id++) news.born(id);
      program.say(news.at(BIRTHS_END));
    }
    var target = attached.join();
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (client.target(target).tasks().total() < tasks) {
      if (System.nanoTime() > deadline) throw new IllegalStateException("the collector has not taken in all tasks");
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return target;
  }

  /// Says a message that was made before, and how often the marked task was polled, so far.
  void say(byte[] message, long markedPolls) throws InterruptedException {
    now += 1;
    var mark = new News().polled(MARKED, markedPolls, now).at(now);
    var both = new byte[message.length + mark.length];
    System.arraycopy(message, 0, both, 0, message.length);
    System.arraycopy(mark, 0, both, message.length, mark.length);
    program.say(both);
  }

  /// Says that a part of the tasks, the size of a message, was polled again.
  ///
  /// @param part the first, then the next one, and after the last the first again
  public void tellPolled(int part) throws InterruptedException {
    int parts = (tasks + News.BATCH - 1) / News.BATCH;
    int first = part % parts * News.BATCH + 1;
    int round = part / parts;
    now += 1;
    var news = new News();
    for (int id = Math.max(first, MARKED + 1); id < Math.min(first + News.BATCH, tasks + 1); id++) {
      news.polled(id, round + 2L + id % 1_000, now);
    }
    program.say(news.at(now));
  }

  /// Lets time pass on the program's clock.
  public void pass(long millis) {
    now += millis;
  }

  @Override
  public void close() {
    program.close();
  }
}
