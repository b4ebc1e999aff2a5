package dev.kioto.bench.net;

import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Locale;
import java.util.function.Supplier;

/// What is measured.
public enum Subject {
  KIOTO_FUTURE("Kioto future tasks"),
  KIOTO_DIRECT("Kioto direct tasks"),
  VIRTUAL("JDK virtual threads"),
  /// With as many event loops as Kioto has workers.
  NETTY_MATCHED("Netty, same threads"),
  /// With as many event loops as it takes by itself.
  NETTY("Netty");

  private final String title;

  Subject(String title) {
    this.title = title;
  }

  /// What the rows call it.
  String title() {
    return title;
  }

  /// What the command line calls it.
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Server start(Protocol protocol, int workers) {
    return switch (this) {
      case KIOTO_FUTURE -> new FutureServer(workers, conversations(protocol));
      case KIOTO_DIRECT -> new DirectServer(workers, conversations(protocol));
      case VIRTUAL -> new VirtualServer(conversations(protocol));
      case NETTY_MATCHED -> new NettyServer(workers, handlers(protocol));
      case NETTY -> new NettyServer(0, handlers(protocol));
    };
  }

  private static Supplier<Conversation> conversations(Protocol protocol) {
    return switch (protocol) {
      case ECHO -> Echo::new;
      case HTTP -> Hello::new;
    };
  }

  private static Supplier<ChannelInboundHandlerAdapter> handlers(Protocol protocol) {
    return switch (protocol) {
      case ECHO -> NettyServer.EchoHandler::new;
      case HTTP -> NettyServer.HelloHandler::new;
    };
  }

  /// What the servers speak.
  public enum Protocol {
    ECHO, HTTP
  }
}
