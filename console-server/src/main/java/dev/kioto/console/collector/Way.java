package dev.kioto.console.collector;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How the collector comes to a program, again and again.
sealed interface Way {

  /// For people, and to tell targets apart.
  Address address();

  /// Whether a connection is made by the program, so that nothing is gained by a pause before the next attempt.
  boolean isDialled();

  /// A connection, or null when there is none within a second or so. The target's thread alone.
  @Nullable Connection open() throws InterruptedException;

  /// A connection that was opened is over. The target's thread alone.
  void ended();

  /// The program listens, and is called.
  final class Called implements Way {

    private final Address address;
    private final CollectorSettings settings;
    private volatile Access access; // set by any thread, for the next connection

    Called(Address address, Access access, CollectorSettings settings) {
      this.address = address;
      this.access = access;
      this.settings = settings;
    }

    void setAccess(Access now) {
      access = now;
    }

    @Override
    public Address address() {
      return address;
    }

    @Override
    public boolean isDialled() {
      return false;
    }

    @Override
    public void ended() {} // it is made again

    @Override
    public Connection open() {
      return new Connection(address, Channels.to(address, access), settings.answerTimeout());
    }
  }

  /// The program dials.
  final class Dialled implements Way {

    private final Address.Dialled address;
    private final BlockingQueue<Connection> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger(); // that have arrived and are not over
    // Written by whoever brings a connection or ends one; read by any.
    private volatile String runId = "";
    private volatile long goneSince = System.nanoTime();

    Dialled(Address.Dialled address) {
      this.address = address;
    }

    String host() {
      return address.host();
    }

    String name() {
      return address.name();
    }

    /// The run of the program that dialled last, by its own word over that connection; empty before.
    String runId() {
      return runId;
    }

    /// Whether the program has no connection, and for how long in nanoseconds; -1 when it has one. Any thread.
    long goneNanos() {
      long since = goneSince;
      return connections.get() > 0 ? -1 : Math.max(0, System.nanoTime() - since);
    }

    /// The program has dialled. A connection that is not waited for yet gives way. Any thread.
    void arrive(Connection connection, String run) {
      runId = run;
      connections.incrementAndGet();
      drop();
      arrived.add(connection);
    }

    @Override
    public void ended() {
      goneSince = System.nanoTime(); // first: who sees that it is gone sees since when
      connections.decrementAndGet();
    }

    /// Lets go of connections that nobody waits for. Any thread.
    void drop() {
      for (var unused = arrived.poll(); unused != null; unused = arrived.poll()) {
        unused.close();
        ended();
      }
    }

    @Override
    public Address address() {
      return address;
    }

    @Override
    public boolean isDialled() {
      return true;
    }

    @Override
    public @Nullable Connection open() throws InterruptedException {
      return arrived.poll(1, TimeUnit.SECONDS);
    }
  }
}
