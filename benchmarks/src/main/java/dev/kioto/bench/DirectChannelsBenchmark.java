package dev.kioto.bench;

import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.task.Task;
import dev.kioto.task.TaskBody;
import java.util.List;
import org.openjdk.jmh.annotations.TearDown;

/// The workloads as direct tasks with Kioto's channels.
public class DirectChannelsBenchmark extends ChannelsBenchmark {
  private final Runtime runtime = Runtime.builder().enableAll().workerThreads(Workload.WORKERS).build();

  @TearDown
  public void stop() {
    runtime.close();
  }

  @Override
  Pipe pipe(int capacity) {
    return capacity == ChannelWorkload.UNBOUNDED ? new Unbounded(Mpsc.unbounded())
        : new Bounded(Mpsc.channel(capacity));
  }

  @Override
  void start(TaskBody body) {
    Task.spawn(body);
  }

  @Override
  void runAndJoin(TaskBody body) {
    runtime.blockOn(runtime.spawn(body));
  }

  private record Bounded(Mpsc.Channel<Integer> channel) implements Pipe {
    @Override
    public void send(Integer message) {
      channel.sender().send(message).await();
    }

    @Override
    public Integer receive() {
      return received(channel.receiver());
    }

    @Override
    public int receiveMany(List<Integer> buffer, int limit) {
      return channel.receiver().recvMany(buffer, limit).await();
    }
  }

  private record Unbounded(Mpsc.UnboundedChannel<Integer> channel) implements Pipe {
    @Override
    public void send(Integer message) {
      channel.sender().send(message);
    }

    @Override
    public Integer receive() {
      return received(channel.receiver());
    }

    @Override
    public int receiveMany(List<Integer> buffer, int limit) {
      return channel.receiver().recvMany(buffer, limit).await();
    }
  }

  private static Integer received(Mpsc.Receiver<Integer> receiver) {
    var message = receiver.recv().await();
    if (message == null) {
      throw new IllegalStateException("the channel has ended");
    }
    return message;
  }
}
