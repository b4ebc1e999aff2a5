package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kioto.future.Futures;
import dev.kioto.proto.console.v1.CancelTaskRequest;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description.Capability;
import dev.kioto.proto.console.v1.Level;
import dev.kioto.proto.console.v1.SetLevelRequest;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class UnixSocketTest {
  private Path folder = Path.of("");
  private Path path = Path.of("");

  // A short name: that of a socket has to fit in a hundred bytes.
  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("kioto");
    path = folder.resolve("console.sock");
  }

  @AfterEach
  void removeFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private Instrumentation start() {
    return Instrumentation.builder().bindUnix(path).start();
  }

  private static void assertServes(Path socket) {
    try (var client = Client.ofUnixSocket(socket)) {
      assertThat(client.console().describe(DescribeRequest.getDefaultInstance()).getRunId()).isNotEmpty();
    }
  }

  @Test
  void socket_whileItServes_isForItsUserAlone() throws IOException {
    try (var console = start()) {
      assertServes(path);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
      assertThat(console.address()).isEqualTo("unix:" + path);
      assertThat(console.port()).isZero();
      try (var files = Files.list(folder)) {
        assertThat(files).containsExactly(path);
      }
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void socket_byTheProperty_isServed() {
    var properties = new Properties();
    properties.setProperty("kioto.console.bind", "unix:" + path);

    try (var _ = new InstrumentationBuilder(properties, Map.of()).start()) {
      assertServes(path);
    }
  }

  @Test
  void reader_throughTheSocket_needsNoToken() {
    try (var _ = Instrumentation.builder().bindUnix(path).readToken("0123456789abcdef").start()) {
      assertServes(path);
    }
  }

  @Test
  void caller_throughTheSocket_actsWithoutAToken() {
    try (var console = start();
        var runtime = Runtime.builder().workerThreads(1).probe(console.probe()).build();
        var client = Client.ofUnixSocket(path)) {
      var task = runtime.spawn(Futures.pending());

      var _ = client.control().cancelTask(CancelTaskRequest.newBuilder().setTaskId(task.id()).build());
      var state = client.control().setLevel(SetLevelRequest.newBuilder().setLevel(Level.TRACE).build());

      await().until(task::isFinished);
      assertThat(state.getLevel()).isEqualTo(Level.TRACE);
      assertThat(client.console().describe(DescribeRequest.getDefaultInstance()).getCapabilitiesList())
          .contains(Capability.CONTROL);
    }
  }

  @Test
  void caller_throughTheSocket_whereNobodyActs_isRefused() {
    try (var _ = Instrumentation.builder().bindUnix(path).acting(false).start();
        var client = Client.ofUnixSocket(path)) {
      assertThatThrownBy(() -> client.control().setLevel(SetLevelRequest.newBuilder().setLevel(Level.OFF).build()))
          .hasMessageStartingWith("PERMISSION_DENIED");
      assertServes(path);
    }
  }

  @Test
  void file_thatADeadProgramLeft_isReplaced() throws IOException {
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(path));
    }
    assertThat(path).exists();

    try (var _ = start()) {
      assertServes(path);
    }
  }

  @Test
  void file_ofALivingProgram_isRefusedAndGoesOn() {
    try (var _ = start()) {
      assertThatThrownBy(this::start).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot listen on unix:" + path + ": the address is in use")
          .hasMessageContaining("-Dkioto.console.bind=unix:");
      assertServes(path);
    }
  }

  @Test
  void file_thatIsNoSocket_isLeftAlone() throws IOException {
    Files.writeString(path, "precious");

    assertThatThrownBy(this::start).isInstanceOf(UncheckedIOException.class).hasMessageContaining("is not a socket");

    assertThat(path).hasContent("precious");
  }

  @Test
  void file_ofASuccessor_isNotRemoved() throws IOException {
    var first = start();
    Files.delete(path);

    try (var _ = start()) {
      first.close();
      assertServes(path);
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void path_thatCannotBe_isNamed() {
    var missing = folder.resolve("missing").resolve("socket");
    assertThatThrownBy(() -> Instrumentation.builder().bindUnix(missing).start())
        .hasMessageContaining("unix:" + missing).hasMessageContaining("there is no folder " + missing.getParent());

    var longName = folder.resolve("x".repeat(120));
    assertThatThrownBy(() -> Instrumentation.builder().bindUnix(longName).start())
        .hasMessageContaining("bytes: systems allow 103");

    assertThatIllegalArgumentException().isThrownBy(() -> Instrumentation.builder().bindUnix(Path.of("")))
        .withMessageContaining("empty");
    try (var files = Files.list(folder)) {
      assertThat(files).isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
