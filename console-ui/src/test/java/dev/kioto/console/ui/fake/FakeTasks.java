package dev.kioto.console.ui.fake;

import dev.kioto.console.api.Histogram;
import dev.kioto.console.api.StackFrame;
import dev.kioto.console.api.Task;
import dev.kioto.console.api.TaskCounts;
import dev.kioto.console.api.TaskDetail;
import dev.kioto.console.api.TaskGroup;
import dev.kioto.console.api.TaskGroupList;
import dev.kioto.console.api.TaskStack;
import dev.kioto.console.api.TaskPage;
import dev.kioto.console.api.TaskState;
import dev.kioto.console.api.Warning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Invented tasks that live: time passes, states change, polls grow. The same seed and the same steps give the same
/// tasks. Thread-safe.
final class FakeTasks {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final Instant START = Instant.parse("2026-03-01T10:42:07.318Z");
  private static final String[] NAMES = {"http.accept", "http.keepalive", "checkout.request", "db.connection",
      "session.sweeper", "inventory.sync", "price.cache.refresh", "order.mailer", "kafka.poll", "metrics.flush",
      "payment.retry", "audit.writer", "image.resize", "cart.lock", ""};
  private static final String[] PLACES = {"Server.java:52", "Server.java:88", "Checkout.java:88", "Pool.java:140",
      "Sweeper.java:31", "Sync.java:19", "Prices.java:204", "Mailer.java:77", "Consumer.java:61", "Metrics.java:23",
      "Retry.java:118", "Audit.java:45", "Images.java:61", "Cart.java:97", "Main.java:12"};
  private static final String[] KINDS = {"future", "direct", "future", "direct", "blocking"};

  private final Random random = new Random(7);
  private final List<Live> tasks = new ArrayList<>();
  private Instant now = START;
  private long polls;

  FakeTasks(int count) {
    for (int i = 0; i < count; i++) {
      tasks.add(new Live(i + 1, now));
    }
    for (int i = 0; i < 40; i++) {
      step(50 * MILLI);
    }
  }

  /// Lets time pass.
  synchronized void step(long nanos) {
    now = now.plusNanos(nanos);
    tasks.forEach(task -> task.step(nanos));
  }

  synchronized Instant now() {
    return now;
  }

  /// How long time has passed since the first moment.
  synchronized long passedNanos() {
    return Duration.between(START, now).toNanos();
  }

  synchronized long polls() {
    return polls;
  }

  synchronized TaskCounts counts() {
    return new TaskCounts(tasks.size(), count(TaskState.RUNNING), count(TaskState.SCHEDULED), count(TaskState.IDLE),
        count(TaskState.COMPLETED));
  }

  private int count(TaskState state) {
    return (int) tasks.stream().filter(task -> task.state == state).count();
  }

  synchronized void remove(String id) {
    tasks.removeIf(task -> task.id.equals(id));
  }

  /// The tasks that a filter of the plainest kind (`state:`, `kind:` and parts of names) lets through, sorted.
  /// The live tasks, or the children of one.
  synchronized TaskPage page(@Nullable String parent) {
    var rows = list("", "id").stream()
        .filter(task -> parent == null ? task.state() != TaskState.COMPLETED : parent.equals(task.parentId()))
        .toList();
    return new TaskPage(rows, tasks.size(), rows.size(), null, now);
  }

  /// The tasks that a filter lets through in groups, the largest first.
  synchronized TaskGroupList groups(String by, String filter) {
    var members = new LinkedHashMap<String, List<Task>>();
    var rows = list(filter, "id");
    rows.forEach(row -> members.computeIfAbsent(key(by, row), _ -> new ArrayList<>()).add(row));
    var groups = members.entrySet().stream().map(entry -> group(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingInt((TaskGroup group) -> -group.tasks().total())).toList();
    return new TaskGroupList(by, groups, groups.size(), tasks.size(), rows.size(), 0, now);
  }

  private static String key(String by, Task task) {
    return switch (by) {
      case "location" -> String.valueOf(task.location());
      case "state" -> task.state().name().toLowerCase(Locale.ROOT);
      case "kind" -> task.kind();
      case "parent" -> Objects.requireNonNullElse(task.parentId(), "0");
      default -> task.name();
    };
  }

  private static TaskGroup group(String key, List<Task> of) {
    return new TaskGroup(key,
        new TaskCounts(of.size(), in(of, TaskState.RUNNING), in(of, TaskState.SCHEDULED), in(of, TaskState.IDLE),
            in(of, TaskState.COMPLETED)),
        of.stream().mapToLong(Task::busyNanos).sum(), of.stream().mapToLong(Task::scheduledNanos).sum(),
        of.stream().mapToLong(Task::polls).sum(), of.stream().mapToLong(Task::wakes).sum(), 0);
  }

  private static int in(List<Task> of, TaskState state) {
    return (int) of.stream().filter(task -> task.state() == state).count();
  }

  synchronized List<Task> list(String filter, String sort) {
    var rows = new ArrayList<Task>();
    for (var task : tasks) {
      var row = task.row(now);
      if (matches(row, filter)) {
        rows.add(row);
      }
    }
    boolean descending = sort.startsWith("-");
    Comparator<Task> order = order(descending ? sort.substring(1) : sort);
    rows.sort((descending ? order.reversed() : order).thenComparingLong(task -> Long.parseLong(task.id())));
    return rows;
  }

  private static boolean matches(Task task, String filter) {
    for (var term : filter.split(" ")) {
      boolean holds = term.startsWith("state:") ? task.state().name().equalsIgnoreCase(term.substring(6))
          : term.startsWith("location=") ? term.substring(9).equals(task.location())
              : term.startsWith("name=") ? task.name().equals(term.substring(5))
                  : term.startsWith("parent=") ? term.substring(7).equals(task.parentId())
                      : term.startsWith("kind:") ? task.kind().equals(term.substring(5)) : task.name().contains(term);
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  private static Comparator<Task> order(String key) {
    return switch (key) {
      case "warning" -> Comparator.comparingInt(task -> task.warnings().size());
      case "state" -> Comparator.comparing(Task::state);
      case "name" -> Comparator.comparing(Task::name);
      case "total" -> Comparator.comparingLong(Task::totalNanos);
      case "busy" -> Comparator.comparingLong(Task::busyNanos);
      case "scheduled" -> Comparator.comparingLong(Task::scheduledNanos);
      case "idle" -> Comparator.comparingLong(Task::idleNanos);
      case "polls" -> Comparator.comparingLong(Task::polls);
      case "kind" -> Comparator.comparing(Task::kind);
      case "location" -> Comparator.comparing(task -> String.valueOf(task.location()));
      default -> Comparator.comparingLong(task -> Long.parseLong(task.id()));
    };
  }

  synchronized @Nullable TaskDetail detail(String id) {
    for (var task : tasks) {
      if (task.id.equals(id)) {
        return new TaskDetail(task.row(now), now, task.histogram(4.2, 0.5), task.histogram(5.1, 0.45));
      }
    }
    return null;
  }

  synchronized @Nullable TaskStack stack(String id) {
    for (var task : tasks) {
      if (task.id.equals(id)) {
        return task.stack(now);
      }
    }
    return null;
  }

  /// One task; guarded by the collection's lock.
  private final class Live {
    private final String id;
    private final int sort;
    private final Instant createdAt;
    private final List<Warning> warnings;
    private TaskState state = TaskState.IDLE;
    private long busy;
    private long scheduled;
    private long idle;
    private long ownPolls;
    private long wakes;
    private @Nullable Instant lastWake;
    private @Nullable Instant droppedAt;

    private Live(int number, Instant now) {
      id = String.valueOf(number);
      sort = random.nextInt(NAMES.length);
      long age = (long) (SECOND * Math.pow(10, random.nextDouble() * 4));
      createdAt = now.minusNanos(age);
      busy = (long) (age * random.nextDouble() * 0.02);
      scheduled = (long) (age * random.nextDouble() * 0.01);
      idle = age - busy - scheduled;
      ownPolls = 1 + age / (20 * MILLI);
      wakes = ownPolls;
      lastWake = now.minusNanos(random.nextLong(SECOND));
      warnings = switch (number % 97) {
        case 5 -> List.of(new Warning("self-wake", "This task has woken itself for more than half of its wakes: "
            + "1,204 of 2,004 (60 %). It may be spinning instead of waiting for what it needs."));
        case 31 -> List.of(new Warning("lost-waker", "This task is idle and nothing holds a waker of it: it will "
            + "never run again."));
        default -> List.of();
      };
      if (number % 23 == 0) {
        state = TaskState.COMPLETED;
        droppedAt = now;
      }
    }

    private void step(long nanos) {
      switch (state) {
        case RUNNING -> {
          busy += nanos;
          state = random.nextInt(3) == 0 ? TaskState.RUNNING : TaskState.IDLE;
        }
        case SCHEDULED -> {
          scheduled += nanos;
          state = TaskState.RUNNING;
          ownPolls++;
          polls += 100;
        }
        case IDLE -> {
          idle += nanos;
          if (random.nextInt(25) == 0) {
            state = TaskState.SCHEDULED;
            wakes++;
            lastWake = now;
          }
        }
        case COMPLETED -> {
        }
      }
    }

    private Task row(Instant now) {
      Map<String, String> fields = new LinkedHashMap<>();
      if (sort % 3 == 0) {
        fields.put("peer", "10.0.4." + Integer.parseInt(id) % 250);
      }
      if (sort % 4 == 1) {
        fields.put("shard", String.valueOf(Integer.parseInt(id) % 16));
        fields.put("runtime", "main");
      }
      int number = Integer.parseInt(id);
      var parent = number == 1 ? null : number <= NAMES.length ? "1" : String.valueOf(number % NAMES.length + 1);
      return new Task(id, id, parent, NAMES[sort], KINDS[sort % KINDS.length], state, createdAt, droppedAt,
          busy + scheduled + idle, busy, scheduled, idle, ownPolls, wakes, wakes / 9, wakes + 3, wakes + 2, 1, lastWake,
          lastWake, state == TaskState.RUNNING ? null : now, PLACES[sort], "shop", fields, warnings);
    }

    private Histogram histogram(double center, double spread) {
      double middle = center + sort * 0.05;
      long[] at = new long[10];
      for (int i = 0; i < at.length; i++) {
        at[i] = (long) Math.pow(10, middle + (i - 4) * spread / 2);
      }
      var buckets = new ArrayList<Histogram.Bucket>();
      for (double x = middle - 4 * spread; x < middle + 4 * spread; x += 0.06) {
        double z = (x - middle) / spread;
        long count = Math.round(ownPolls * 0.03 * Math.exp(-z * z / 2) * (1 + 0.2 * Math.sin(id.hashCode() + x * 9)));
        if (count > 0) {
          buckets.add(new Histogram.Bucket((long) Math.pow(10, x), (long) Math.pow(10, x + 0.06), count));
        }
      }
      boolean out = Integer.parseInt(id) % 10 == 1;
      return new Histogram(ownPolls, at[9], at[1], at[2], at[4], at[5], at[6], at[7], at[8], out ? 3 : 0,
          out ? 12 * SECOND : null, buckets);
    }

    private TaskStack stack(Instant now) {
      if (KINDS[sort % KINDS.length].equals("future")) {
        return new TaskStack(id, now, TaskStack.Kind.NO_STACK, List.of(), null,
            "A future task has a stack only while it is being polled; this one is idle.", null, null);
      }
      var frames = List.of(
          new StackFrame("java.lang.VirtualThread", "park", "VirtualThread.java", 738, "java.base"),
          new StackFrame("java.util.concurrent.locks.LockSupport", "park", "LockSupport.java", 371, "java.base"),
          new StackFrame("dev.kioto.task.DirectTask", "suspend", "DirectTask.java", 214, null),
          new StackFrame("shop.checkout.Checkout", "reserve", "Checkout.java", 131, null),
          new StackFrame("shop.checkout.Checkout", "handle", "Checkout.java", 96, null),
          new StackFrame("shop.http.Router$Dispatch", "lambda$route$0", "Router.java", 54, null),
          new StackFrame("java.lang.VirtualThread", "run", "VirtualThread.java", 460, "java.base"));
      return new TaskStack(id, now, TaskStack.Kind.PARKED, frames, "WAITING",
          "The task is parked: this is where it waits.", "java.util.concurrent.Semaphore$NonfairSync@4f2d1c", "4");
    }
  }
}
