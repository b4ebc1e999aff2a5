package dev.kioto.console.ui.fake;

import dev.kioto.console.api.Cause;
import dev.kioto.console.api.Diagnosis;
import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.api.DiagnosisState;
import dev.kioto.console.api.Evidence;
import dev.kioto.console.api.Severity;
import dev.kioto.console.api.StackFrame;
import dev.kioto.console.api.Subject;
import dev.kioto.console.api.SubjectKind;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.api.Why;
import dev.kioto.console.api.WhyLink;
import dev.kioto.console.api.WhyWait;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Invented diagnoses of invented tasks. Thread-safe.
final class FakeDiagnoses {
  private final Set<String> silent = new HashSet<>();

  synchronized void silence(String detector, String site, boolean on) {
    if (on) {
      silent.add(detector + '@' + site);
    } else {
      silent.remove(detector + '@' + site);
    }
  }

  synchronized DiagnosisPage page(Instant now) {
    var shown = all(now).filter(diagnosis -> !silent.contains(diagnosis.detector() + '@' + diagnosis.subject().site()))
        .toList();
    return new DiagnosisPage(shown, shown.size(), null);
  }

  private static Stream<Diagnosis> all(Instant now) {
    return Stream.of(
        diagnosis("1", "starved", Severity.CRITICAL, task("12", "checkout.request", "Checkout.java:88"), "Starved",
            "Woken 140 ms ago and not polled yet: image.resize #13 has had worker 2 for 131 ms of that.",
            "Shorten the polls of the tasks that are named, or have them run on the blocking pool.",
            now.minusMillis(140),
            null, List.of(new Evidence("waits since", now.minusMillis(140).toString(), "instant"),
                new Evidence("waited", "140000000", "ns"), new Evidence("tasks before it", "9", null)),
            List.of(new Cause(SubjectKind.TASK, "13", "image.resize", 0.936),
                new Cause(SubjectKind.WORKER, "1/2", "", 0.064)),
            null, now),
        diagnosis("2", "long-poll", Severity.CRITICAL, task("13", "image.resize", "Images.java:61"), "Long poll",
            "A poll has kept worker 2 for 612 ms and goes on; 9 tasks wait behind it.",
            "Move what computes to the blocking pool (`Task.spawnBlocking`), or cut it into pieces.",
            now.minusMillis(612),
            null, List.of(new Evidence("longest poll", "612000000", "ns"), new Evidence("share of polls", "12", "%")),
            List.of(), List.of(new StackFrame("shop.Images", "resize", "Images.java", 61, null),
                new StackFrame("shop.Thumbnailer", "run", "Thumbnailer.java", 24, null),
                new StackFrame("java.lang.VirtualThread", "run", "VirtualThread.java", 460, "java.base")),
            now),
        diagnosis("3", "lock-across-await", Severity.WARNING, task("14", "cart.lock", "Cart.java:97"),
            "Lock held across an await",
            "Holds the Mutex of Cart.java:31 for 2.1 s while it waits for a timer; 4 tasks wait.",
            "Give the lock back before the wait, or guard less.", now.minusSeconds(9), null,
            List.of(new Evidence("held for", "2100000000", "ns"), new Evidence("waiters", "4", null)),
            List.of(new Cause(SubjectKind.RESOURCE, "7", "Mutex at Cart.java:31", null)), null, now),
        diagnosis("4", "late-timer", Severity.WARNING, new Subject(SubjectKind.RUNTIME, "1", "main", null),
            "Late timers",
            "Timers fired up to 48 ms late.", "Shorten the polls that keep the driver's worker.", now.minusSeconds(60),
            now.minusSeconds(41), List.of(new Evidence("latest", "48000000", "ns")), List.of(), null, now));
  }

  private static Diagnosis diagnosis(String id, String detector, Severity severity, Subject subject, String title,
      String sentence, String advice, Instant raised, @Nullable Instant cleared, List<Evidence> evidence,
      List<Cause> causes, @Nullable List<StackFrame> stack, Instant now) {
    return new Diagnosis(id, detector, severity, cleared == null ? DiagnosisState.ACTIVE : DiagnosisState.CLEARED, "1",
        "run-1", subject, title, sentence, advice, raised, cleared == null ? now : cleared, cleared, evidence, causes,
        stack,
        Map.of());
  }

  private static Subject task(String id, String name, String site) {
    return new Subject(SubjectKind.TASK, id, name, site);
  }

  Why why(String taskId, Instant now) {
    var sentence = "Woken 140 ms ago and not polled: image.resize #13 has had worker 2 for 131 ms of that.";
    return new Why(new TaskRef(taskId, ""), sentence, now,
        List.of(new WhyWait("worker", now.minusMillis(140), 140_000_000, true, sentence,
            List.of(new WhyLink("worker", "kioto-worker-2", "kioto-worker-2", "has it in its queue", null, null, null),
                new WhyLink("task", "13", "image.resize", "was polled by it", 131_000_000L, 0.936, "Images.java:61")))),
        List.of());
  }
}
