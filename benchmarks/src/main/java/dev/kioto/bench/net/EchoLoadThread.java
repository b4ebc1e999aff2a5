package dev.kioto.bench.net;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Some connections of the load, on one thread with one selector. Made by another thread, and asked after its end.
final class EchoLoadThread {
  static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
  static final int DIGITS = 3;
  private static final long SELECT_MILLIS = 100;

  private final Selector selector;
  private final List<Connection> connections = new ArrayList<>();
  private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);

  // Set before `run`.
  private long start;
  private long end;

  // Read after the thread has ended.
  private @Nullable Exception failure;
  private long answered;

  /// @throws IOException when a connection cannot be made
  EchoLoadThread(int port, int count, int bytes) throws IOException {
    selector = Selector.open();
    for (int i = 0; i < count; i++) {
      connections.add(new Connection(port, bytes));
    }
  }

  /// Sends and receives.
  ///
  /// @param from when what is measured begins, as [System#nanoTime]
  /// @param until when it ends, and all else
  void run(long from, long until) {
    start = from;
    end = until;
    try (selector) {
      for (var connection : connections) {
        connection.send(System.nanoTime());
      }
      while (System.nanoTime() - until < 0) {
        selector.select(this::serve, SELECT_MILLIS);
      }
      recordStarved();
    } catch (Exception e) {
      failure = e;
    } finally {
      connections.forEach(Connection::close);
    }
  }

  // A message that has waited for longer than any that was answered is no less late for not having been answered yet.
  private void recordStarved() {
    answered = latencies.getTotalCount();
    long longest = latencies.getMaxValue();
    for (var connection : connections) {
      long waited = Math.min(end - connection.sentAt, LONGEST_NANOS);
      if (waited > longest) {
        latencies.recordValue(waited);
      }
    }
  }

  private void serve(SelectionKey key) {
    try {
      ((Connection) key.attachment()).serve();
    } catch (IOException e) {
      throw new IllegalStateException("a connection failed: " + e.getMessage(), e);
    }
  }

  /// What was measured.
  ///
  /// @throws IllegalStateException when a connection has failed
  Histogram latencies() {
    if (failure != null) {
      throw new IllegalStateException("the load has failed: " + failure.getMessage(), failure);
    }
    return latencies;
  }

  /// Messages that were answered in the measured time.
  long answered() {
    return answered;
  }

  /// One connection, of which each message has its number at both ends.
  private final class Connection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private long number;
    private long sentAt;

    Connection(int port, int bytes) throws IOException {
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      key = channel.register(selector, SelectionKey.OP_READ, this);
      out = ByteBuffer.allocateDirect(bytes);
      in = ByteBuffer.allocateDirect(bytes);
    }

    void send(long now) throws IOException {
      sentAt = now;
      number++;
      out.clear().putLong(0, number).putLong(out.capacity() - Long.BYTES, ~number);
      write();
    }

    private void write() throws IOException {
      channel.write(out);
      boolean writes = (key.interestOps() & SelectionKey.OP_WRITE) != 0;
      if (writes != out.hasRemaining()) {
        key.interestOps(SelectionKey.OP_READ | (out.hasRemaining() ? SelectionKey.OP_WRITE : 0));
      }
    }

    void serve() throws IOException {
      if (key.isWritable()) {
        write();
      }
      if (key.isReadable()) {
        read();
      }
    }

    private void read() throws IOException {
      if (channel.read(in) < 0) {
        throw new EOFException("the server has closed it");
      }
      if (in.hasRemaining()) {
        return;
      }
      if (in.getLong(0) != number || in.getLong(in.capacity() - Long.BYTES) != ~number) {
        throw new IOException("the server has answered message " + number + " with other bytes");
      }
      in.clear();
      long now = System.nanoTime();
      if (now - start >= 0 && now - end < 0) {
        latencies.recordValue(Math.min(now - sentAt, LONGEST_NANOS));
      }
      send(now);
    }

    void close() {
      try {
        channel.close();
      } catch (IOException _) {
        // It is of no use any more.
      }
    }
  }
}
