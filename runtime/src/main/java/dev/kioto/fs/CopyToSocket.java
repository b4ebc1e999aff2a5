package dev.kioto.fs;

import dev.kioto.future.AwaitTrace;
import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.future.Poll;
import dev.kioto.io.BufReader;
import dev.kioto.io.Io;
import dev.kioto.io.SeekFrom;
import dev.kioto.net.TcpStream;

/// Sends what is left of a file, from its position on, and leaves the position behind it. The polling thread.
final class CopyToSocket implements Future<Long> {
  /*
   * One after the other: where is the file; send from there; go behind what was sent; copy the rest by hand, which is nothing but for
   * files that do not say their length, as those in /proc, of which the system has sent nothing. A pipe has no position: all by hand.
   */
  private enum Stage {
    FIND, SEND, MOVE, REST
  }

  private final File file;
  private final TcpStream stream;
  private Stage stage = Stage.FIND;
  private Future<Long> now;
  private long start;
  private long sent;

  CopyToSocket(File file, TcpStream stream) {
    this.file = file;
    this.stream = stream;
    this.now = file.tryPosition();
  }

  @Override
  public Poll<Long> poll(Context cx) {
    while (now.poll(cx) instanceof Poll.Ready<Long>(var value)) {
      switch (stage) {
        case FIND -> {
          start = value;
          if (start == File.NO_POSITION) {
            next(Stage.REST, rest());
          } else {
            next(Stage.SEND, file.sendTo(stream, start, Long.MAX_VALUE));
          }
        }
        case SEND -> {
          sent = value;
          next(Stage.MOVE, file.seek(SeekFrom.start(start + sent)));
        }
        case MOVE -> next(Stage.REST, rest());
        case REST -> {
          return Poll.ready(sent + value);
        }
      }
    }
    return Poll.pending();
  }

  private Future<Long> rest() {
    return Io.copyBuf(new BufReader<>(file), stream);
  }

  private void next(Stage following, Future<Long> future) {
    stage = following;
    now = future;
  }

  @Override
  public void drop() {
    now.drop();
  }

  @Override
  public void describe(AwaitTrace trace) {
    trace.detail("copy of " + file + " to " + stream);
    trace.future(now);
  }
}
