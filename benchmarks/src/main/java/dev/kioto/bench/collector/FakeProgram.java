package dev.kioto.bench.collector;

import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program that speaks the tokio-console protocol over a real socket to one collector, and says what it is made to. It has no
/// tasks: messages are bytes that were made before. One thread says it.
final class FakeProgram implements AutoCloseable {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Server server;
  private final Object lock = new Object();
  private @Nullable ServerCallStreamObserver<byte[]> watcher; // guarded by lock

  FakeProgram() throws IOException {
    var original = InstrumentGrpc.getWatchUpdatesMethod();
    var method = original.toBuilder(original.getRequestMarshaller(), new Bytes()).build();
    server = NettyServerBuilder
        .forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
        .addService(ServerServiceDefinition.builder(InstrumentGrpc.SERVICE_NAME)
            .addMethod(method, ServerCalls.asyncServerStreamingCall(this::watch)).build())
        .build().start();
  }

  private void watch(InstrumentRequest request, StreamObserver<byte[]> to) {
    var call = (ServerCallStreamObserver<byte[]>) to;
    call.setOnReadyHandler(this::tellAll);
    call.setOnCancelHandler(this::tellAll);
    synchronized (lock) {
      watcher = call;
      lock.notifyAll();
    }
  }

  private void tellAll() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /// Says something as soon as the collector takes it: it holds this thread up when it falls behind.
  ///
  /// @throws IllegalStateException if it takes nothing for a minute, or is gone
  void say(byte[] message) throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    synchronized (lock) {
      while (watcher == null || !watcher.isReady()) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || (watcher != null && watcher.isCancelled())) {
          throw new IllegalStateException("the collector does not take what " + address() + " says");
        }
        TimeUnit.NANOSECONDS.timedWait(lock, left);
      }
      watcher.onNext(message);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /// Messages as they are.
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
