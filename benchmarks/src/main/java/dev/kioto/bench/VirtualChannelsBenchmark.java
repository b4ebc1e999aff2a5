package dev.kioto.bench;

import dev.kioto.task.TaskBody;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;

/// The workloads with the queues of `java.util.concurrent` on the JDK's own scheduler: the peer. For each case the queue that
/// suits it: an array where the capacity is small, links where it is large, and the one without locks where there is none.
public class VirtualChannelsBenchmark extends ChannelsBenchmark {

  @Override
  Pipe pipe(int capacity) {
    return new Queue(switch (capacity) {
      case ChannelWorkload.UNBOUNDED -> new LinkedTransferQueue<>();
      case ChannelWorkload.WIDE -> new LinkedBlockingQueue<>(capacity);
      default -> new ArrayBlockingQueue<>(capacity);
    });
  }

  @Override
  void start(TaskBody body) {
    virtual(body);
  }

  @Override
  void runAndJoin(TaskBody body) throws InterruptedException {
    virtual(body).join();
  }

  static Thread virtual(TaskBody body) {
    return Thread.startVirtualThread(() -> {
      try {
        body.run();
      } catch (Exception e) {
        throw new IllegalStateException("a benchmark failed", e);
      }
    });
  }

  private record Queue(BlockingQueue<Integer> queue) implements Pipe {
    @Override
    public void send(Integer message) throws InterruptedException {
      queue.put(message);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return queue.take();
    }

    @Override
    public int receiveMany(List<Integer> buffer, int limit) throws InterruptedException {
      int taken = queue.drainTo(buffer, limit);
      if (taken == 0) {
        buffer.add(queue.take());
        taken = 1 + queue.drainTo(buffer, limit - 1);
      }
      return taken;
    }
  }
}
