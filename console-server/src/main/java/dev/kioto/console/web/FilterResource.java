package dev.kioto.console.web;

import dev.kioto.console.api.FilterCompletion;
import dev.kioto.console.api.FilterProposal;
import dev.kioto.console.collector.Collector;
import dev.kioto.console.filter.Completion;
import dev.kioto.console.filter.FilterLanguage;
import dev.kioto.console.filter.SortSyntaxException;
import dev.kioto.console.filter.TaskLanguage;
import dev.kioto.console.filter.WaitLanguages;
import dev.kioto.console.model.RowFilter;
import dev.kioto.console.model.TaskGroup;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Helps people to write filters.
final class FilterResource {

  private static final String TASKS = "tasks";
  private static final Map<String, FilterLanguage<?>> LANGUAGES = Map.of(TASKS, TaskLanguage.TASKS, "groups",
      TaskLanguage.GROUPS, "resources", WaitLanguages.RESOURCES, "operations", WaitLanguages.OPERATIONS);

  private static final int MOST_VALUES = 20;

  private final Collector collector;
  private final Listings listings;

  FilterResource(Collector collector, Listings listings) {
    this.collector = collector;
    this.listings = listings;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/filter/complete", "Proposes how a filter that is being typed could go on.")
            .with(Parameter.query("text", "string", "The filter as far as it is typed", ""),
                new Parameter("at", "query", "integer", "Where the cursor stands, in characters from 0; else the end",
                    null),
                Parameter.query("of", "string", "What is filtered: " + known(), TASKS),
                Parameter.query("target", "string", "The target among whose tasks to look for values; else none are",
                    ""))
            .answering(200, "The proposals, the likeliest first", FilterCompletion.class)
            .refusing(400, 404, 503)
            .handledBy(this::complete));
  }

  private void complete(Context request) {
    var of = Parameters.text(request, "of", TASKS);
    var language = LANGUAGES.get(of);
    if (language == null) throw Refusal.parameter("'" + Parameters.cut(of) + "' cannot be filtered: write " + known());
    var text = Parameters.text(request, "text", "");
    int at = Parameters.integer(request, "at", text.length(), 0, text.length());
    var completion = language.complete(text, at);
    var proposals = completion.proposals().stream().map(FilterResource::proposal).toList();
    var id = Parameters.text(request, "target", "");
    if (!id.isEmpty() && !completion.field().isEmpty() && of.equals(TASKS)) {
      proposals = values(id, completion.field(), text.substring(completion.from(), at));
    }
    Replies.json(request, new FilterCompletion(completion.from(), proposals));
  }

  /// The values that most tasks have, of those that go on as what is typed.
  private List<FilterProposal> values(String id, String field, String typed) {
    var target = collector.target(id);
    if (target == null) throw Refusal.unknownTarget(id);
    var begun = (typed.startsWith("\"") ? typed.substring(1) : typed).toLowerCase(Locale.ROOT);
    try {
      var key = TaskLanguage.TASKS.group(field);
      var groups = listings.run(() -> target.model().group(RowFilter.all(), key)).groups();
      return groups.stream().filter(group -> group.key().toLowerCase(Locale.ROOT).contains(begun))
          .sorted(Comparator.comparingInt((TaskGroup group) -> -group.tasks()).thenComparing(TaskGroup::key))
          .limit(MOST_VALUES)
          .map(group -> new FilterProposal(FilterLanguage.quoted(group.key()), FilterProposal.Kind.VALUE,
              group.tasks() == 1 ? "1 task" : group.tasks() + " tasks"))
          .toList();
    } catch (SortSyntaxException e) {
      throw Refusal.sort(e);
    }
  }

  private static FilterProposal proposal(Completion.Proposal proposal) {
    var kind = switch (proposal.kind()) {
      case FIELD -> FilterProposal.Kind.FIELD;
      case OPERATOR -> FilterProposal.Kind.OPERATOR;
      case VALUE -> FilterProposal.Kind.VALUE;
      case KEYWORD -> FilterProposal.Kind.KEYWORD;
    };
    return new FilterProposal(proposal.text(), kind, proposal.about());
  }

  private static String known() {
    return String.join(", ", LANGUAGES.keySet().stream().sorted().toList());
  }
}
