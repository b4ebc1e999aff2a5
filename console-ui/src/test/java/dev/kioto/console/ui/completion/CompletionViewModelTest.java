package dev.kioto.console.ui.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.FilterCompletion;
import dev.kioto.console.api.FilterProposal;
import dev.kioto.console.api.FilterProposal.Kind;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.completion.CompletionViewModel.Edit;
import dev.kioto.console.ui.link.CompletionRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class CompletionViewModelTest {
  private final RecordedCommands commands = new RecordedCommands();
  private final CompletionViewModel model = new CompletionViewModel(commands, "tasks");

  @Test
  void typed_text_isAskedForAtTheCursor() {
    model.typed("idle>5s st", 10);

    assertThat(commands.said()).containsExactly("complete tasks 'idle>5s st' at 10");
    assertThat(model.isOpen()).isFalse();
  }

  @Test
  void typed_nothing_closes() {
    answer("s", 0, Kind.FIELD, "state");

    model.typed(" ", 1);

    assertThat(model.isOpen()).isFalse();
  }

  @Test
  void show_answerToAnOlderQuestion_isLetGo() {
    model.typed("st", 2);
    model.typed("i", 1);

    model.show(new CompletionRequest("tasks", "st", 2), completion(0, Kind.FIELD, "state"));

    assertThat(model.isOpen()).isFalse();
  }

  @Test
  void show_onlyWhatStandsThereAlready_isNotProposed() {
    answer("state:idle", 6, Kind.VALUE, "idle");

    assertThat(model.isOpen()).isFalse();
  }

  @Test
  void typed_on_narrowsWhatIsThereUntilTheAnswer() {
    answer("s", 0, Kind.FIELD, "state", "scheduled", "selfWakes");

    model.typed("sch", 3);

    assertThat(texts()).containsExactly("scheduled");
  }

  @Test
  void typed_elsewhere_proposesNothingUntilTheAnswer() {
    answer("idle>5s st", 8, Kind.FIELD, "state");

    model.typed("x", 1);

    assertThat(model.isOpen()).isFalse();
  }

  @Test
  void move_beyondTheEnds_goesRound() {
    answer("s", 0, Kind.FIELD, "state", "scheduled", "selfWakes");

    model.move(-1);
    assertThat(model.chosen().get()).isEqualTo(2);
    model.move(1);
    assertThat(model.chosen().get()).isZero();
  }

  @Test
  void accept_inTheMiddle_keepsWhatStandsBehind() {
    answer("name:x st idle>5s", 9, 7, Kind.FIELD, "state");

    assertThat(model.accept()).isEqualTo(new Edit("name:x state idle>5s", 12));
  }

  @Test
  void accept_field_asksOn() {
    answer("st", 0, Kind.FIELD, "state");

    model.accept();

    assertThat(commands.said()).endsWith("complete tasks 'state' at 5");
  }

  @Test
  void accept_value_asksNoMore() {
    answer("state:i", 6, Kind.VALUE, "idle");
    int asked = commands.said().size();

    assertThat(model.accept()).isEqualTo(new Edit("state:idle", 10));
    assertThat(commands.said()).hasSize(asked);
    assertThat(model.isOpen()).isFalse();
  }

  @Test
  void accept_word_hasABlankBehind() {
    answer("state:idle o", 11, Kind.KEYWORD, "or");

    assertThat(model.accept()).isEqualTo(new Edit("state:idle or ", 14));
  }

  @Test
  void accept_chosen_isNotTheFirst() {
    answer("s", 0, Kind.FIELD, "state", "scheduled");
    model.move(1);
    model.move(1);

    assertThat(model.accept()).isEqualTo(new Edit("scheduled", 9));
  }

  @Test
  void accept_afterClose_isNothing() {
    answer("s", 0, Kind.FIELD, "state");
    model.close();

    assertThat(model.accept()).isNull();
  }

  @Test
  void show_afterClose_staysClosed() {
    model.typed("s", 1);
    model.close();

    model.show(new CompletionRequest("tasks", "s", 1), completion(0, Kind.FIELD, "state"));

    assertThat(model.isOpen()).isFalse();
  }

  private void answer(String text, int from, Kind kind, String... proposals) {
    answer(text, text.length(), from, kind, proposals);
  }

  private void answer(String text, int at, int from, Kind kind, String... proposals) {
    model.typed(text, at);
    model.show(new CompletionRequest("tasks", text, at), completion(from, kind, proposals));
  }

  private static FilterCompletion completion(int from, Kind kind, String... proposals) {
    return new FilterCompletion(from, Stream.of(proposals).map(text -> new FilterProposal(text, kind, "")).toList());
  }

  private List<String> texts() {
    return model.proposals().get().stream().map(FilterProposal::text).toList();
  }
}
