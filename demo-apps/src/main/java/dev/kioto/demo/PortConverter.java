package dev.kioto.demo;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a port: 0 to 65535.
final class PortConverter implements ITypeConverter<Integer> {
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
