package dev.kioto.io;

import dev.kioto.future.CancelledException;
import dev.kioto.probe.TaskOutcome;
import dev.kioto.scheduler.Current;
import dev.kioto.scheduler.TaskOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Standard input, output and error of this program, as streams to be awaited. After Tokio's `io/stdin.rs` and `io/stdio_common.rs`.
///
/// They are for programs that take their data there. A program that talks with a person may do so with a plain thread.
public final class Stdio {
  private Stdio() {}

  /// Made when one of them is first asked for.
  private static final class Streams {
    static final Stdin IN = new Stdin(new BlockingReader(new SystemIn(), "stdin", new StreamThread("kioto-stdin")));
    static final BlockingWriter.Lane OUT = lane(FileDescriptor.out, "stdout");
    static final BlockingWriter.Lane ERR = lane(FileDescriptor.err, "stderr");

    private static BlockingWriter.Lane lane(FileDescriptor descriptor, String name) {
      return new BlockingWriter.Lane(new FileOutputStream(descriptor), name, work -> onPool(work, name));
    }
  }

  /// Standard input: `System.in`, read by one daemon thread of the process. See [Stdin] for what that means.
  public static Stdin stdin() {
    return Streams.IN;
  }

  /// A new writer of standard output. Not by way of `System.out`, which keeps failures to itself; what that has printed before is
  /// written before.
  public static StdWriter stdout() {
    return StdWriter.stdout(new BlockingWriter(Streams.OUT, false));
  }

  /// A new writer of standard error; see [#stdout].
  public static StdWriter stderr() {
    return StdWriter.stderr(new BlockingWriter(Streams.ERR, false));
  }

  // Mandatory: what was handed over is written before the runtime has shut down.
  private static void onPool(Runnable work, String name) {
    var job = Current.scheduler().<@Nullable Void>spawnBlocking(() -> {
      work.run();
      return null;
    }, new TaskOptions("write to " + name, true), "Stdio");
    if (job.isFinished() && job.outcome() == TaskOutcome.CANCELLED) {
      throw new CancelledException("the runtime has shut down: nothing more is written to " + name);
    }
  }

  /// What `System.in` is at each read.
  private static final class SystemIn extends InputStream {
    @Override
    public int read() throws IOException {
      return System.in.read();
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return System.in.read(into, from, length);
    }
  }
}
