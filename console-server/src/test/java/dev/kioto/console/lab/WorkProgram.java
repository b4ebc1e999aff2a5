package dev.kioto.console.lab;

import dev.kioto.lab.Lab;
import dev.kioto.runtime.Runtime;
import dev.kioto.task.Task;
import dev.kioto.time.Time;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A program to make experiments with: tasks that work a little and sleep a little, as long as it is let. With a file as its argument it
/// ends with status 3 as soon as that is there, and takes it away.
public final class WorkProgram {

  private WorkProgram() {}

  public static void main(String[] arguments) throws Exception {
    try (var runtime = Runtime.builder().enableAll().build()) {
      for (int i = 0; i < 20; i++) runtime.spawn(WorkProgram::work);
      System.out.println("at work");
      while (true) {
        Thread.sleep(20); // the program's own pace
        if (arguments.length > 0 && Files.deleteIfExists(Path.of(arguments[0]))) {
          System.out.println("out of order");
          System.exit(3);
        }
      }
    }
  }

  private static void work() {
    while (true) {
      Lab.count("steps");
      Time.sleep(Duration.ofMillis(5)).await();
      Task.yieldNow().await();
    }
  }
}
