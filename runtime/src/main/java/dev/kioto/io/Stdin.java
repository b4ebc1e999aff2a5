package dev.kioto.io;

import dev.kioto.future.Context;
import dev.kioto.future.Future;
import dev.kioto.probe.ResourceKind;
import dev.kioto.resource.Observed;
import dev.kioto.resource.Resource;
import dev.kioto.resource.ResourceType;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Standard input of this program, the same for all who read it: each byte goes to one of them.
///
/// A read of standard input cannot be interrupted. So one daemon thread of the process does it, when somebody waits, and no runtime
/// waits for that: the program ends though nobody has pressed a key. A read that is given up goes on, and what it brings is there
/// for whoever reads next. No more is taken than was wanted, so that what is left is there for `System.in` and for child processes.
///
/// At the end a read gives [AsyncRead#END]; a terminal may give more after it. Works outside a runtime as well. Got by
/// [Stdio#stdin].
public final class Stdin implements AsyncRead, IoResource {
  private static final ResourceType<Stdin> TYPE = ResourceType.of("Stdin", ResourceKind.IO,
      (stdin, out) -> out.set("bytes_read", stdin.read.get(), "bytes"));

  private final BlockingReader reader;
  private final Observed observed = Observed.of(TYPE);
  private final AtomicLong read = new AtomicLong(); // bytes

  Stdin(BlockingReader reader) {
    this.reader = reader;
  }

  @Override
  public int pollRead(Context cx, ByteBuffer into) {
    return counted(reader.pollRead(cx, into));
  }

  private int counted(int n) {
    if (n > 0) {
      read.addAndGet(n);
    }
    return n;
  }

  /// Waits for something to read, and reads it. Cancellation loses nothing: what the read under way brings is there for the next.
  @Override
  public Future<Integer> read(ByteBuffer into) {
    return new NamedOperation<>("Stdin::read", this::resource, reader.read(into), this::counted);
  }

  @Override
  public @Nullable Resource resource() {
    return observed.resource(this);
  }

  /// Bytes that were read so far.
  public long bytesRead() {
    return read.get();
  }

  @Override
  public String toString() {
    return "stdin";
  }
}
