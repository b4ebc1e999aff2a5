package dev.kioto.console.ui.completion;

import dev.kioto.console.api.FilterCompletion;
import dev.kioto.console.api.FilterProposal;
import dev.kioto.console.ui.link.CompletionRequest;
import dev.kioto.console.ui.link.ConsoleCommands;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// What the server proposes for the place where a filter is being typed, and which of it is chosen. UI thread only.
///
/// What is typed before the next answer is there narrows the proposals that are.
public final class CompletionViewModel {
  /// What the line becomes.
  ///
  /// @param caret where the cursor stands then, in characters from 0
  public record Edit(String text, int caret) {}

  private final ConsoleCommands commands;
  private final String of;
  private final ReadOnlyObjectWrapper<List<FilterProposal>> proposals = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyIntegerWrapper chosen = new ReadOnlyIntegerWrapper(-1);
  // What was asked last; null when nothing is to be proposed.
  private @Nullable CompletionRequest asked;
  private int from;

  /// @param of what is filtered: `tasks`, `resources`
  public CompletionViewModel(ConsoleCommands commands, String of) {
    this.commands = commands;
    this.of = of;
  }

  /// What could stand here, the likeliest first; empty when there is nothing to propose.
  public ReadOnlyObjectProperty<List<FilterProposal>> proposals() {
    return proposals.getReadOnlyProperty();
  }

  /// The place of the chosen proposal; -1 as long as none was chosen.
  public ReadOnlyIntegerProperty chosen() {
    return chosen.getReadOnlyProperty();
  }

  /// Where the text begins that a proposal replaces, in characters from 0.
  public int from() {
    return from;
  }

  /// Whether anything is proposed.
  public boolean isOpen() {
    return !proposals.get().isEmpty();
  }

  /// Learns what the line has become by typing; an empty one asks for nothing.
  ///
  /// @param at where the cursor stands, in characters from 0
  public void typed(String text, int at) {
    if (text.isBlank()) {
      close();
      return;
    }
    narrow(text, at);
    ask(text, at);
  }

  /// Asks what could stand at a place.
  public void ask(String text, int at) {
    asked = new CompletionRequest(of, text, at);
    commands.complete(asked);
  }

  /// Takes the server's answer; one to an older question is let go.
  public void show(CompletionRequest request, FilterCompletion completion) {
    if (!request.equals(asked)) {
      return;
    }
    from = Math.clamp(completion.from(), 0, request.at());
    var typed = request.text().substring(from, request.at());
    offer(completion.proposals().stream().filter(proposal -> !proposal.text().equalsIgnoreCase(typed)).toList());
  }

  private void narrow(String text, int at) {
    var before = asked;
    boolean sameStart = before != null && at >= from && before.text().length() >= from
        && text.startsWith(before.text().substring(0, from));
    if (!sameStart) {
      offer(List.of());
      return;
    }
    var typed = text.substring(from, at).toLowerCase(Locale.ROOT);
    offer(proposals.get().stream().filter(proposal -> {
      var word = proposal.text().toLowerCase(Locale.ROOT);
      return word.contains(typed) && !word.equals(typed);
    }).toList());
  }

  private void offer(List<FilterProposal> now) {
    chosen.set(-1);
    proposals.set(now);
  }

  /// Chooses the proposal that many places further down, or up when negative; from the last on to the first.
  public void move(int places) {
    int count = proposals.get().size();
    if (count > 0) {
      int start = chosen.get() < 0 && places < 0 ? 0 : chosen.get();
      chosen.set(Math.floorMod(start + places, count));
    }
  }

  /// The line with the chosen proposal in it, or with the first when none was chosen; null when nothing is proposed.
  public @Nullable Edit accept() {
    return accept(Math.max(0, chosen.get()));
  }

  /// The line with a proposal in it; null when there is none at that place. A field, an operator or a word like `and` leads on to the next
  /// question.
  public @Nullable Edit accept(int place) {
    var request = asked;
    if (request == null || place >= proposals.get().size()) {
      return null;
    }
    var proposal = proposals.get().get(place);
    var word = proposal.kind() == FilterProposal.Kind.KEYWORD ? proposal.text() + ' ' : proposal.text();
    var edit = new Edit(request.text().substring(0, from) + word + request.text().substring(request.at()),
        from + word.length());
    close();
    if (proposal.kind() != FilterProposal.Kind.VALUE) {
      ask(edit.text(), edit.caret());
    }
    return edit;
  }

  /// Proposes nothing until more is typed.
  public void close() {
    asked = null;
    commands.complete(null);
    offer(List.of());
  }
}
