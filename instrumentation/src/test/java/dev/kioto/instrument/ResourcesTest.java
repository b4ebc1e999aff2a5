package dev.kioto.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kioto.fs.File;
import dev.kioto.net.TcpListener;
import dev.kioto.net.TcpStream;
import dev.kioto.process.Command;
import dev.kioto.process.Redirect;
import dev.kioto.proto.console.v1.Operation;
import dev.kioto.proto.console.v1.Resource;
import dev.kioto.runtime.Runtime;
import dev.kioto.sync.Mpsc;
import dev.kioto.sync.Mutex;
import dev.kioto.sync.Notify;
import dev.kioto.sync.Semaphore;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Resources and operations of a real runtime, as consoles of both protocols see them.
@Timeout(60)
final class ResourcesTest {
  private final Instrumentation console = Instrumentation.builder().bind("127.0.0.1", 0)
      .publishInterval(Duration.ofMillis(20)).retention(Duration.ofMillis(300)).ringCapacity(1 << 16).name("test")
      .start();
  private final Runtime runtime = Runtime.builder().enableAll().probe(console.probe()).workerThreads(2).build();
  private final Client client = new Client(console.port());
  private final StrictModel stock = client.watch();
  private final ResourceModel own = client.watchResources();

  @AfterEach
  void close() {
    client.close();
    runtime.close();
    console.close();
  }

  private void assertNoViolations() {
    assertThat(stock.violations).isEmpty();
    assertThat(own.violations).isEmpty();
    assertThat(stock.dropped).hasValue(0);
    assertThat(stock.droppedOfResources).hasValue(0);
    assertThat(own.dropped).isZero();
  }

  private Resource only(String type) {
    await().until(() -> own.only(type) != null);
    return Objects.requireNonNull(own.only(type));
  }

  @Test
  void mutex_heldByOneWantedByTwo_namesAllThree() {
    var mutex = new Mutex<Integer>(0);
    var go = new Notify();
    runtime.blockOn(() -> {
      var holder = Task.builder().name("holder").spawn(() -> {
        try (var _ = mutex.lock().await()) {
          go.notified().await();
        }
      });
      await().until(() -> mutex.isLocked());
      var first = Task.builder().name("first").spawn(() -> {
        mutex.lock().await().close();
      });
      var second = Task.builder().name("second").spawn(() -> {
        mutex.lock().await().close();
      });
      await().until(() -> !own.living("Mutex").isEmpty() && only("Mutex").getWaitersCount() == 2);
      await().until(() -> stock.taskNamed("second") != 0);
      var waiters = List.of(stock.taskNamed("first"), stock.taskNamed("second"));
      long id = only("Mutex").getId();
      await().until(() -> only("Mutex").getOwnersList().equals(List.of(stock.taskNamed("holder"))));

      assertThat(only("Mutex").getWaitersList()).containsExactlyInAnyOrderElementsOf(waiters);
      assertThat(own.operations.values()).filteredOn(o -> o.getResourceId() == id && o.getIsWaiting())
          .extracting(Operation::getSource).containsExactly("Mutex::lock", "Mutex::lock");
      await().until(() -> stock.waiting(id).equals(waiters.stream().sorted().toList()));
      assertThat(stock.attribute(id, "locked")).isEqualTo("true");
      assertThat(stock.resourceOf(id).getKind().getOther()).isEqualTo("Sync");

      go.notifyOne();
      holder.await();
      first.await();
      second.await();
      await().until(() -> only("Mutex").getOwnersCount() == 0 && only("Mutex").getWaitersCount() == 0);
      await().until(() -> stock.waiting(id).isEmpty() && "false".equals(stock.attribute(id, "locked")));
      assertThat(only("Mutex").getOperations()).isEqualTo(3);
      assertThat(only("Mutex").getWaits()).isEqualTo(2);
      assertThat(only("Mutex").getLongestWait()).isNotEqualTo(com.google.protobuf.Duration.getDefaultInstance());
      assertThat(stock.polls).anyMatch(p -> p.getResourceId().getId() == id && p.getName().equals("Mutex::lock"));
    });
    assertNoViolations();
  }

  @Test
  void semaphore_permitsTakenAndWanted_areShown() {
    var semaphore = new Semaphore(3);
    runtime.blockOn(() -> {
      var permit = semaphore.acquireMany(2).await();
      var waiting = Task.builder().name("waiting").spawn(() -> {
        semaphore.acquireMany(3).await().close();
      });
      await().until(() -> only("Semaphore").getWaitersCount() == 1);
      assertThat(only("Semaphore").getOwnersCount()).isEqualTo(1);

      permit.close();
      waiting.await();
      // Each is told of, not both in one look: the permit may be on its way back when its owner is gone.
      await().until(() -> only("Semaphore").getOwnersCount() == 0);
      await().until(() -> "3".equals(ResourceModel.attribute(only("Semaphore"), "permits")));
    });
    assertNoViolations();
  }

  @Test
  void boundedChannel_full_showsWhoWaitsToSend() {
    Mpsc.Channel<Integer> channel = Mpsc.channel(2);
    runtime.blockOn(() -> {
      var sender = Task.builder().name("sender").spawn(() -> {
        for (int i = 0; i < 3; i++) {
          channel.sender().send(i).await();
        }
      });
      await().until(() -> only("Mpsc").getWaitersCount() == 1);
      await().until(() -> only("Mpsc").getWaitersList().equals(List.of(stock.taskNamed("sender"))));

      channel.receiver().recv().await();
      sender.await();
      await().until(() -> only("Mpsc").getWaitersCount() == 0);
      channel.sender().close();
      for (int i = 0; i < 3; i++) { // the last one comes to the end
        channel.receiver().recv().await();
      }
      await().until(() -> own.living("Mpsc").isEmpty());
      await().until(() -> stock.living("Mpsc").isEmpty());
    });
    assertNoViolations();
  }

  @Test
  void sleep_goesOn_isATimerThatItsTaskWaitsFor() {
    var sleeping = runtime.spawn(Time.sleep(Duration.ofMinutes(10)));
    await().until(() -> own.only("Sleep") != null && only("Sleep").getWaitersCount() == 1);

    assertThat(only("Sleep").getKind()).isEqualTo(Resource.Kind.TIMER);
    assertThat(ResourceModel.attribute(only("Sleep"), "duration")).isEqualTo("600000ms");
    long id = only("Sleep").getId();
    await().until(() -> stock.waiting(id).size() == 1);
    assertThat(stock.resourceOf(id).getKind().hasKnown()).isTrue();

    sleeping.abort();

    // What is cancelled ends, and so does what was there for it alone.
    await().until(() -> own.living("Sleep").isEmpty() && stock.living("Sleep").isEmpty());
    await().until(() -> own.operations.values().stream().noneMatch(Operation::getIsWaiting));
    assertThat(own.operations.values()).filteredOn(o -> o.getResourceId() == id)
        .allSatisfy(o -> assertThat(o.hasEndedAt() && !o.getIsReady()).isTrue());
    assertNoViolations();
  }

  @Test
  void sockets_used_showTheirAddressesAndBytes() {
    runtime.blockOn(() -> {
      try (var listener = TcpListener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
        var accepting = Task.spawn(() -> {
          try (var stream = listener.accept().await()) {
            var buffer = ByteBuffer.allocate(5);
            while (buffer.hasRemaining()) {
              stream.read(buffer).await();
            }
            await().until(() -> own.living("TcpStream").stream()
                .anyMatch(s -> ResourceModel.attribute(s, "bytes_read").startsWith("5")));
          }
        });
        await().until(() -> only("TcpListener").getWaitersCount() == 1);
        try (var stream = TcpStream.connect(listener.localAddress()).await()) {
          stream.writeAll(ByteBuffer.wrap(new byte[5])).await();
          accepting.await();
          await().until(() -> own.living("TcpStream").stream()
              .anyMatch(s -> ResourceModel.attribute(s, "peer").equals(listener.localAddress().toString())
                  && ResourceModel.attribute(s, "bytes_written").startsWith("5")));
        }
        await().until(() -> ResourceModel.attribute(only("TcpListener"), "accepted").equals("1"));
        assertThat(ResourceModel.attribute(only("TcpListener"), "local"))
            .isEqualTo(listener.localAddress().toString());
        assertThat(only("TcpListener").getKind()).isEqualTo(Resource.Kind.IO);
      }
      await().until(() -> own.living("TcpStream").isEmpty() && own.living("TcpListener").isEmpty());
    });
    assertNoViolations();
  }

  @Test
  void file_writtenAndClosed_showsItsPathAndEnds(@TempDir Path folder) {
    var path = folder.resolve("file");
    runtime.blockOn(() -> {
      try (var file = File.create(path).await()) {
        file.writeAll(ByteBuffer.wrap(new byte[7])).await();
        file.flush().await();
        await().until(() -> ResourceModel.attribute(only("File"), "bytes_written").equals("7bytes"));
        assertThat(ResourceModel.attribute(only("File"), "path")).isEqualTo(path.toString());
      }
    });
    await().until(() -> own.living("File").isEmpty());
    assertNoViolations();
  }

  @Test
  void child_waitedFor_showsItsPidAndCommand() {
    runtime.blockOn(() -> {
      try (var child = Command.of("sleep", "60").killOnDrop(true).spawn()) {
        var waiting = Task.spawn(() -> {
          child.waitFor().await();
        });
        await().until(() -> only("Child").getWaitersCount() == 1);
        assertThat(ResourceModel.attribute(only("Child"), "pid")).isEqualTo(Long.toString(child.id()));
        assertThat(ResourceModel.attribute(only("Child"), "command")).isEqualTo("sleep 60");
        waiting.abort();
        await().until(() -> only("Child").getWaitersCount() == 0);
      }
    });
    assertNoViolations();
  }

  @Test
  void pipeToAChild_isPartOfTheChild() {
    runtime.blockOn(() -> {
      try (var child = Command.of("cat").stdin(Redirect.PIPED).stdout(Redirect.PIPED).killOnDrop(true).spawn()) {
        var reading = Task.spawn(() -> {
          child.stdout().read(ByteBuffer.allocate(1)).await();
        });
        await().until(() -> only("ChildStdout").getWaitersCount() == 1);
        assertThat(only("ChildStdout").getParentId()).isEqualTo(only("Child").getId()).isPositive();
        assertThat(only("Child").getParentId()).isZero();
        await().until(() -> stock.resources.containsKey(only("ChildStdout").getId()));
        assertThat(stock.resourceOf(only("ChildStdout").getId()).getParentResourceId().getId())
            .isEqualTo(only("Child").getId());
        reading.abort();
      }
    });
    assertNoViolations();
  }

  @Test
  void endedResource_retentionOver_isUnknownToNewcomers() {
    Mpsc.Channel<Integer> channel = Mpsc.channel(2);
    runtime.blockOn(() -> {
      channel.sender().send(1).await();
    });
    await().until(() -> own.only("Mpsc") != null);
    channel.sender().close();
    runtime.blockOn(() -> {
      channel.receiver().recv().await();
      channel.receiver().recv().await(); // the end
    });
    await().until(() -> own.living("Mpsc").isEmpty());

    await().until(() -> {
      try (var newcomer = new Client(console.port())) {
        var model = newcomer.watchResources();
        await().until(() -> model.updates.get() > 0);
        return model.resources.values().stream().noneMatch(r -> r.getType().equals("Mpsc"));
      }
    });
    assertNoViolations();
  }

  @Test
  void hundredThousandLocks_areCountedAndNotKept() {
    var mutex = new Mutex<Integer>(0);
    runtime.blockOn(() -> {
      for (int i = 0; i < 100_000; i++) {
        mutex.lock().await().close();
        if (i % 5000 == 0) {
          Time.sleep(Duration.ofMillis(20)).await(); // so that the rings hold it on a busy machine too
        }
      }
    });
    await().until(() -> only("Mutex").getOperations() == 100_000);

    assertThat(own.operations.size()).isLessThan(1000);
    assertThat(stock.operations.size()).isLessThan(1000);
    assertNoViolations();
  }
}
