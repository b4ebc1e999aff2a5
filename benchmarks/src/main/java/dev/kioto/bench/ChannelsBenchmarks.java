package dev.kioto.bench;

import static dev.kioto.bench.Benchmarks.DIRECT;
import static dev.kioto.bench.Benchmarks.FUTURES;
import static dev.kioto.bench.Benchmarks.VIRTUAL;
import static dev.kioto.bench.Benchmarks.method;

import dev.kioto.bench.Benchmarks.Benchmark;
import dev.kioto.bench.Benchmarks.Timed;
import java.util.List;

/// The benchmarks of channels.
final class ChannelsBenchmarks {
  private static final String QUEUES = "java.util.concurrent";

  private ChannelsBenchmarks() {}

  static void addTo(List<Benchmark> all) {
    channel(all, "mpsc-bounded", "5 tasks send 1,000 messages each, capacity 1,000,000", "contendedBounded", true);
    channel(all, "mpsc-bounded-many", "the same, received in batches", "contendedBoundedMany", false);
    channel(all, "mpsc-full", "5 tasks send 1,000 messages each, capacity 100", "contendedFull", true);
    channel(all, "mpsc-full-many", "the same, received in batches", "contendedFullMany", false);
    channel(all, "mpsc-unbounded", "5 tasks send 1,000 messages each, without a bound", "contendedUnbounded", true);
    channel(all, "mpsc-unbounded-many", "the same, received in batches", "contendedUnboundedMany", false);
    channel(all, "mpsc-uncontended-bounded", "one task sends 5,000 messages, then receives them", "uncontendedBounded",
        true);
    channel(all, "mpsc-uncontended-bounded-many", "the same, received in batches", "uncontendedBoundedMany", false);
    channel(all, "mpsc-uncontended-unbounded", "the same without a bound", "uncontendedUnbounded", true);
    channel(all, "mpsc-uncontended-unbounded-many", "the same, received in batches", "uncontendedUnboundedMany", false);
    for (String capacity : List.of("1", "100", "100000")) {
      queue(all, "mpsc-create-" + capacity, "a channel of this capacity is made", "create" + capacity,
          "createQueue" + capacity);
    }
    queue(all, "mpsc-send-medium", "a channel is made, one message sent and received: 64 longs", "sendMedium",
        "sendMediumQueue");
    queue(all, "mpsc-send-large", "the same: 4,096 longs", "sendLarge", "sendLargeQueue");
    requestReply(all, "request-reply-current-thread", FUTURES, VIRTUAL, "futuresOnCurrentThread", "virtual");
    requestReply(all, "request-reply-future", FUTURES, VIRTUAL, "futures", "virtual");
    requestReply(all, "request-reply-direct", DIRECT, VIRTUAL, "direct", "virtual");
    requestReply(all, "request-reply-rendezvous", DIRECT, "SynchronousQueue", "direct", "rendezvous");
  }

  private static void channel(List<Benchmark> all, String name, String what, String method, boolean jox) {
    String direct = method(DirectChannelsBenchmark.class, method);
    String queue = method(VirtualChannelsBenchmark.class, method);
    all.add(new Timed(name + "-future", what, FUTURES, QUEUES, method(FutureChannelsBenchmark.class, method), queue));
    all.add(new Timed(name + "-direct", what, DIRECT, QUEUES, direct, queue));
    if (jox) {
      all.add(new Timed(name + "-jox", what, DIRECT, "jox", direct, method(JoxChannelsBenchmark.class, method)));
    }
  }

  private static void queue(List<Benchmark> all, String name, String what, String method, String peer) {
    all.add(new Timed(name, what, "Kioto", "ArrayBlockingQueue", method(FutureChannelsBenchmark.class, method),
        method(FutureChannelsBenchmark.class, peer)));
  }

  private static void requestReply(List<Benchmark> all, String name, String subject, String peer, String method,
      String peerMethod) {
    all.add(new Timed(name, "1,000 requests, each sent after the answer to the one before", subject, peer,
        method(RequestReplyBenchmark.class, method), method(RequestReplyBenchmark.class, peerMethod), 1));
  }
}
