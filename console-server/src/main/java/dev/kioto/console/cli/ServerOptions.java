package dev.kioto.console.cli;

import dev.kioto.console.api.Target;
import dev.kioto.console.client.ConsoleClient;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.text.Units;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// What the commands agree on about console servers: where they answer, and how an address is read.
final class ServerOptions {

  /// Where a web API answers unless told otherwise.
  static final String DEFAULT_SERVER = "http://127.0.0.1:7070";
  /// The port of [#DEFAULT_SERVER].
  static final String DEFAULT_PORT = "7070";
  /// Where a program's instrumentation listens unless told otherwise.
  static final String DEFAULT_INSTRUMENT_PORT = "6669";
  /// This machine alone.
  static final String LOOPBACK = "127.0.0.1";

  private ServerOptions() {}

  /// Attaches to a program.
  ///
  /// @throws CommandFailure if it is not reached; with the same status as when the server is not
  static Target attach(ConsoleClient client, String address) {
    try {
      return client.attach(address);
    } catch (ProblemException e) {
      throw new CommandFailure(ExitStatus.UNREACHABLE, e.problem().detail());
    }
  }

  /// Reads a port: 0 to 65535.
  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int port = Integer.parseInt(text);
        if (port >= 0 && port <= 65_535) return port;
      } catch (NumberFormatException _) {
        // The same sentence is right for both.
      }
      throw new TypeConversionException(
          "'" + text + "' is not a port: write a number from 1 to 65535, or 0 for any that is free");
    }
  }

  /// Reads how many: 1 or more.
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int count = Integer.parseInt(text);
        if (count >= 1) return count;
      } catch (NumberFormatException _) {
        // The same sentence is right for both.
      }
      throw new TypeConversionException("'" + text + "' is not a count: write a number from 1 on");
    }
  }

  /// Reads a time like `10s`.
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Units.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /// Reads the address of a program: `host:port`, `https://host:port`, `unix:/path`.
  static final class Address implements ITypeConverter<String> {

    private static final Pattern FORM = Pattern.compile("(https://)?[^/]+:(\\d{1,5})/?|unix:/.+");

    @Override
    public String convert(String text) {
      var match = FORM.matcher(text);
      boolean isAddress = match.matches();
      var port = isAddress ? match.group(2) : null;
      if (isAddress && (port == null || isPort(Integer.parseInt(port)))) return text;
      throw new TypeConversionException("'" + text + "' is not an address: write HOST:PORT, like 127.0.0.1:6669, "
          + "https://HOST:PORT, or unix:/PATH");
    }

    private static boolean isPort(int number) {
      return number >= 1 && number <= 65_535;
    }
  }
}
