package dev.kioto.instrument.aggregate;

import dev.kioto.probe.OperationView;
import dev.kioto.probe.ResourceView;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.TaskView;
import java.util.ArrayList;
import java.util.List;

/// What there is by the account of the runtimes; of the moment at which they were asked, and some of it over since.
///
/// @param operations those that wait
record Living(List<TaskView> tasks, List<ResourceView> resources, List<OperationView> operations) {

  /// Asks. Each runtime copies what it has: some milliseconds for a hundred thousand tasks.
  static Living of(List<RuntimeView> runtimes) {
    var tasks = new ArrayList<TaskView>();
    var resources = new ArrayList<ResourceView>();
    var operations = new ArrayList<OperationView>();
    for (var runtime : runtimes) {
      tasks.addAll(runtime.tasks());
      resources.addAll(runtime.resources());
      operations.addAll(runtime.waitingOperations());
    }
    return new Living(tasks, resources, operations);
  }
}
