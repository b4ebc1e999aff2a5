package dev.kioto.console.collector;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How the collector comes to a program, again and again.
sealed interface Way {

  /// For people, and to tell targets apart.
  Address address();

  /// Whether a connection is made by the program, so that nothing is gained by a pause before the next attempt.
  boolean isDialled();

  /// A connection, or null when there is none within a second or so. The target's thread alone.
  ///
  /// @throws TargetException if it cannot be made
  @Nullable Connection open() throws TargetException, InterruptedException;

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
    public Connection open() {
      return new Connection(address, Channels.to(address, access), settings.answerTimeout());
    }
  }

  /// The program dials.
  final class Dialled implements Way {

    private final Address.Dialled address;
    private final BlockingQueue<Connection> arrived = new LinkedBlockingQueue<>();

    Dialled(Address.Dialled address) {
      this.address = address;
    }

    String host() {
      return address.host();
    }

    String name() {
      return address.name();
    }

    /// The program has dialled. A connection that is not waited for yet gives way. Any thread.
    void arrive(Connection connection) {
      drop();
      arrived.add(connection);
    }

    /// Lets go of connections that nobody waits for. Any thread.
    void drop() {
      for (var unused = arrived.poll(); unused != null; unused = arrived.poll()) unused.close();
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
