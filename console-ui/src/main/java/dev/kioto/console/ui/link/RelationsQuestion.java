package dev.kioto.console.ui.link;

import dev.kioto.console.api.Capability;
import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ListQuery;
import dev.kioto.console.client.ProblemException;
import dev.kioto.console.client.TargetReader;
import dev.kioto.console.client.TaskQuery;
import dev.kioto.console.client.UnreachableException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks what a task has to do with others. What one part of the answer lacks keeps no other back.
final class RelationsQuestion implements Feed.Question<RelationsRequest> {
  private static final int MOST_CHILDREN = 20;
  private static final int MOST = 50;
  private static final int NOT_FOUND = 404;
  private static final int NOT_SUPPORTED = 501;

  private final Watched watched;

  RelationsQuestion(Watched watched) {
    this.watched = watched;
  }

  /// The answer when there is none at all.
  static ConsoleNews.OfTarget nothing(Watched.Look look, RelationsRequest wanted, ConsoleClientException reason) {
    return new ConsoleNews.Relations(look.targetId(), wanted,
        new TaskRelations(null, null, null, null, List.of(), List.of(), ConsoleLink.sentence(reason)));
  }

  @Override
  public ConsoleNews.OfTarget ask(Watched.Look look, RelationsRequest wanted) {
    return new ConsoleNews.Relations(look.targetId(), wanted,
        new Answers(watched.reader(look), look.targetId(), wanted).all());
  }

  private static final class Answers {
    private final TargetReader reader;
    private final String target;
    private final RelationsRequest wanted;
    private String problem = "";

    private Answers(TargetReader reader, String target, RelationsRequest wanted) {
      this.reader = reader;
      this.target = target;
      this.wanted = wanted;
    }

    private TaskRelations all() {
      var id = wanted.taskId();
      var about = ListQuery.DEFAULT.with("task", id).withLimit(MOST);
      var first = ListQuery.DEFAULT.withLimit(MOST);
      var parentId = wanted.parentId();
      var parent = parentId == null ? null : part(() -> reader.task(target, parentId).task());
      var children = part(() -> reader.children(target, id,
          TaskQuery.DEFAULT.withSort("-id").withLimit(MOST_CHILDREN)));
      var wakes = can(Capability.WAKES) ? part(() -> reader.taskWakes(target, id, first)) : null;
      var operations = can(Capability.RESOURCES) ? part(() -> reader.taskOperations(target, id, first)) : null;
      var incidents = can(Capability.INCIDENTS) ? part(() -> reader.incidents(target, about)) : null;
      var diagnoses = part(() -> reader.diagnoses(target, about.with("state", "all")));
      return new TaskRelations(parent, children, wakes, operations,
          incidents == null ? List.of() : incidents.incidents(),
          diagnoses == null ? List.of() : diagnoses.diagnoses(), problem);
    }

    private boolean can(Capability capability) {
      return wanted.can().contains(capability);
    }

    // A server that is not reached at all is the whole question's affair: that is thrown on.
    private <T> @Nullable T part(Supplier<T> question) throws UnreachableException {
      try {
        return question.get();
      } catch (ProblemException e) {
        int status = e.problem().status();
        if (status != NOT_FOUND && status != NOT_SUPPORTED) {
          problem = ConsoleLink.sentence(e);
        }
        return null;
      }
    }
  }
}
