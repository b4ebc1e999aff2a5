package dev.kioto.console.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/// Who may read and who may act, by what a request shows. Immutable.
///
/// |  | server without tokens | with a read token | with an act token alone |
/// |---|---|---|---|
/// | act token | reads, acts | reads, acts if there is one | reads, acts |
/// | read token | reads, acts | reads | refused |
/// | none | reads, acts | refused | reads on loopback |
/// | any other | reads, acts | refused | refused |
///
/// @param read what lets read; null for none
/// @param act what lets act, and read; null for none
/// @param anonymous whether whoever shows no token may read although there is an act token: on loopback alone
record Tokens(@Nullable String read, @Nullable String act, boolean anonymous) {

  static final int SHORTEST = 16; // characters
  static final int LONGEST = 1024; // characters

  /// The subprotocol of sockets; a browser, which can set no headers for one, names it and the token behind it.
  static final String PROTOCOL = "kioto";
  private static final String PROTOCOL_TOKEN = "kioto.bearer.";
  private static final String SCHEME = "bearer ";

  Tokens {
    require(read, "read token");
    require(act, "act token");
    if (read != null && read.equals(act)) {
      throw new IllegalArgumentException(
          "The read token and the act token are the same: make them differ, or give the act "
              + "token alone");
    }
  }

  private static void require(@Nullable String token, String what) {
    if (token == null) return;
    boolean visible = token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (visible && token.length() >= SHORTEST && token.length() <= LONGEST) return;
    throw new IllegalArgumentException("The " + what + " has " + token.length() + (visible ? " " : " partly invisible ")
        + "characters: give it " + SHORTEST + " to " + LONGEST + " visible ASCII characters"); // itself it is a secret
  }

  /// Whether there is any: without, whoever reaches the server reads and acts.
  boolean any() {
    return read != null || act != null;
  }

  /// @throws Refusal if what the request shows does not let it do that
  void check(Context request, Right right) {
    if (right == Right.OPEN || !any()) return;
    var shown = shown(request);
    if (shown == null) {
      if (right == Right.READ && read == null && anonymous) return;
      throw Refusal.noToken(right);
    }
    boolean acts = isSame(act, shown);
    boolean reads = isSame(read, shown);
    if (!acts && !reads) throw Refusal.wrongToken();
    if (!acts && right == Right.ACT) throw Refusal.readOnlyToken(act != null);
  }

  // In constant time, so that nobody finds a token out by how long its refusal takes.
  private static boolean isSame(@Nullable String wanted, String shown) {
    return wanted != null && MessageDigest.isEqual(wanted.getBytes(StandardCharsets.US_ASCII),
        shown.getBytes(StandardCharsets.UTF_8));
  }

  /// The token that a request shows, or null.
  private static @Nullable String shown(Context request) {
    var header = request.header("Authorization");
    if (header != null) {
      if (header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) return header.substring(SCHEME.length()).strip();
      throw Refusal.wrongToken();
    }
    return ofProtocols(request.header("Sec-WebSocket-Protocol"));
  }

  private static @Nullable String ofProtocols(@Nullable String offered) {
    if (offered == null) return null;
    for (var protocol : offered.split(",", -1)) {
      var name = protocol.strip();
      if (!name.startsWith(PROTOCOL_TOKEN)) continue;
      try {
        var token = Base64.getUrlDecoder().decode(name.substring(PROTOCOL_TOKEN.length()));
        return new String(token, StandardCharsets.UTF_8);
      } catch (IllegalArgumentException _) {
        throw Refusal.wrongToken();
      }
    }
    return null;
  }

  @Override
  public String toString() {
    return "Tokens[read=" + (read != null) + ", act=" + (act != null) + "]"; // the tokens are secrets
  }
}
