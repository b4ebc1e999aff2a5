package dev.kioto.console.ui.fake;

import dev.kioto.console.api.FilterCompletion;
import dev.kioto.console.api.FilterProposal;
import dev.kioto.console.filter.FilterLanguage;
import dev.kioto.console.filter.TaskLanguage;
import dev.kioto.console.filter.WaitLanguages;
import java.util.List;

/// Proposes as the server does; the values of texts are invented.
final class FakeCompletion {
  private FakeCompletion() {}

  static FilterCompletion of(String what, String text, int at) {
    FilterLanguage<?> language = what.equals("resources") ? WaitLanguages.RESOURCES : TaskLanguage.TASKS;
    var found = language.complete(text, at);
    if (found.field().equals("name")) {
      return new FilterCompletion(found.from(),
          List.of(new FilterProposal("checkout.request", FilterProposal.Kind.VALUE, "1,204 tasks"),
              new FilterProposal("cart.lock", FilterProposal.Kind.VALUE, "20 tasks")));
    }
    return new FilterCompletion(found.from(), found.proposals().stream().map(
        one -> new FilterProposal(one.text(), FilterProposal.Kind.valueOf(one.kind().name()), one.about())).toList());
  }
}
