package dev.kioto.console.ui.resources;

import static dev.kioto.console.ui.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.Resource;
import dev.kioto.console.api.ResourcePage;
import dev.kioto.console.api.TaskRef;
import dev.kioto.console.ui.RecordedCommands;
import dev.kioto.console.ui.link.ResourceRequest;
import dev.kioto.console.ui.resources.ResourcesViewModel.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResourcesViewModelTest {
  private static final ResourceRequest FIRST = new ResourceRequest("", "live", "-waiters");

  private final RecordedCommands commands = new RecordedCommands();
  private final ResourcesViewModel model = new ResourcesViewModel(commands);

  private static Resource resource(String id, int waiters) {
    return new Resource(id, "Mutex", "sync", "1", null, false, "Main.java:1", NOW, null, List.of(), true,
        List.of(new TaskRef("4", ""), new TaskRef("5", "x")), 12, List.of(), waiters, 1, 10, 2, 3_000, 2_000);
  }

  private static ResourcePage page(Resource... all) {
    return new ResourcePage(List.of(all), 9, all.length, 0, null, NOW);
  }

  @Test
  void requests_areMadeOnlyWhileSomebodyLooks() {
    model.list().order().by(ResourceColumn.WAIT);
    assertThat(commands.said()).isEmpty();

    model.list().setLookedAt(true);
    model.list().order().by(ResourceColumn.WAIT);
    model.list().order().by(ResourceColumn.TYPE);
    model.part().set(Part.HELD);
    model.filter(" x ");
    model.filter("x");

    assertThat(commands.said()).containsExactly("resources  live by -wait", "resources  live by wait",
        "resources  held by wait", "resources x held by wait");
  }

  @Test
  void show_anAnswerToAnOlderQuestion_isLetGo() {
    model.list().setLookedAt(true);
    model.part().set(Part.WAITED);
    model.show(FIRST, page(resource("1", 0)));
    model.refused(FIRST, "odd");

    assertThat(model.list().rows()).isEmpty();
    assertThat(model.list().answered().get()).isFalse();
    assertThat(model.list().problem().get()).isEmpty();
  }

  @Test
  void chosen_isFollowedByItsId() {
    model.show(FIRST, page(resource("1", 3), resource("2", 0)));
    model.list().move(1);
    model.list().move(1);
    model.show(FIRST, page(resource("2", 7), resource("1", 3)));

    assertThat(model.list().chosen().get()).isEqualTo(resource("2", 7));
    assertThat(model.list().place().get()).isZero();
    assertThat(model.total().get()).isEqualTo(9);
    model.reset(true);
    assertThat(model.list().chosen().get()).isNull();
  }

  @Test
  void columns_writeWhatIsKnown() {
    var resource = resource("1", 3);

    assertThat(ResourceColumn.OWNERS.text(resource)).isEqualTo("task #4 +11");
    assertThat(ResourceColumn.WAITERS.text(resource)).isEqualTo("4");
    assertThat(ResourceColumn.WAIT.text(resource)).isEqualTo("3.00 µs");
    assertThat(ResourceColumn.STATE.text(resource)).isEmpty();
  }
}
