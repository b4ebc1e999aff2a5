package dev.kioto.bench;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.Oneshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The futures of the channel workloads: state machines by hand. Their fields belong to the thread that polls.
final class ChannelFutures {
  private ChannelFutures() {}

  /// Sends a number of messages into a bounded channel.
  static final class SendAll implements Future<Boolean> {
    private final Mpsc.Sender<Integer> sender;
    private int left;
    private @Nullable Future<@Nullable Void> sending;

    SendAll(Mpsc.Sender<Integer> sender, int messages) {
      this.sender = sender;
      this.left = messages;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (left > 0) {
        var send = sending;
        if (send == null) {
          send = sender.send(left);
          sending = send;
        }
        if (!send.poll(cx).isReady()) {
          return Poll.pending();
        }
        sending = null;
        left--;
      }
      return BenchFutures.READY;
    }
  }

  /// Receives a number of messages, one by one.
  static final class ReceiveAll implements Future<Boolean> {
    private final Mpsc.Receiver<Integer> receiver;
    private int left = ChannelWorkload.MESSAGES;
    private @Nullable Future<@Nullable Integer> receiving;

    ReceiveAll(Mpsc.Receiver<Integer> receiver) {
      this.receiver = receiver;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (left > 0) {
        var receive = receiving;
        if (receive == null) {
          receive = receiver.recv();
          receiving = receive;
        }
        if (!receive.poll(cx).isReady()) {
          return Poll.pending();
        }
        receiving = null;
        left--;
      }
      return BenchFutures.READY;
    }
  }

  /// Receives a number of messages, as many at once as there are.
  static final class ReceiveAllInBatches implements Future<Boolean> {
    private final Mpsc.Receiver<Integer> receiver;
    private final List<Integer> buffer = new ArrayList<>(ChannelWorkload.LIMIT);
    private int left = ChannelWorkload.MESSAGES;
    private @Nullable Future<Integer> receiving;

    ReceiveAllInBatches(Mpsc.Receiver<Integer> receiver) {
      this.receiver = receiver;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (left > 0) {
        var receive = receiving;
        if (receive == null) {
          receive = receiver.recvMany(buffer, ChannelWorkload.LIMIT);
          receiving = receive;
        }
        if (!(receive.poll(cx) instanceof Poll.Ready<Integer>(Integer taken))) {
          return Poll.pending();
        }
        receiving = null;
        left -= taken;
      }
      return BenchFutures.READY;
    }
  }

  /// One future, then another.
  static final class Sequence implements Future<Boolean> {
    private final Future<Boolean> first;
    private final Future<Boolean> second;
    private boolean firstOver;

    Sequence(Future<Boolean> first, Future<Boolean> second) {
      this.first = first;
      this.second = second;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      if (!firstOver) {
        if (!first.poll(cx).isReady()) {
          return Poll.pending();
        }
        firstOver = true;
      }
      return second.poll(cx);
    }
  }

  /// Answers requests until their channel ends.
  static final class Server implements Future<Boolean> {
    private final Mpsc.Receiver<Oneshot.Sender<Boolean>> requests;
    private @Nullable Future<Oneshot.@Nullable Sender<Boolean>> receiving;

    Server(Mpsc.Receiver<Oneshot.Sender<Boolean>> requests) {
      this.requests = requests;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (true) {
        var receive = receiving;
        if (receive == null) {
          receive = requests.recv();
          receiving = receive;
        }
        if (!(receive.poll(cx) instanceof Poll.Ready<Oneshot.@Nullable Sender<Boolean>> ready)) {
          return Poll.pending();
        }
        receiving = null;
        var request = ready.value();
        if (request == null) {
          return BenchFutures.READY;
        }
        request.send(true);
      }
    }
  }

  /// Sends requests, each after the answer to the one before.
  static final class Client implements Future<Boolean> {
    private final Mpsc.Sender<Oneshot.Sender<Boolean>> requests;
    private int left = ChannelWorkload.REQUESTS;
    private @Nullable Future<@Nullable Void> sending;
    private @Nullable Future<Boolean> answer;

    Client(Mpsc.Sender<Oneshot.Sender<Boolean>> requests) {
      this.requests = requests;
    }

    @Override
    public Poll<Boolean> poll(Context cx) {
      while (left > 0) {
        var awaited = answer;
        if (awaited == null) {
          var reply = Oneshot.<Boolean>channel();
          sending = requests.send(reply.sender());
          awaited = reply.receiver();
          answer = awaited;
        }
        if (sending != null) {
          if (!sending.poll(cx).isReady()) {
            return Poll.pending();
          }
          sending = null;
        }
        if (!awaited.poll(cx).isReady()) {
          return Poll.pending();
        }
        answer = null;
        left--;
      }
      return BenchFutures.READY;
    }
  }
}
