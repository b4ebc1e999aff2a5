package dev.kioto.runtime;

import dev.kioto.scheduler.Buckets;
import dev.kioto.scheduler.SchedulerOptions;
import dev.kioto.scheduler.SchedulerOptions.Flavor;
import dev.kioto.scheduler.SchedulerOptions.SpawnLocations;
import dev.kioto.scheduler.SchedulerOptions.UnhandledPanic;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads options from system properties, and refuses what it cannot read: a setting that is silently ignored would be
/// measured as if it had been made.
final class Settings {
  private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();

  private Settings() {}

  /// Every option, at its default or as a system property says.
  static SchedulerOptions options() {
    var options = new SchedulerOptions();
    options.flavor = choice("kioto.flavor", options.flavor,
        List.of(Flavor.MULTI_THREAD, Flavor.CURRENT_THREAD));
    options.name = get("kioto.name");
    options.workerThreads = integer("kioto.worker-threads", options.workerThreads);
    options.threadName = text("kioto.thread-name", options.threadName);
    options.threadStackSize = whole("kioto.thread-stack-size", options.threadStackSize);
    options.eventInterval = integer("kioto.event-interval", options.eventInterval);
    options.globalQueueInterval = interval("kioto.global-queue-interval");
    options.localQueueCapacity = integer("kioto.local-queue-capacity", options.localQueueCapacity);
    options.lifoSlot = flag("kioto.lifo-slot", options.lifoSlot);
    options.lifoStealing = flag("kioto.lifo-stealing", options.lifoStealing);
    options.eagerDriverHandoff = flag("kioto.eager-driver-handoff", options.eagerDriverHandoff);
    options.spinBeforePark = duration("kioto.spin-before-park", options.spinBeforePark);
    options.stuckWorkerTimeout = duration("kioto.stuck-worker-timeout", options.stuckWorkerTimeout);
    options.pinnedParkInterval = duration("kioto.pinned-park-interval", options.pinnedParkInterval);
    options.rngSeed = get("kioto.rng-seed") == null ? null : whole("kioto.rng-seed", 0);
    options.enableTime = flag("kioto.enable-time", options.enableTime);
    options.enableIo = flag("kioto.enable-io", options.enableIo);
    options.maxIoEventsPerTick = integer("kioto.max-io-events-per-tick", options.maxIoEventsPerTick);
    options.epoll = flag("kioto.epoll", options.epoll);
    options.startPaused = flag("kioto.start-paused", options.startPaused);
    options.perWorkerTimers = flag("kioto.per-worker-timers", options.perWorkerTimers);
    options.maxBlockingThreads = integer("kioto.max-blocking-threads", options.maxBlockingThreads);
    options.threadKeepAlive = duration("kioto.thread-keep-alive", options.threadKeepAlive);
    options.shardedBlockingQueue = flag("kioto.sharded-blocking-queue", options.shardedBlockingQueue);
    options.pollTimeHistogram = flag("kioto.enable-metrics-poll-time-histogram", options.pollTimeHistogram);
    options.pollTimeBuckets = buckets("kioto.metrics-poll-time-histogram-configuration", options.pollTimeBuckets);
    options.trackScheduleLatency = flag("kioto.track-task-schedule-latency", options.trackScheduleLatency);
    options.scheduleLatencyHistogram = flag("kioto.enable-metrics-schedule-latency-histogram",
        options.scheduleLatencyHistogram);
    options.scheduleLatencyBuckets = buckets("kioto.metrics-schedule-latency-histogram-configuration",
        options.scheduleLatencyBuckets);
    options.unhandledPanic = choice("kioto.unhandled-panic", options.unhandledPanic,
        List.of(UnhandledPanic.values()));
    options.jfr = flag("kioto.jfr", options.jfr);
    if (get("kioto.spawn-locations") != null) {
      options.spawnLocations = flag("kioto.spawn-locations", true) ? SpawnLocations.ALWAYS : SpawnLocations.NEVER;
    }
    return options;
  }

  /// Refuses properties that look like settings and are none. After [#options], which asked for all that there are.
  ///
  /// @throws IllegalArgumentException naming one, and what there is
  static void refuseUnknown() {
    for (var name : new TreeSet<>(System.getProperties().stringPropertyNames())) {
      if (name.startsWith("kioto.") && !isOfTheConsole(name) && !ASKED.contains(name)) {
        throw new IllegalArgumentException("there is no setting " + name + ", which is '" + System.getProperty(name)
            + "': there are " + String.join(", ", known()));
      }
    }
  }

  private static boolean isOfTheConsole(String name) {
    return name.equals("kioto.console") || name.startsWith("kioto.console.");
  }

  /// The properties that [#options] asks for, in order.
  static Set<String> known() {
    return new TreeSet<>(ASKED);
  }

  private static @Nullable String get(String key) {
    ASKED.add(key);
    return System.getProperty(key);
  }

  private static int interval(String key) {
    int value = integer(key, 0);
    if (value < 1 && get(key) != null) {
      throw invalid(key, String.valueOf(value), "1 or more");
    }
    return value;
  }

  private static <E extends Enum<E>> E choice(String key, E otherwise, List<E> choices) {
    String value = get(key);
    if (value == null) {
      return otherwise;
    }
    for (var choice : choices) {
      if (kebab(choice).equals(value.strip().toLowerCase(Locale.ROOT))) {
        return choice;
      }
    }
    throw invalid(key, value,
        "one of " + choices.stream().map(Settings::kebab).collect(Collectors.joining(", ")));
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static long whole(String key, long otherwise) {
    String value = get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(value.strip());
    } catch (NumberFormatException _) {
      throw invalid(key, value, "a whole number");
    }
  }

  static int integer(String key, int otherwise) {
    String value = get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException _) {
      throw invalid(key, value, "a whole number");
    }
  }

  static String text(String key, String otherwise) {
    String value = get(key);
    return value == null ? otherwise : value;
  }

  static boolean flag(String key, boolean otherwise) {
    String value = get(key);
    if (value == null) {
      return otherwise;
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default -> throw invalid(key, value, "on or off");
    };
  }

  static Duration duration(String key, Duration otherwise) {
    String value = get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return duration(value);
    } catch (DateTimeParseException | NumberFormatException _) {
      throw invalid(key, value, "seconds (2.5) or an ISO-8601 duration (PT2.5S)");
    }
  }

  private static Duration duration(String value) {
    String text = value.strip();
    return text.startsWith("P") || text.startsWith("p") ? Duration.parse(text)
        : Duration.ofNanos(Math.round(Double.parseDouble(text) * 1e9));
  }

  private static Buckets buckets(String key, Buckets otherwise) {
    String value = get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      return histogram(value.split(",", -1)).buckets();
    } catch (DateTimeParseException | IllegalArgumentException _) {
      throw invalid(key, value, "log, or log,MIN,MAX,ERROR (log,1e-7,60,0.25), or linear,WIDTH,COUNT (linear,1e-4,10)");
    }
  }

  private static HistogramConfiguration histogram(String[] words) {
    String shape = words[0].strip().toLowerCase(Locale.ROOT);
    if (shape.equals("log") && words.length == 1) {
      return HistogramConfiguration.log();
    }
    if (shape.equals("log") && words.length == 4) {
      return HistogramConfiguration.log(duration(words[1]), duration(words[2]), Double.parseDouble(words[3].strip()));
    }
    if (shape.equals("linear") && words.length == 3) {
      return HistogramConfiguration.linear(duration(words[1]), Integer.parseInt(words[2].strip()));
    }
    throw new IllegalArgumentException("an unknown shape");
  }

  private static IllegalArgumentException invalid(String key, String value, String wanted) {
    return new IllegalArgumentException("system property " + key + " must be " + wanted + ", but is '" + value + "'");
  }
}
