package dev.kioto.task;

/// The code of a direct task or of a blocking job that returns nothing. Failures of any kind may leave it, and reach
/// whoever joins the task.
@FunctionalInterface
public interface TaskBody {
  void run() throws Exception;
}
