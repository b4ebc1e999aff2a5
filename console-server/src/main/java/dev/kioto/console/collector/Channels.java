package dev.kioto.console.collector;

import dev.kioto.console.collector.Address.Security;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes the channels on which programs are called. They share a few daemon threads, which live as long as the process.
final class Channels {

  // A snapshot of a large Rust program is one message: 18 MB has been seen.
  private static final int LARGEST_MESSAGE_BYTES = 256 << 20;
  private static final int THREADS = 2;

  private Channels() {}

  private static final class Loops {
    static final EventLoopGroup ALL = new MultiThreadIoEventLoopGroup(THREADS,
        new DefaultThreadFactory("kioto-collector-io", true), NioIoHandler.newFactory());
  }

  /// A channel to a program that listens. Nothing is sent yet.
  ///
  /// @throws IllegalArgumentException if the token would be sent in plain text to another machine, or the certificates are
  ///     none
  static ManagedChannel to(Address address, Access access) {
    return switch (address) {
      case Address.Tcp tcp -> build(tcp(tcp, access), access);
      case Address.Unix(var path) -> build(NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(path))
          .usePlaintext().channelType(NioDomainSocketChannel.class), access);
      case Address.Dialled _ -> throw new IllegalArgumentException(address + " cannot be called: it dials");
    };
  }

  private static NettyChannelBuilder tcp(Address.Tcp address, Access access) {
    var builder = NettyChannelBuilder.forAddress(address.host(), address.port()).channelType(NioSocketChannel.class);
    if (address.security() == Security.TLS) return builder.sslContext(trusting(access.authorities()));
    if (access.token() != null && address.security() == Security.UNSAID && !isLoopback(address.host())) {
      throw new IllegalArgumentException("The token would be sent to " + address + " in plain text: write https://"
          + address + ", or http://" + address + " if all who can listen there may know it");
    }
    return builder.usePlaintext();
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }

  private static SslContext trusting(@Nullable String authorities) {
    var context = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
    try {
      if (authorities != null) {
        context.trustManager(new ByteArrayInputStream(authorities.getBytes(StandardCharsets.US_ASCII)));
      }
      return context.build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new IllegalArgumentException("The certificates to trust are none: send them in PEM, beginning with "
          + "-----BEGIN CERTIFICATE-----", e);
    }
  }

  private static ManagedChannel build(NettyChannelBuilder builder, Access access) {
    if (access.token() != null) {
      var headers = new Metadata();
      headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + access.token());
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
    return builder.eventLoopGroup(Loops.ALL)
        .proxyDetector(_ -> null)
        .disableRetry()
        .maxInboundMessageSize(LARGEST_MESSAGE_BYTES)
        .build();
  }

  /// A channel over a connection that is there already; it is not made again when it is lost.
  ///
  /// @param handlers what is to see its bytes before gRPC does
  static ManagedChannel over(SocketChannel socket, InetSocketAddress remote, List<ChannelHandler> handlers,
      Access access) {
    var used = new AtomicBoolean();
    var builder = NettyChannelBuilder.forAddress(remote).usePlaintext().channelFactory(() -> {
      if (used.getAndSet(true)) return new Gone();
      var connected = new Connected(socket);
      handlers.forEach(connected.pipeline()::addLast);
      return connected;
    });
    return build(builder, access);
  }

  /// Has nothing to connect.
  private static final class Connected extends NioSocketChannel {
    Connected(SocketChannel socket) {
      super(socket);
    }

    @Override
    protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local) {
      return true;
    }
  }

  /// Cannot be connected again: it was the program that did.
  private static final class Gone extends NioSocketChannel {
    @Override
    protected boolean doConnect(SocketAddress remote, @Nullable SocketAddress local) throws SocketException {
      throw new SocketException("the program has not dialled again");
    }
  }
}
