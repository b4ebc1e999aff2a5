package dev.kioto.bench.net;

import dev.kioto.fs.File;
import dev.kioto.io.AsyncRead;
import dev.kioto.io.Io;
import dev.kioto.net.TcpStream;
import dev.kioto.runtime.Runtime;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// A file that is sent to a socket, which another process drains. One kind for a process.
///
/// Prints in a line: bytes of the file, milliseconds until the other process has told that all is there (the median over several
/// times), and milliseconds of processor time of this one (the mean), after some times that are not measured. The file is in the
/// system's cache.
public final class Copies {
  /// What is sent, in MiB.
  public static final int MEBIBYTES = 256;
  private static final int MEBIBYTE = 1 << 20;
  private static final int WARM_UP = 4;
  private static final int TIMES = 7;

  private Copies() {}

  /// What sends.
  public enum Kind {
    /// The JDK's own way: a blocking socket, to which the system copies.
    TRANSFER_TO,
    /// Kioto's copy of a file to a connection, by whatever way it knows.
    COPY,
    /// The same of any reader to any writer, through a buffer.
    COPY_BUFFERED,
    /// Kioto's way from a file to a connection alone: the system copies.
    SEND_TO
  }

  /// Sends a file to a port of the loopback interface, and waits until the other side has told that it has all.
  interface Sender extends AutoCloseable {
    void send(Path file, InetSocketAddress to) throws IOException;

    @Override
    void close();
  }

  /// @param args the kind, how many MiB, and how many workers Kioto has
  public static void main(String[] args) throws IOException {
    var kind = Kind.valueOf(args[0].toUpperCase(Locale.ROOT));
    long bytes = (long) Integer.parseInt(args[1]) * MEBIBYTE;
    var file = file(bytes);
    try (var drain = Child.jvm(Drain.class, 1, List.of(Long.toString(bytes)));
        var sender = sender(kind, Integer.parseInt(args[2]))) {
      var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(drain.line()));
      for (int i = 0; i < WARM_UP; i++) {
        sender.send(file, to);
      }
      System.out.println(measure(sender, file, to, bytes));
    } finally {
      Files.delete(file);
    }
  }

  private static Path file(long bytes) throws IOException {
    var file = Files.createTempFile("kioto-copies", ".bin");
    file.toFile().deleteOnExit();
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var piece = new byte[MEBIBYTE];
      for (long at = 0; at < bytes; at += piece.length) {
        Arrays.fill(piece, (byte) (at / piece.length + 1));
        var from = ByteBuffer.wrap(piece);
        while (from.hasRemaining()) {
          channel.write(from);
        }
      }
    }
    return file;
  }

  private static Sender sender(Kind kind, int workers) {
    return switch (kind) {
      case TRANSFER_TO -> new TransferTo();
      case COPY -> new KiotoSender(workers, (file, stream) -> Io.copy(file, stream).await());
      case COPY_BUFFERED -> new KiotoSender(workers, (file, stream) -> Io.copy(hidden(file), stream).await());
      case SEND_TO -> new KiotoSender(workers, (file, stream) -> file.sendTo(stream, 0, Long.MAX_VALUE).await());
    };
  }

  // A reader of which nothing is known.
  private static AsyncRead hidden(AsyncRead reader) {
    return (cx, into) -> reader.pollRead(cx, into);
  }

  private static String measure(Sender sender, Path file, InetSocketAddress to, long bytes) throws IOException {
    var millis = new double[TIMES];
    long cpu = ownCpuNanos();
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      sender.send(file, to);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    double cpuMillis = (ownCpuNanos() - cpu) / 1e6 / TIMES; // the system counts too coarsely for each
    Arrays.sort(millis);
    return String.format(Locale.ROOT, "%d %.2f %.2f", bytes, millis[TIMES / 2], cpuMillis);
  }

  private static long ownCpuNanos() {
    return Child.cpuNanos(ProcessHandle.current().pid());
  }

  private static final class TransferTo implements Sender {
    @Override
    public void send(Path path, InetSocketAddress to) throws IOException {
      try (var file = FileChannel.open(path); var socket = SocketChannel.open(to)) {
        long size = file.size();
        for (long at = 0; at < size;) {
          at += file.transferTo(at, size - at, socket);
        }
        Drain.awaitAll(socket);
      }
    }

    @Override
    public void close() {
      // Holds nothing between two times.
    }
  }

  /// What a direct task does with the file and the connection that it has opened.
  private interface Copy {
    long copy(File file, TcpStream stream);
  }

  private static final class KiotoSender implements Sender {
    private final Runtime runtime;
    private final Copy copy;

    KiotoSender(int workers, Copy copy) {
      this.runtime = Runtime.builder().enableAll().workerThreads(workers).build();
      this.copy = copy;
    }

    @Override
    public void send(Path path, InetSocketAddress to) {
      runtime.spawn(() -> {
        try (var file = File.open(path).await(); var stream = TcpStream.connect(to).await()) {
          copy.copy(file, stream);
          if (stream.read(ByteBuffer.allocate(1)).await() != 1) {
            throw new EOFException("the drain has closed the connection before it had all");
          }
        }
      }).await();
    }

    @Override
    public void close() {
      runtime.close();
    }
  }
}
