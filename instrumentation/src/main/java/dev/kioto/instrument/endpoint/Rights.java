package dev.kioto.instrument.endpoint;

import dev.kioto.proto.console.v1.ControlGrpc;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// What callers of the endpoint may do. A call shows a token as `authorization: Bearer TOKEN`; which rights it has, depends
/// on that and on the way it came:
///
/// | | port | Unix socket | dialled connection |
/// |---|---|---|---|
/// | act token | reads, acts | reads, acts | reads, acts |
/// | read token | reads | reads, acts | reads |
/// | no token, the program has a read token | refused | reads, acts | reads |
/// | no token, the program has none | reads | reads, acts | reads |
/// | any other token, the program has one | refused | refused | refused |
///
/// That is with [Acting#OWN_USER]. With [Acting#READERS] whoever reads also acts, with [Acting#NOBODY] only the act token
/// does. A program that has no token ignores those that it is shown.
///
/// Immutable.
public final class Rights {
  private static final int SHORTEST_TOKEN = 16;
  private static final int LONGEST_TOKEN = 1024;
  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization",
      Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";
  private static final Context.Key<Boolean> MAY_ACT = Context.key("kioto-may-act");

  private final byte @Nullable [] readToken;
  private final byte @Nullable [] actToken;
  private final Acting acting;

  private Rights(byte @Nullable [] readToken, byte @Nullable [] actToken, Acting acting) {
    this.readToken = readToken;
    this.actToken = actToken;
    this.acting = acting;
  }

  /// The rights that these options give.
  ///
  /// @param readToken what callers must show to read; null when reading needs none
  /// @param actToken what lets callers act; null when no token does
  /// @throws IllegalArgumentException when the options contradict each other
  public static Rights of(@Nullable String readToken, @Nullable String actToken, Acting acting) {
    if (readToken != null && readToken.equals(actToken)) {
      throw new IllegalArgumentException("the read token and the act token are the same: whoever reads could act."
          + " Give two, or one of them");
    }
    if (actToken != null && acting == Acting.READERS) {
      throw new IllegalArgumentException("acting is on for whoever may read, so that the act token protects nothing:"
          + " leave out one of the two");
    }
    return new Rights(bytes(readToken), bytes(actToken), acting);
  }

  private static byte @Nullable [] bytes(@Nullable String token) {
    return token == null ? null : token.getBytes(StandardCharsets.US_ASCII);
  }

  /// Refuses what is no token: it has from 16 to 1024 visible ASCII characters. The message does not contain it.
  ///
  /// @param what the token's name in the message
  /// @throws IllegalArgumentException when it is none
  public static void checkToken(String what, String token) {
    if (token.length() < SHORTEST_TOKEN || token.length() > LONGEST_TOKEN) {
      throw new IllegalArgumentException(what + " has " + token.length() + " characters: must have from "
          + SHORTEST_TOKEN + " to " + LONGEST_TOKEN + "; 'openssl rand -hex 16' makes a good one");
    }
    if (!token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(what + " has a blank or a character beyond ASCII: must have none");
    }
  }

  /// Whether callers must show a token to read.
  public boolean needTokenToRead() {
    return readToken != null;
  }

  /// Whether the present call may change the program. False outside a call.
  static boolean mayAct() {
    return Boolean.TRUE.equals(MAY_ACT.get());
  }

  /// Holds the calls that come by one way to their rights: refuses those that have none, and those to
  /// `dev.kioto.console.v1.Control` that have no right to act.
  ServerInterceptor over(Way way) {
    return new Interceptor(way);
  }

  private Grant grant(@Nullable String authorization, Way way) {
    boolean hasTokens = readToken != null || actToken != null;
    if (authorization == null || !hasTokens) {
      return way == Way.TCP && readToken != null ? Grant.NO_TOKEN : withoutActToken(way);
    }
    byte[] shown = bytesOf(authorization);
    // Both are compared, so that time does not tell which it was.
    boolean reads = MessageDigest.isEqual(shown, readToken);
    boolean acts = MessageDigest.isEqual(shown, actToken);
    if (acts) {
      return Grant.ACT;
    }
    return reads ? withoutActToken(way) : Grant.WRONG_TOKEN;
  }

  private static byte[] bytesOf(String authorization) {
    boolean bearer = authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    String token = bearer ? authorization.substring(SCHEME.length()).strip() : "";
    return token.getBytes(StandardCharsets.UTF_8);
  }

  private Grant withoutActToken(Way way) {
    boolean acts = switch (acting) {
      case OWN_USER -> way == Way.UNIX;
      case READERS -> true;
      case NOBODY -> false;
    };
    return acts ? Grant.ACT : Grant.READ;
  }

  private static @Nullable Status refusal(Grant grant, MethodDescriptor<?, ?> method) {
    return switch (grant) {
      case NO_TOKEN -> Status.UNAUTHENTICATED.withDescription("this program wants a token: send its read token or its"
          + " act token as metadata 'authorization: Bearer TOKEN'");
      case WRONG_TOKEN -> Status.UNAUTHENTICATED.withDescription("the token is none of this program's: send its read"
          + " token or its act token as metadata 'authorization: Bearer TOKEN'");
      case READ -> ControlGrpc.SERVICE_NAME.equals(method.getServiceName()) ? mayNotAct() : null;
      case ACT -> null;
    };
  }

  private static Status mayNotAct() {
    return Status.PERMISSION_DENIED.withDescription("this call may read, but not act: send the program's act token"
        + " (which it has by kioto.console.act-token-file), or come through its Unix socket, or start it with"
        + " -Dkioto.console.acting=true");
  }

  private enum Grant {
    NO_TOKEN, WRONG_TOKEN, READ, ACT
  }

  private final class Interceptor implements ServerInterceptor {
    private final Way way;

    Interceptor(Way way) {
      this.way = way;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers,
        ServerCallHandler<Q, A> next) {
      var grant = grant(headers.get(AUTHORIZATION), way);
      var refusal = refusal(grant, call.getMethodDescriptor());
      if (refusal != null) {
        call.close(refusal, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      var context = Context.current().withValue(MAY_ACT, grant == Grant.ACT);
      return Contexts.interceptCall(context, call, headers, next);
    }
  }
}
