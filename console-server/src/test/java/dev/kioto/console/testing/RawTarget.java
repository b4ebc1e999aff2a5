package dev.kioto.console.testing;

import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// A program that answers whoever watches its updates with bytes that need be no message.
public final class RawTarget implements AutoCloseable {

  private final Server server;

  public RawTarget(byte[] update) throws IOException {
    var method = MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
        .setFullMethodName("rs.tokio.console.instrument.Instrument/WatchUpdates").build();
    server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
        .addService(ServerServiceDefinition.builder("rs.tokio.console.instrument.Instrument")
            .addMethod(method, ServerCalls.asyncServerStreamingCall((_, watcher) -> watcher.onNext(update))).build())
        .build().start();
  }

  public String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

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
