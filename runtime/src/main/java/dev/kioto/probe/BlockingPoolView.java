package dev.kioto.probe;

/// What an observer may read of a runtime's blocking pool, from any thread. Each figure is a moment old, and goes up and down.
public interface BlockingPoolView {
  /// Of a runtime without one.
  BlockingPoolView NONE = new BlockingPoolView() {
    @Override
    public int threadCount() {
      return 0;
    }

    @Override
    public int idleCount() {
      return 0;
    }

    @Override
    public int maxThreads() {
      return 0;
    }

    @Override
    public int queueDepth() {
      return 0;
    }
  };

  /// Threads, those of workers excepted.
  int threadCount();

  /// Threads that have nothing to do.
  int idleCount();

  /// The cap on its threads.
  int maxThreads();

  /// Jobs that wait for a thread.
  int queueDepth();
}
