package dev.kioto.process;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// What a child process has written, and how it ended. The arrays are not copied.
public final class Output {
  private final ExitStatus status;
  private final byte[] stdout;
  private final byte[] stderr;

  Output(ExitStatus status, byte[] stdout, byte[] stderr) {
    this.status = status;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  public ExitStatus status() {
    return status;
  }

  /// Its standard output; empty when that was not piped.
  public byte[] stdout() {
    return stdout;
  }

  /// Its standard error; empty when that was not piped.
  public byte[] stderr() {
    return stderr;
  }

  /// Its standard output as UTF-8; what is not becomes U+FFFD.
  public String stdoutText() {
    return stdoutText(StandardCharsets.UTF_8);
  }

  /// Its standard output as text.
  public String stdoutText(Charset charset) {
    return new String(stdout, charset);
  }

  /// Its standard error as UTF-8; what is not becomes U+FFFD.
  public String stderrText() {
    return stderrText(StandardCharsets.UTF_8);
  }

  /// Its standard error as text.
  public String stderrText(Charset charset) {
    return new String(stderr, charset);
  }

  @Override
  public String toString() {
    return status + ", " + stdout.length + " bytes of stdout, " + stderr.length + " of stderr";
  }
}
