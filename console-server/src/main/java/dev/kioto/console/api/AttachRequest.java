package dev.kioto.console.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// Asks the collector to attach to a program, or to open a recording of one.
///
/// @param address `host:port` of the program's instrumentation, an IPv6 host in brackets; `https://host:port` for TLS;
///     `unix:/path`; or `file:` and the absolute path of a recording on the server's machine
/// @param token the program's token for reading or for acting; null for none
/// @param authorities certificates in PEM that the program's must be signed by, or be; null for those that the collector's
///     virtual machine trusts
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttachRequest(String address, @Nullable String token, @Nullable String authorities) {

  /// Without anything to show.
  public AttachRequest(String address) {
    this(address, null, null);
  }

  @Override
  public String toString() {
    return "AttachRequest[" + address + "]"; // the token is a secret
  }
}
