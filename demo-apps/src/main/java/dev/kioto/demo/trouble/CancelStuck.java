package dev.kioto.demo.trouble;

import dev.kioto.demo.body.Loop;
import dev.kioto.demo.body.Work;
import dev.kioto.future.CancelledException;
import dev.kioto.future.Future;
import dev.kioto.future.Futures;
import dev.kioto.future.Poll;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.JoinHandle;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Downloads that are cancelled when the user leaves the page, and that do not end by it.
final class CancelStuck implements Trouble {

  private static final Duration VISIT = Duration.ofMillis(400);
  private static final Duration PIECE = Duration.ofMillis(20);
  private static final int PIECES = 400;

  @Override
  public String id() {
    return "cancel-stuck";
  }

  @Override
  public String look() {
    return "the tasks 'download': cancelled, and still there";
  }

  @Override
  public String sick() {
    return "a download catches whatever interrupts it and tries again: it goes on for 8 s after it was cancelled";
  }

  @Override
  public String healthy() {
    return "a download that is cancelled lets the exception pass, and ends at once";
  }

  @Override
  public void start(Runtime runtime, Variant variant) {
    runtime.task().name("browser").spawn(() -> {
      while (true) {
        var download = download(variant);
        Time.sleep(VISIT).await();
        download.abort();
        Futures.outcome(download).await(); // it was cancelled, and that is what was wanted
      }
    });
  }

  private static JoinHandle<?> download(Variant variant) {
    var download = Task.builder().name("download");
    return switch (variant) {
      case SICK_FUTURE -> download.spawn((Future<Boolean>) _ -> {
        for (int i = 0; i < PIECES; i++) Work.block(PIECE.toMillis()); // one poll: it is not asked between the pieces
        return Poll.ready(true);
      });
      case SICK_DIRECT -> download.spawn(() -> {
        for (int i = 0; i < PIECES; i++) piecePersistently();
      });
      case HEALTHY_FUTURE -> download.spawn(Loop.times(PIECES, () -> Time.sleep(PIECE)));
      case HEALTHY_DIRECT -> download.spawn(() -> {
        for (int i = 0; i < PIECES; i++) Time.sleep(PIECE).await();
      });
    };
  }

  private static void piecePersistently() {
    try {
      Time.sleep(PIECE).await();
    } catch (CancelledException _) {
      piecePersistently(); // taken for a failure of the network
    }
  }
}
