package dev.kioto.instrument.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kioto.proto.console.v1.CancelTaskRequest;
import dev.kioto.proto.console.v1.CancelTaskResponse;
import dev.kioto.proto.console.v1.ConsoleGrpc;
import dev.kioto.proto.console.v1.ControlGrpc;
import dev.kioto.proto.console.v1.DescribeRequest;
import dev.kioto.proto.console.v1.Description;
import dev.kioto.proto.console.v1.Description.Capability;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table of [Rights], each cell by a call.
@Timeout(30)
final class RightsTest {
  private static final String READ = "a-token-that-reads";
  private static final String ACT = "a-token-that-acts";

  private @Nullable Server server;
  private @Nullable ManagedChannel channel;

  @AfterEach
  void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (server != null) {
      server.shutdownNow();
    }
  }

  /// What a caller with this header may do: `refused`, `reads` or `acts`; the two services must agree.
  private String ask(Rights rights, Way way, @Nullable String authorization) {
    var connected = connect(rights, way);
    var headers = new Metadata();
    if (authorization != null) {
      headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
    }
    var with = MetadataUtils.newAttachHeadersInterceptor(headers);
    Description description;
    try {
      description = ConsoleGrpc.newBlockingStub(connected).withInterceptors(with)
          .withDeadlineAfter(10, TimeUnit.SECONDS).describe(DescribeRequest.getDefaultInstance());
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(e).hasMessageContaining("'authorization: Bearer TOKEN'");
      return "refused";
    }
    try {
      var control = ControlGrpc.newBlockingStub(connected).withInterceptors(with)
          .withDeadlineAfter(10, TimeUnit.SECONDS);
      var _ = control.cancelTask(CancelTaskRequest.getDefaultInstance());
      assertThat(description.getCapabilitiesList()).containsExactly(Capability.CONTROL);
      return "acts";
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
      assertThat(e).hasMessageContaining("act token").hasMessageContaining("kioto.console.acting=true");
      assertThat(description.getCapabilitiesList()).isEmpty();
      return "reads";
    }
  }

  private ManagedChannel connect(Rights rights, Way way) {
    String name = InProcessServerBuilder.generateName();
    try {
      server = InProcessServerBuilder.forName(name).intercept(rights.over(way))
          .addService(new Teller()).addService(new Doer()).build().start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    var opened = InProcessChannelBuilder.forName(name).build();
    channel = opened;
    return opened;
  }

  @ParameterizedTest
  @CsvSource({
      // shown, port, Unix socket, dialled
      "act,  acts,    acts,    acts",
      "read, reads,   acts,    reads",
      "none, refused, acts,    reads",
      "odd,  refused, refused, refused"})
  void bothTokens_ownUserActs(String shown, String port, String unix, String dialled) {
    var rights = Rights.of(READ, ACT, Acting.OWN_USER);

    check(rights, shown, port, unix, dialled);
  }

  @ParameterizedTest
  @CsvSource({
      "none, reads, acts, reads",
      "odd,  reads, acts, reads"})
  void noToken_everybodyReadsAndOwnUserActs(String shown, String port, String unix, String dialled) {
    check(Rights.of(null, null, Acting.OWN_USER), shown, port, unix, dialled);
  }

  @ParameterizedTest
  @CsvSource({
      "none, acts, acts, acts",
      "read, acts, acts, acts"})
  void actingForReaders_readersAct(String shown, String port, String unix, String dialled) {
    check(Rights.of(null, null, Acting.READERS), shown, port, unix, dialled);
  }

  @ParameterizedTest
  @CsvSource({
      "none, refused, acts, acts",
      "read, acts,    acts, acts"})
  void readTokenAndActingForReaders_onlyReadersAct(String shown, String port, String unix, String dialled) {
    check(Rights.of(READ, null, Acting.READERS), shown, port, unix, dialled);
  }

  @ParameterizedTest
  @CsvSource({
      "none, reads,   reads,   reads",
      "act,  acts,    acts,    acts",
      "odd,  refused, refused, refused"})
  void actTokenAlone_actingForNobodyElse(String shown, String port, String unix, String dialled) {
    check(Rights.of(null, ACT, Acting.NOBODY), shown, port, unix, dialled);
  }

  private void check(Rights rights, String shown, String port, String unix, String dialled) {
    String authorization = switch (shown) {
      case "act" -> "Bearer " + ACT;
      case "read" -> "bearer " + READ;
      case "odd" -> "Bearer an-odd-one-of-nobody";
      default -> null;
    };
    assertThat(ask(rights, Way.TCP, authorization)).as("port").isEqualTo(port);
    close();
    assertThat(ask(rights, Way.UNIX, authorization)).as("Unix socket").isEqualTo(unix);
    close();
    assertThat(ask(rights, Way.DIALLED, authorization)).as("dialled").isEqualTo(dialled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Basic " + READ, READ, "Bearer " + READ + "x", "Bearer a-token-that-read"})
  void header_thatIsNotTheToken_isRefused(String authorization) {
    assertThat(ask(Rights.of(READ, ACT, Acting.OWN_USER), Way.TCP, authorization)).isEqualTo("refused");
  }

  @Test
  void mayAct_outsideACall_isFalse() {
    assertThat(Rights.mayAct()).isFalse();
  }

  @Test
  void options_thatContradictEachOther_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Rights.of(READ, READ, Acting.OWN_USER))
        .withMessageContaining("the same").withMessageNotContaining(READ);
    assertThatIllegalArgumentException().isThrownBy(() -> Rights.of(READ, ACT, Acting.READERS))
        .withMessageContaining("protects nothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "", "with a blank in the middle", "beyond-ascii-\u00e9\u00e9\u00e9\u00e9",
      "a-line-that-ends\n"})
  void token_thatIsNone_isRefusedWithoutBeingShown(String token) {
    assertThatThrownBy(() -> Rights.checkToken("the read token", token))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the read token")
        .satisfies(e -> assertThat(token.isEmpty() || !e.toString().contains(token)).isTrue());
  }

  private static final class Teller extends ConsoleGrpc.ConsoleImplBase {
    @Override
    public void describe(DescribeRequest request, StreamObserver<Description> observer) {
      var description = Description.newBuilder();
      if (Rights.mayAct()) {
        description.addCapabilities(Capability.CONTROL);
      }
      observer.onNext(description.build());
      observer.onCompleted();
    }
  }

  private static final class Doer extends ControlGrpc.ControlImplBase {
    @Override
    public void cancelTask(CancelTaskRequest request, StreamObserver<CancelTaskResponse> observer) {
      observer.onNext(CancelTaskResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
