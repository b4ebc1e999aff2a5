package dev.kioto.console.web;

import dev.kioto.console.api.FilterCompletion;
import dev.kioto.console.api.FilterProposal;
import dev.kioto.console.filter.Completion;
import dev.kioto.console.filter.FilterLanguage;
import dev.kioto.console.filter.TaskLanguage;
import dev.kioto.console.web.Route.Parameter;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/// Helps people to write filters.
final class FilterResource {

  private static final String TASKS = "tasks";
  private static final Map<String, FilterLanguage<?>> LANGUAGES = Map.of(TASKS, TaskLanguage.TASKS);

  private FilterResource() {}

  static List<Route> routes() {
    return List.of(
        Route.get("/api/v1/filter/complete", "Proposes how a filter that is being typed could go on.")
            .with(Parameter.query("text", "string", "The filter as far as it is typed", ""),
                new Parameter("at", "query", "integer", "Where the cursor stands, in characters from 0; else the end",
                    null),
                Parameter.query("of", "string", "What is filtered: " + known(), TASKS))
            .answering(200, "The proposals, the likeliest first", FilterCompletion.class)
            .refusing(400)
            .handledBy(FilterResource::complete));
  }

  private static void complete(Context request) {
    var of = Parameters.text(request, "of", TASKS);
    var language = LANGUAGES.get(of);
    if (language == null) throw Refusal.parameter("'" + Parameters.cut(of) + "' cannot be filtered: write " + known());
    var text = Parameters.text(request, "text", "");
    int at = Parameters.integer(request, "at", text.length(), 0, text.length());
    var completion = language.complete(text, at);
    Replies.json(request, new FilterCompletion(completion.from(),
        completion.proposals().stream().map(FilterResource::proposal).toList()));
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
