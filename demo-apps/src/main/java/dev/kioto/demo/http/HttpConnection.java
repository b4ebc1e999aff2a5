package dev.kioto.demo.http;

import dev.kioto.codec.Framed;
import dev.kioto.demo.body.Lingering;
import dev.kioto.demo.http.HttpInput.Body;
import dev.kioto.demo.http.HttpInput.Head;
import dev.kioto.demo.http.Response.Content;
import dev.kioto.fs.File;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.net.TcpStream;
import dev.kioto.stream.Stream;
import dev.kioto.task.CancellationToken;
import dev.kioto.time.ElapsedException;
import dev.kioto.time.Time;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One client's connection, in a direct task: reads a request, has it answered, writes the answer, and so on. Requests that came
/// together are answered in their order, and written together.
final class HttpConnection {

  private static final byte[] NO_BODY = {};
  private static final int PIECE = 1024 * 1024; // of a file: what a client has the time of one write for

  private final TcpStream stream;
  private final HttpLimits limits;
  private final Site site;
  private final CancellationToken stop;
  private final HttpDecoder decoder;
  private final Framed<HttpInput, HttpOutput> framed;
  private final Future<?> stopped;

  HttpConnection(TcpStream stream, HttpLimits limits, Site site, CancellationToken stop) {
    this.stream = stream;
    this.limits = limits;
    this.site = site;
    this.stop = stop;
    this.stopped = stop.cancelled();
    this.decoder = new HttpDecoder(limits);
    this.framed = Framed.of(stream, decoder, new HttpEncoder());
  }

  /// Serves the client until one of the two ends it, and closes the connection.
  void serve() {
    try (framed) {
      boolean goesOn = true;
      while (goesOn) goesOn = request();
    } catch (UncheckedIOException | ElapsedException _) {
      // The client has gone, or does not read what it has asked for.
    } finally {
      stopped.drop();
    }
  }

  /// Tells the client that there are too many, and closes the connection.
  void refuse() {
    try (framed) {
      refuse(Status.UNAVAILABLE, "there are " + limits.connections() + " connections already");
    } catch (UncheckedIOException | ElapsedException _) {
      // It has gone.
    }
  }

  // Whether there may be another one.
  private boolean request() {
    try {
      var head = head();
      if (head == null) return flushed();
      var body = head.hasBody() ? body(head) : NO_BODY;
      return answer(head, body);
    } catch (HttpException e) {
      refuse(e.status(), e.getMessage());
      return false;
    }
  }

  private boolean flushed() {
    within(limits.writeTime(), framed.flush());
    return false;
  }

  // Null at the end: the client's, of its patience with a silent one, or of the server.
  private @Nullable Head head() {
    try {
      return (Head) within(limits.headTime(), next());
    } catch (ElapsedException _) {
      if (!decoder.isInside()) return null;
      throw new HttpException(Status.REQUEST_TIMEOUT, "the head did not come within " + seconds(limits.headTime()));
    }
  }

  private byte[] body(Head head) {
    if (head.has("expect", "100-continue")) {
      framed.feed(new HttpOutput.Continue()).await();
    }
    try {
      if (within(limits.bodyTime(), next()) instanceof Body(var bytes)) return bytes;
      throw HeadParser.bad("the end came inside a body");
    } catch (ElapsedException _) {
      throw new HttpException(Status.REQUEST_TIMEOUT, "the body did not come within " + seconds(limits.bodyTime()));
    }
  }

  // The next input, or null at the end, which is also when the server stops. What waits to be written is written when there is something
  // to be waited for, and not before.
  private Future<@Nullable HttpInput> next() {
    return new Future<>() {
      @Override
      public Poll<@Nullable HttpInput> poll(Context cx) {
        if (stop.isCancelled() || stopped.poll(cx).isReady()) return Poll.ready(null);
        var poll = framed.pollNext(cx);
        if (!poll.isReady()) framed.pollFlush(cx);
        return poll;
      }
    };
  }

  private boolean answer(Head head, byte[] body) {
    var response = site.answer(head, body);
    boolean endless = response.content() instanceof Content.Chunks && head.minor() == 0;
    boolean keepsAlive = head.keepsAlive() && !endless && !stop.isCancelled();
    var output = new HttpOutput.Head(response, head.minor(), keepsAlive, head.isHead());
    within(limits.writeTime(), framed.feed(output));
    switch (response.content()) {
      case Content.None() -> {}
      case Content.Bytes _ -> {} // written with the head
      case Content.FileContent(var path, var length) -> {
        if (!head.isHead()) sendFile(path, length);
      }
      case Content.Chunks(var chunks) -> {
        try (chunks) {
          if (!head.isHead()) sendChunks(chunks, output.isChunked());
        }
      }
    }
    return keepsAlive || flushed();
  }

  // The system copies from the one to the other. A file that has become shorter meanwhile ends the connection.
  private void sendFile(Path path, long length) {
    within(limits.writeTime(), framed.flush());
    try (var file = File.open(path).await()) {
      long sent = 0;
      while (sent < length) {
        long n = within(limits.writeTime(), file.sendTo(stream, sent, Math.min(PIECE, length - sent)));
        if (n <= 0) throw new UncheckedIOException(new EOFException(path + " has become shorter"));
        sent += n;
      }
    }
  }

  private void sendChunks(Stream<byte[]> chunks, boolean isFramed) {
    for (var bytes = chunks.next().await(); bytes != null; bytes = chunks.next().await()) {
      if (bytes.length > 0) within(limits.writeTime(), framed.send(new HttpOutput.Chunk(bytes, isFramed)));
    }
    if (isFramed) within(limits.writeTime(), framed.feed(new HttpOutput.LastChunk()));
  }

  // The last answer: what the client still sends is in its way.
  private void refuse(Status status, @Nullable String sentence) {
    within(limits.writeTime(), framed.send(new HttpOutput.Head(Response.error(status, sentence), 1, false, false)));
    new Lingering(stream).await();
  }

  private static <T extends @Nullable Object> T within(Duration time, Future<T> future) {
    return Time.timeout(time, future).await();
  }

  private static String seconds(Duration time) {
    return time.toMillis() / 1e3 + " s";
  }
}
