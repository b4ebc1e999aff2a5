package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.instrument.incident.IncidentWatch;
import dev.kioto.instrument.load.LoadWatch;
import dev.kioto.instrument.recorder.Recorder;
import io.grpc.BindableService;
import java.io.IOException;
import java.util.List;

/// All services, by all ways that consoles come.
public final class ConsoleServer implements AutoCloseable {
  /*
   * Who writes to a connection ends before the threads that it needs for that, or what it writes would fail, in the program's log:
   * new calls, then the publisher and the walks over stacks, then the calls that are open, and the threads last.
   */
  private final Transport transport;
  private final Publisher publisher;
  private final ConsoleService own;
  private final Listeners listeners;
  private Notice notice = Notice.none(); // set before the server is handed out

  private ConsoleServer(Transport transport, Publisher publisher, ConsoleService own, Listeners listeners) {
    this.transport = transport;
    this.publisher = publisher;
    this.own = own;
    this.listeners = listeners;
  }

  /// Starts to listen, to dial and to publish.
  ///
  /// @param load what the console takes of the program
  /// @param watch for what goes wrong
  /// @throws IOException when the address cannot be bound
  public static ConsoleServer start(EndpointOptions options, Program program, Recorder recorder, Aggregator aggregator,
      LoadWatch load, IncidentWatch watch) throws IOException {
    var clock = new WireClock(recorder.clock().getAsLong(), program.startedAt());
    var publisher = new Publisher();
    var own = new ConsoleService(program, recorder, aggregator, load, watch, publisher, clock);
    var services = List.<BindableService>of(new InstrumentService(aggregator, publisher, clock), own, own.control());
    var transport = new Transport();
    var console = new ConsoleServer(transport, publisher, own, new Listeners(transport, options, services));
    try {
      console.listeners.listen();
      console.listeners.dial(program.runId());
    } catch (IOException e) {
      console.close();
      throw e;
    }
    publisher.start(options.publishInterval());
    var folder = options.notices();
    if (folder != null) {
      console.notice = Notice.put(folder, program, NoticedWay.of(options, console.port()));
    }
    return console;
  }

  /// The port that it listens on; 0 when it listens on none.
  public int port() {
    return listeners.port();
  }

  /// Ends all streams and stops listening. Waits for that: some milliseconds, and on a machine that is overloaded a few seconds at
  /// most. A second call does nothing.
  @Override
  public void close() {
    notice.close();
    listeners.refuse();
    publisher.close();
    own.close();
    listeners.close();
    transport.close();
  }
}
