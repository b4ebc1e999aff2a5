package dev.kioto.demo.redis;

import dev.kioto.codec.Framed;
import dev.kioto.demo.body.Lingering;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.net.TcpStream;
import dev.kioto.time.Sleep;
import dev.kioto.time.Time;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One client's connection: reads requests, answers each in its turn, and sends the messages that it has subscribed to. A future task,
/// which keeps no stack while its client is silent.
///
/// Requests that come together are answered together: what is answered is written when no further request is there. While the client
/// does not read what is written, nothing more is read of it.
///
/// It ends when the client has ended its side and everything before was answered, when it asks to, when it breaks the protocol, and
/// when the server stops. Then the client has a while to read what was written last.
final class Connection implements Future<Boolean> {

  private static final Poll<Boolean> OVER = Poll.ready(true);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TcpStream stream;
  private final Framed<Request, Reply> framed;
  private final Commands commands;
  private final Client client;
  private final Future<?> stopped;
  private final ServerStats stats;

  // All: the polling thread.
  private boolean stopping;  // nothing more is read
  private boolean isStopped; // by the server
  private boolean unread;    // by intent: what the client still sends is in the way of the last answer
  private @Nullable Sleep patience; // from when it is stopping
  private @Nullable Lingering lingering;

  /// @param stopped ready when the server stops
  Connection(TcpStream stream, Limits limits, Commands commands, Client client, Future<?> stopped, ServerStats stats) {
    this.stream = stream;
    this.framed = Framed.of(stream, new RequestDecoder(limits), new ReplyEncoder());
    this.commands = commands;
    this.client = client;
    this.stopped = stopped;
    this.stats = stats;
  }

  /// Refuses the client: it is told why, and that is all.
  void refuse(String sentence) {
    framed.startSend(Reply.error(sentence));
    stopping = true;
    unread = true;
  }

  @Override
  public Poll<Boolean> poll(Context cx) {
    try {
      if (lingering != null) return lingering.poll(cx).isReady() ? over() : Poll.pending();
      if (!stopping) answer(cx);
      boolean written = framed.pollFlush(cx);
      if (!stopping) return Poll.pending();
      if (!written) return hasPatience(cx) ? Poll.pending() : over();
      return unread ? linger(cx) : over();
    } catch (UncheckedIOException _) {
      return over(); // the client has gone
    }
  }

  // Answers what is there, until there is no more, no room for an answer, or an end.
  private void answer(Context cx) {
    try {
      if (stopped.poll(cx).isReady()) {
        isStopped = true;
        stopping = true;
      }
      while (!stopping && framed.pollReady(cx)) {
        var reply = next(cx);
        if (reply == null) return;
        framed.startSend(reply);
        if (client.isLeaving()) {
          client.close();
          stopping = true;
          unread = true;
        }
      }
    } catch (ProtocolException e) {
      stats.broken();
      refuse(String.valueOf(e.getMessage()));
    }
  }

  // Null when there is nothing to say; it may be the end then.
  private @Nullable Reply next(Context cx) {
    var message = client.pollMessage(cx);
    if (message != null) return message;
    if (!(framed.pollNext(cx) instanceof Poll.Ready<Request>(var request))) return null;
    if (request == null) {
      stopping = true;
      return null;
    }
    stats.answered();
    return commands.run(request, client);
  }

  private boolean hasPatience(Context cx) {
    if (patience == null) patience = Time.sleep(PATIENCE);
    return !patience.poll(cx).isReady();
  }

  private Poll<Boolean> linger(Context cx) {
    var ending = new Lingering(stream);
    lingering = ending;
    return ending.poll(cx).isReady() ? over() : Poll.pending();
  }

  private Poll<Boolean> over() {
    drop();
    return OVER;
  }

  @Override
  public void drop() {
    if (!isStopped) stopped.drop();
    client.close();
    framed.close();
    if (patience != null) patience.drop();
    if (lingering != null) lingering.drop();
    stats.left();
  }
}
