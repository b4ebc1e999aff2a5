package dev.kioto.bench.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.bench.net.Subject.Protocol;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// That servers are measured in processes of their own. Says nothing about speed.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class NetworkComparisonTest {
  @Test
  void echo_shortestEffort_givesARowForEachSubject() {
    var effort = new NetworkEffort(1, 0, 1_000, 2, 1, List.of(Subject.KIOTO_FUTURE, Subject.NETTY_MATCHED));

    var rows = NetworkComparison.run(new Scenario(Protocol.ECHO, 8, 64, true), effort);

    assertThat(rows).extracting(NetworkComparison.Row::subject)
        .containsExactly("Kioto future tasks", "Netty, same threads");
    assertThat(rows).allSatisfy(row -> {
      assertThat(row.requestsPerSecond()).isPositive();
      assertThat(row.p99Micros()).isBetween(row.p50Micros(), row.p999Micros());
      assertThat(row.cpuMicrosPerRequest()).isPositive();
      assertThat(row.perCoreToNetty()).isPositive();
      assertThat(row.perCoreToVirtual()).isNull();
    });
    assertThat(ProcessHandle.current().descendants()).isEmpty();
  }

  @Test
  void server_whoseParentHasClosedItsInput_ends() {
    long pid;
    try (var server = Child.jvm(ServerMain.class, 1, List.of("VIRTUAL", "ECHO", "1"))) {
      assertThat(Integer.parseInt(server.line())).isPositive();
      pid = server.pid();
      assertThat(ProcessHandle.of(pid)).isPresent();
    }
    assertThat(ProcessHandle.of(pid)).isEmpty();
  }

  @Test
  void child_thatCannotServe_isAFailureThatNamesItsStatus() {
    try (var load = Child.start("/bin/sh", "-c", "exit 7")) {
      assertThatThrownBy(load::line).isInstanceOf(IllegalStateException.class).hasMessageContaining("status 7");
    }
  }

  @Test
  void load_onAServerThatClosesItsConnections_fails() throws IOException {
    try (var server = Subject.VIRTUAL.start(Protocol.HTTP, 1)) {
      var plan = new EchoLoad.Plan(server.port(), ProcessHandle.current().pid(), 1, 9_000, 1, 0, 200);

      assertThatThrownBy(() -> EchoLoad.run(plan)).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the load has failed");
    }
  }
}
