package dev.kioto.driver;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kioto.net.UdpSocket;
import dev.kioto.runtime.Runtime;
import dev.kioto.time.Time;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A deadline that comes while the holder of a driver with channels goes to sleep: a permit does not end its wait for these.
@Timeout(60)
final class LateTimerTest {
  private static final int ROUNDS = 800; // one in a hundred or two hit the gap when it was there

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deadline_thatComesWhileTheHolderGoesToSleep_isNotMissed(boolean epoll) {
    try (var runtime = Runtime.builder().enableAll().workerThreads(1).epoll(epoll).build()) {
      assertThatCode(() -> runtime.blockOn(() -> {
        try (var _ = UdpSocket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
          for (int i = 0; i < ROUNDS; i++) {
            runtime.spawn(() -> 1);
            spin(ThreadLocalRandom.current().nextInt(300_000));
            Time.sleep(Duration.ofMillis(1)).await();
          }
        }
      })).doesNotThrowAnyException();
    }
  }

  private static void spin(int nanos) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < nanos) {
      Thread.onSpinWait();
    }
  }
}
