package dev.kioto.console.ui.window;

import dev.kioto.demo.trouble.Troubles;
import dev.kioto.demo.trouble.Variant;
import dev.kioto.instrument.Instrumentation;
import dev.kioto.runtime.Runtime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A program of the demos that is healthy until it reads a line, and sick from then on: the healthy twin runs, and the sick one beside it.
final class SickLater {
  private SickLater() {}

  public static void main(String[] args) throws IOException {
    var trouble = Objects.requireNonNull(Troubles.byId(args[0]));
    try (var console = Instrumentation.builder().name(args[0]).bind("127.0.0.1", 0).start();
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      var runtime = Runtime.builder().enableAll().workerThreads(2).probe(console.probe()).build();
      runtime.blockOn(() -> trouble.start(runtime, Variant.HEALTHY_FUTURE));
      System.out.println("instrumentation listening on 127.0.0.1:" + console.port());
      input.readLine();
      runtime.blockOn(() -> trouble.start(runtime, Variant.SICK_FUTURE));
      input.readLine(); // until it is ended
    }
  }
}
