package dev.kioto.console.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompleterTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
      'na'                | 0  | name
      'sche'              | 0  | scheduled
      'idle>5s wak'       | 8  | wakes wakerCount wakerClones wakerDrops selfWakes lastWake
      'state'             | 5  | : !=
      'polls'             | 5  | > >= < <= = !=
      'state:'            | 6  | running scheduled idle completed
      'state:i'           | 6  | idle running
      'state != co'       | 9  | completed
      'warning:never'     | 8  | never-yielded
      'idle>5'            | 5  | 5s 5ms 5us 5m 5h 5ns
      'idle>'             | 5  | ''
      'conn o'            | 5  | or total polls wakerCount wakerClones wakerDrops location dropped lastPollStarted lastPollEnded not
      '(no'               | 1  | not
      'not not'           | 4  | not
      'name:"two w'       | 11 | ''
      'name~"state:'      | 5  | ''
      '"state:'           | 7  | ''
      """)
  void completion_ofWhatIsTyped_proposesWhatFits(String text, int from, String proposals) {
    var completion = TaskLanguage.TASKS.complete(text, text.length());

    assertThat(completion.proposals().stream().map(Completion.Proposal::text).collect(Collectors.joining(" ")))
        .isEqualTo(proposals);
    assertThat(completion.from()).isEqualTo(from);
  }

  @Test
  void completion_ofNothing_proposesEveryFieldButNoJoint() {
    var proposals = TaskLanguage.TASKS.complete("", 0).proposals();

    assertThat(proposals).extracting(Completion.Proposal::text).contains("name", "warning", "field.", "not")
        .doesNotContain("and", "or");
    assertThat(proposals).allSatisfy(proposal -> assertThat(proposal.about()).isNotBlank());
  }

  @Test
  void completion_afterATerm_proposesJoints() {
    assertThat(TaskLanguage.TASKS.complete("state:idle ", 11).proposals()).extracting(Completion.Proposal::text)
        .contains("and", "or", "not", "name");
  }

  @Test
  void completion_amidAFilter_looksOnlyAtWhatIsBeforeTheCursor() {
    var completion = TaskLanguage.TASKS.complete("sta:idle and polls>5", 3);

    assertThat(completion.proposals()).extracting(Completion.Proposal::text).startsWith("state");
    assertThat(completion.from()).isZero();
  }

  @Test
  void completion_ofATextsValue_namesTheFieldToLookIn() {
    assertThat(TaskLanguage.TASKS.complete("location:Ser", 12).field()).isEqualTo("location");
    assertThat(TaskLanguage.TASKS.complete("field.user:a", 12).field()).isEqualTo("field.user");
  }
}
