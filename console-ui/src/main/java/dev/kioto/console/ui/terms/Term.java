package dev.kioto.console.ui.terms;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The words that the window uses, and what each means, in a sentence or two: what a tooltip says. `docs/vocabulary.md` has the same meanings.
public enum Term {
  /// The unit of work.
  TASK("A unit of work that a runtime schedules: a future task, a direct task or a blocking job.", "task", "tasks"),
  /// One step.
  POLL("One step of a task, from its start on a worker to the moment it suspends or ends.", "poll", "polls"),
  /// Steps in a second.
  POLL_RATE("Polls that a worker finished in a second.", "polls/s", "polls / s"),
  /// What makes a task runnable.
  WAKE("The call of a waker, after which the task is polled again; of a direct task, the unpark of its thread.", "wake",
      "wakes"),
  /// By itself.
  SELF_WAKE("A wake that the task made itself, inside its own poll: it gives way, or it spins.", "self-wake",
      "self wakes"),
  /// Who wakes.
  WAKER("The objects by which others can wake the task. A future task that is idle and has none waits for ever.",
      "waker",
      "wakers"),
  /// Copies of a waker.
  CLONE("How often a waker of the task was copied, to be kept by somebody else.", "clones"),
  /// Wakers given up.
  DROP("How often a waker of the task was given up.", "drops"),
  /// The last wake.
  LAST_WOKEN("How long ago the task was woken last.", "last woken"),
  /// The beginning.
  SPAWNED("When the task was spawned.", "spawned"),

  /// The three times together.
  TIMES("How the task's lifetime divides into busy, scheduled and idle: together they are all of it.", "time"),
  /// Inside polls.
  BUSY("Time inside polls.", "busy"),
  /// Runnable and not polled.
  SCHEDULED("Runnable and not polled: from the spawn, a wake, or a poll during which it was woken, to the next poll.",
      "scheduled"),
  /// The rest.
  IDLE("Neither being polled nor runnable: waiting to be woken.", "idle"),
  /// Being polled.
  RUNNING("Being polled now.", "running"),
  /// Over.
  COMPLETED("Over: the task has ended, and is still kept to be looked at.", "completed"),
  /// A distribution.
  POLL_TIME("How long the task's polls took: each bar is a range of durations, on a logarithmic axis.", "poll time"),
  /// Another one.
  SCHEDULED_TIME("How long the task waited for a worker before each of its polls.", "scheduled time"),
  /// A percentile.
  PERCENTILE("The duration that so many of a hundred did not exceed: p99 is exceeded by one in a hundred.", "p10",
      "p25", "p50",
      "p75", "p90", "p95", "p99"),
  /// The longest.
  MAX("The longest of all.", "max"),

  /// Counters of a task.
  POLLS_AND_WAKES("How often the task was polled and woken, and by how many wakers it can be.", "polls and wakes"),
  /// What it says of itself.
  FIELDS("What else the program tells of it, by name.", "fields"),
  /// The cause of a wait.
  WHY("What the task waits for, and who is in the way: its worker, a lock, a channel.", "why it waits"),
  /// The stack.
  STACK("Where the task is now, the innermost frame first. A future task has a stack only while it is polled.",
      "stack now", "stack"),

  /// What it has to do with.
  USES("The resources that it waits for or has used, and its operations on them.", "waits for and uses"),
  /// Its family.
  FAMILY("The task that has spawned it, and those that it has spawned.", "spawned by, and has spawned"),
  /// Its polls, one by one.
  HISTORY("What it did of late, and how its figures went, as far as that is kept.", "history"),

  /// A figure of the overview.
  CHART_RATES("What the tasks of the program did in a second.", "per second"),
  /// Waits for a worker.
  CHART_DELAY(
      "How long tasks were runnable before they were polled, of the polls of the last two seconds, on a logarithmic axis. A task "
          + "that still waits counts when it is polled.",
      "scheduling delay"),
  /// Use of the workers.
  CHART_BUSY("The share of the workers' time that they were not parked: 100 % is all of them, all the time.",
      "workers busy"),
  /// What waits.
  QUEUE("Tasks that wait for a worker: in a worker's own queue (local), or in the one that all share (inject).",
      "queue",
      "queues", "local", "inject"),
  /// Another pool.
  BLOCKING_POOL("The threads for blocking jobs, and the jobs that wait for one of them.", "blocking pool", "threads",
      "waiting"),

  /// One who polls.
  WORKER("One of a runtime's numbered places at which a thread polls tasks.", "worker", "workers"),
  /// Now.
  NOW("What each worker does at this moment, and did in the last minute and a half.", "now"),
  /// Work taken from others.
  STEAL("Tasks a second that a worker took from the queues of others.", "steals/s"),
  /// Sleep.
  PARK("Times a second that a worker went to sleep for want of work.", "parks/s"),

  /// What tasks wait for.
  RESOURCE("What tasks wait for: a lock, a channel, a timer, a socket.", "resource", "resources"),
  /// Who holds it.
  OWNERS("The tasks that hold it now.", "held by"),
  /// Who waits.
  WAITERS("The tasks that wait for it now, the first for the longest.", "waited for by"),

  /// What is wrong.
  DIAGNOSIS("What a detector has found, for as long as it is so.", "diagnoses", "what is wrong"),
  /// What it rests on.
  EVIDENCE("The facts that the diagnosis rests on.", "evidence"),
  /// What it comes from.
  CAUSES("What it comes from, as far as that is known.", "causes"),
  /// The stack of an incident.
  STACK_THEN("Where the task was when the program saw it happen.", "stack when it happened"),

  /// Experiments.
  LAB("Runs the same program under several settings, in turn and several times, and shows what differs.", "lab",
      "experiments"),
  /// The three drawings.
  GRAPH("Who waits for what others hold, who wakes whom, who has spawned whom.", "graphs"),
  /// The charts.
  OVERVIEW("Figures of the program over time, on one axis.", "overview"),
  /// The programs.
  TARGETS("The programs that the console is attached to.", "targets"),

  /// A long step.
  LONG_POLL("A poll keeps its worker for long: nothing else that waits for this worker runs meanwhile.", "long-poll"),
  /// Woken in vain.
  STARVED("A task was woken and is not polled: all workers are at something else.", "starved"),
  /// The first step goes on.
  NEVER_YIELDED("A task was polled once and is still in that poll.", "never-yielded"),
  /// Nobody can wake it.
  LOST_WAKER("A future task is idle, and no waker exists that could wake it: it waits for ever.", "lost-waker"),
  /// Spinning.
  SPINS("Most wakes of a task are its own: it spins through the scheduler instead of waiting.", "self-wakes"),
  /// A wait without an end.
  STUCK("A task waits very long for a lock or a permit, or for one that nobody can release any more.", "stuck"),
  /// A circle.
  DEADLOCK("Tasks wait for each other in a circle: none can go on unless one is cancelled.", "deadlock"),
  /// A guard held while waiting.
  LOCK_ACROSS_AWAIT("A guard is held by a task that waits for something else, and others wait for the guard.",
      "lock-across-await"),
  /// A pool at its cap.
  POOL_SATURATED("Jobs wait for a thread of the blocking pool while it is at its cap.", "blocking-pool-saturated"),
  /// A channel that grows.
  CHANNEL_GROWTH("A channel without a bound gets longer all the time: messages come faster than they are received.",
      "channel-growth"),
  /// A full channel.
  SLOW_CONSUMER("A bounded channel is full at every look, and sends wait long for a place.", "slow-consumer"),
  /// Lost messages.
  LAGGED("Receivers of a broadcast channel are so slow that messages are overwritten before they have them.", "lagged"),
  /// Tasks that do not end.
  TASK_LEAK("The tasks of one spawn site only become more: they are spawned and do not end.", "task-leak"),
  /// A carrier that waits.
  PINNED("A direct task waits while it is pinned to its carrier, so that its worker waits too.", "pinned"),
  /// Uneven work.
  WORKER_IMBALANCE("One worker has nearly all the work while others sleep.", "worker-imbalance"),
  /// Woken for nothing.
  NOOP_WAKEUPS("Workers are woken again and again and find nothing to run.", "noop-wakeups"),
  /// Nobody asks the driver.
  DRIVER_STALL("Nobody asked for a while which sockets are ready and which timers are due: all workers were busy.",
      "driver-stall"),
  /// Late timers.
  LATE_TIMER("Timers fire long after they were due.", "late-timer"),
  /// A lock held while blocking.
  BLOCK_WITH_LOCK("A task blocks in place while it holds a lock that others wait for.", "block-in-place-with-lock"),
  /// Cancelled, and goes on.
  CANCEL_STUCK("A task was cancelled and goes on.", "cancel-stuck"),
  /// A failure that nobody saw.
  FAILED_UNJOINED("A task failed, and nobody has joined it: its failure was seen by nobody.", "failed-unjoined"),
  /// A task that is always ready.
  BUDGET_EXHAUSTED("A task spends its budget again and again and is made to give way: what it awaits is always ready.",
      "budget-exhausted");

  private static final Map<String, Term> BY_WORD = byWord();

  private final String meaning;
  @SuppressWarnings("ImmutableEnumChecker") // a list of texts that does not change
  private final List<String> words;

  Term(String meaning, String... words) {
    this.meaning = meaning;
    this.words = List.of(words);
  }

  /// What it means.
  public String meaning() {
    return meaning;
  }

  /// The spellings under which it stands in the window, in small letters.
  public List<String> words() {
    return words;
  }

  /// The term that a word of the window stands for, whatever its case.
  public static Optional<Term> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word.strip().toLowerCase(Locale.ROOT)));
  }

  /// What a detector looks for, by its id: where a word means something else beside it, as a self-wake does.
  public static Optional<Term> ofDetector(String id) {
    return id.equals("self-wake") ? Optional.of(SPINS) : of(id);
  }

  private static Map<String, Term> byWord() {
    var found = new HashMap<String, Term>();
    Arrays.stream(values()).forEach(term -> term.words.forEach(word -> found.put(word, term)));
    return Map.copyOf(found);
  }
}
