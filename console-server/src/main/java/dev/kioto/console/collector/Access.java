package dev.kioto.console.collector;

import org.jspecify.annotations.Nullable;

/// What the collector shows to a program, and whom it trusts.
///
/// @param token what is shown as `authorization: Bearer TOKEN`; null for none. A secret
/// @param authorities certificates in PEM that a program's must be signed by, or be; null for those that the JVM trusts
public record Access(@Nullable String token, @Nullable String authorities) {

  /// Nothing to show, and no certificates of its own.
  public static final Access NONE = new Access(null, null);

  private static final int LONGEST_TOKEN = 1024;

  public Access {
    if (token != null && (token.isEmpty() || token.length() > LONGEST_TOKEN
        || !token.chars().allMatch(c -> c > ' ' && c < 0x7f))) {
      throw new IllegalArgumentException(
          "The token is not one: it has from 1 to " + LONGEST_TOKEN + " visible ASCII characters");
    }
  }

  @Override
  public String toString() {
    return "Access[]"; // the token is a secret
  }
}
