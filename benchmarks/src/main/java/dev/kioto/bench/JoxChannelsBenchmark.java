package dev.kioto.bench;

import com.softwaremill.jox.Channel;
import dev.kioto.task.TaskBody;

/// The workloads with the channels of jox, which are made for virtual threads, on the JDK's own scheduler. They receive one
/// message at a time.
public class JoxChannelsBenchmark extends ChannelsBenchmark {

  @Override
  Pipe pipe(int capacity) {
    return new Jox(capacity == ChannelWorkload.UNBOUNDED ? Channel.newUnlimitedChannel()
        : Channel.newBufferedChannel(capacity));
  }

  @Override
  void start(TaskBody body) {
    VirtualChannelsBenchmark.virtual(body);
  }

  @Override
  void runAndJoin(TaskBody body) throws InterruptedException {
    VirtualChannelsBenchmark.virtual(body).join();
  }

  private record Jox(Channel<Integer> channel) implements Pipe {
    @Override
    public void send(Integer message) throws InterruptedException {
      channel.send(message);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return channel.receive();
    }
  }
}
