package dev.kioto.bench;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.TaskUpdate;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Attaches to a program several times, one after the other, each time by a new connection, and reads until it has been told of as
/// many tasks as it was asked to wait for. Three times it takes the messages as bytes and counts the tasks in them, which is what
/// the program takes; then twice it makes objects of them, as a console in Java does. Before all that it has attached to a small
/// program of its own, so that of the first time, too, it is the program's part that is seen.
///
/// Prints five numbers in a line: tasks; milliseconds of the first, of the third, and of the last time; mebibytes of messages at a
/// time.
public final class SnapshotConsole {
  private static final int TIMES = 3;
  private static final int DECODED_TIMES = 2;
  private static final int WARM_UP_TIMES = 10;
  private static final int WARM_UP_TASKS = 50_000;
  private static final double MILLI = 1e6;

  private SnapshotConsole() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int port = Integer.parseInt(args[0]);
    int tasks = Integer.parseInt(args[1]);
    warmUp();
    var bytes = new Count();
    double first = millis(port, tasks, bytes);
    double last = first;
    for (int i = 1; i < TIMES; i++) {
      last = millis(port, tasks, bytes);
    }
    double decoded = 0;
    for (int i = 0; i < DECODED_TIMES; i++) {
      decoded = millis(port, tasks, new Objects());
    }
    System.out.printf(Locale.ROOT, "%d %.1f %.1f %.1f %.1f%n", tasks, first, last, decoded,
        bytes.total / (double) (1 << 20) / TIMES);
  }

  private static void warmUp() throws IOException, InterruptedException {
    try (var console = Instrumentation.builder().bind("127.0.0.1", 0).cpuShareCap(0).ringCapacity(1 << 18).start();
        var runtime = IdleTasks.runtime(console)) {
      var idle = IdleTasks.start(IdleTasks.Kind.WATCHED, runtime, WARM_UP_TASKS);
      for (int i = 0; i < WARM_UP_TIMES; i++) {
        millis(console.port(), WARM_UP_TASKS, new Count());
      }
      idle.endAll();
    }
  }

  private static double millis(int port, int tasks, Reader<?> reader) throws InterruptedException {
    var channel = connect(port);
    long start = System.nanoTime();
    reader.read(channel, tasks);
    double millis = (System.nanoTime() - start) / MILLI;
    channel.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
    return millis;
  }

  private static ManagedChannel connect(int port) throws InterruptedException {
    var channel = Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create()).build();
    while (channel.getState(true) != ConnectivityState.READY) {
      Thread.sleep(1);
    }
    return channel;
  }

  /// What is made of a message, and how many tasks it tells of.
  private abstract static class Reader<T> {
    abstract MethodDescriptor.Marshaller<T> marshaller();

    abstract long tasks(T message);

    final void read(ManagedChannel channel, int tasks) {
      var method = InstrumentGrpc.getWatchUpdatesMethod().toBuilder(
          InstrumentGrpc.getWatchUpdatesMethod().getRequestMarshaller(), marshaller()).build();
      var updates = ClientCalls.blockingServerStreamingCall(channel, method, CallOptions.DEFAULT,
          InstrumentRequest.getDefaultInstance());
      for (long told = 0; told < tasks;) {
        told += tasks(updates.next());
      }
    }
  }

  private static final class Objects extends Reader<Update> {
    @Override
    MethodDescriptor.Marshaller<Update> marshaller() {
      return InstrumentGrpc.getWatchUpdatesMethod().getResponseMarshaller();
    }

    @Override
    long tasks(Update message) {
      return message.getTaskUpdate().getNewTasksCount();
    }
  }

  private static final class Count extends Reader<byte[]> implements MethodDescriptor.Marshaller<byte[]> {
    private long total;

    @Override
    MethodDescriptor.Marshaller<byte[]> marshaller() {
      return this;
    }

    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    long tasks(byte[] message) {
      total += message.length;
      try {
        var in = CodedInputStream.newInstance(message);
        long found = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
          found += WireFormat.getTagFieldNumber(tag) == Update.TASK_UPDATE_FIELD_NUMBER ? newTasks(in) : skip(in, tag);
        }
        return found;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static long newTasks(CodedInputStream in) throws IOException {
      int limit = in.pushLimit(in.readRawVarint32());
      long found = 0;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        skip(in, tag);
        found += WireFormat.getTagFieldNumber(tag) == TaskUpdate.NEW_TASKS_FIELD_NUMBER ? 1 : 0;
      }
      in.popLimit(limit);
      return found;
    }

    private static int skip(CodedInputStream in, int tag) throws IOException {
      in.skipField(tag);
      return 0;
    }
  }
}
