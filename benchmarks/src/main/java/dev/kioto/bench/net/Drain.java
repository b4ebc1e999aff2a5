package dev.kioto.bench.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Takes what it is sent and forgets it, in a process of its own: one connection after the other. When a connection has brought as
/// many bytes as it was told to expect, it is answered with one byte. Prints its port, and ends when its standard input does.
public final class Drain {
  private static final int ROOM = 256 * 1024;

  private Drain() {}

  /// @param args bytes of a connection
  public static void main(String[] args) throws IOException {
    long bytes = Long.parseLong(args[0]);
    var listener = ServerSocketChannel.open().bind(Server.anyPort(), Server.BACKLOG);
    Thread.ofPlatform().daemon().start(() -> drain(listener, bytes));
    System.out.println(listener.socket().getLocalPort());
    while (System.in.read() >= 0) {
      // Whatever it is, it is not the end.
    }
  }

  private static void drain(ServerSocketChannel listener, long bytes) {
    var room = ByteBuffer.allocateDirect(ROOM);
    try {
      while (true) {
        try (var socket = listener.accept()) {
          drain(socket, bytes, room);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the drain has failed", e);
    }
  }

  private static void drain(SocketChannel socket, long bytes, ByteBuffer room) throws IOException {
    for (long left = bytes; left > 0;) {
      int read = socket.read(room.clear());
      if (read < 0) {
        return; // the other side has failed, and is not told that it has succeeded
      }
      left -= read;
    }
    socket.write(ByteBuffer.allocate(1));
  }

  /// Waits for the answer, on a blocking socket.
  ///
  /// @throws EOFException when there is none
  static void awaitAll(SocketChannel socket) throws IOException {
    if (socket.read(ByteBuffer.allocate(1)) != 1) {
      throw new EOFException("the drain has closed the connection before it had all");
    }
  }
}
