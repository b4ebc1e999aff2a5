package dev.kioto.bench;

import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import dev.kioto.proto.tokio.instrument.Update;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Attaches to a program three times, one after the other, each time by a new connection, and reads until it has been told of as
/// many tasks as it was asked to wait for.
///
/// Prints four numbers in a line: tasks, milliseconds the first and the third time, and mebibytes of messages at a time.
public final class SnapshotConsole {
  private static final int TIMES = 3;
  private static final double MILLI = 1e6;

  private SnapshotConsole() {}

  public static void main(String[] args) throws InterruptedException {
    int port = Integer.parseInt(args[0]);
    int tasks = Integer.parseInt(args[1]);
    var millis = new double[TIMES];
    long bytes = 0;
    for (int i = 0; i < TIMES; i++) {
      var channel = connect(port);
      long start = System.nanoTime();
      bytes = read(channel, tasks);
      millis[i] = (System.nanoTime() - start) / MILLI;
      channel.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
    }
    System.out.printf(Locale.ROOT, "%d %.1f %.1f %.1f%n", tasks, millis[0], millis[TIMES - 1],
        bytes / (double) (1 << 20));
  }

  private static ManagedChannel connect(int port) throws InterruptedException {
    var channel = Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create()).build();
    while (channel.getState(true) != ConnectivityState.READY) {
      Thread.sleep(1);
    }
    return channel;
  }

  private static long read(ManagedChannel channel, int tasks) {
    var updates = InstrumentGrpc.newBlockingStub(channel).watchUpdates(InstrumentRequest.getDefaultInstance());
    long told = 0;
    long bytes = 0;
    while (told < tasks) {
      Update update = updates.next();
      told += update.getTaskUpdate().getNewTasksCount();
      bytes += update.getSerializedSize();
    }
    return bytes;
  }
}
