package dev.kioto.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.resource.ResourceLog;
import dev.kioto.runtime.Runtime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the probe is told of files, and of the jobs that are done for them.
@Timeout(60)
final class FileProbeTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path dir;

  @Test
  void file_isAResource_andItsOperationsAreTold() throws Exception {
    var path = Files.writeString(dir.resolve("file"), "0123456789");
    var log = new ResourceLog();
    try (var runtime = Runtime.builder().workerThreads(1).probe(log).build()) {
      var file = runtime.spawn(File.open(path)).await();
      runtime.spawn(file.read(ByteBuffer.allocate(4))).await();
      assertThat(log.next()).isEqualTo("created File");
      assertThat(log.next()).isEqualTo("started File::read[]");
      assertThat(log.next()).isEqualTo("ended File::read");
      runtime.spawn(file.readAt(ByteBuffer.allocate(4), 0)).await();
      assertThat(log.next()).isEqualTo("started File::readAt[]");
      assertThat(log.next()).isEqualTo("ended File::readAt");
      runtime.spawn(file.syncAll()).await();
      assertThat(log.next()).isEqualTo("started File::syncAll[]");
      assertThat(log.next()).isEqualTo("ended File::syncAll");
      assertThat(log.attributes("File")).containsExactly("path=" + path, "position=4bytes", "bytes_read=4bytes",
          "bytes_written=0bytes");
      file.close();
      assertThat(log.next()).isEqualTo("over File");
    }
  }

  @Test
  void job_isNamedAfterWhatItDoes() throws IOException, InterruptedException {
    var path = Files.writeString(dir.resolve("file"), "0123456789");
    try (var runtime = Runtime.builder().workerThreads(1).maxBlockingThreads(1).build()) {
      var file = runtime.spawn(File.open(path)).await();
      var begun = new CountDownLatch(1);
      var gate = new CountDownLatch(1);
      runtime.spawnBlocking(() -> {
        begun.countDown();
        gate.await();
        return null;
      });
      begun.await(); // it has the only thread: what is in the queue from here on are the jobs of files
      var read = runtime.spawn(file.read(ByteBuffer.allocate(4)));
      var metadata = runtime.spawn(Fs.metadata(path));
      while (runtime.metrics().blockingQueueDepth() < 2) {
        Thread.onSpinWait();
      }
      var dump = runtime.dump().toString();
      gate.countDown(); // before anything can fail: closing the runtime waits for the job
      assertThat(dump).contains("read of File " + path).contains("metadata " + path);
      assertThat(read.await()).isEqualTo(4);
      assertThat(metadata.await().length()).isEqualTo(10);
      file.close();
    }
  }
}
