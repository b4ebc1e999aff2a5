package dev.kioto.demo;

import dev.kioto.testsupport.ProgramProcess;
import java.io.IOException;
import java.util.List;

/// The demo program in a JVM of its own, started as its users start it.
final class DemoProcess extends ProgramProcess {

  private DemoProcess(Process process) {
    super(process);
  }

  static DemoProcess start(List<String> jvmOptions, String... arguments) throws IOException {
    return new DemoProcess(launch("dev.kioto.demo.Main", jvmOptions, List.of(arguments)));
  }
}
