package dev.kioto.instrument.endpoint;

import dev.kioto.instrument.aggregate.Aggregator;
import dev.kioto.proto.tokio.instrument.InstrumentGrpc;
import dev.kioto.proto.tokio.instrument.InstrumentRequest;
import dev.kioto.proto.tokio.instrument.PauseRequest;
import dev.kioto.proto.tokio.instrument.PauseResponse;
import dev.kioto.proto.tokio.instrument.ResumeRequest;
import dev.kioto.proto.tokio.instrument.ResumeResponse;
import dev.kioto.proto.tokio.instrument.State;
import dev.kioto.proto.tokio.instrument.StateRequest;
import dev.kioto.proto.tokio.instrument.TaskDetailsRequest;
import dev.kioto.proto.tokio.instrument.Update;
import dev.kioto.proto.tokio.tasks.TaskDetails;
import io.grpc.stub.StreamObserver;

/// The tokio-console protocol. Calls come on the server's threads and leave the work to the publisher.
final class InstrumentService extends InstrumentGrpc.InstrumentImplBase {
  private final Aggregator aggregator;
  private final Publisher publisher;
  private final WireClock clock;
  private final WireHistogram histograms = new WireHistogram();

  InstrumentService(Aggregator aggregator, Publisher publisher, WireClock clock) {
    this.aggregator = aggregator;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Override
  public void watchUpdates(InstrumentRequest request, StreamObserver<Update> observer) {
    var subscription = aggregator.subscribe();
    if (subscription == null) {
      observer.onError(Calls.tooManyClients());
      return;
    }
    new UpdatesFeed(observer, publisher, subscription, clock).open();
  }

  @Override
  public void watchTaskDetails(TaskDetailsRequest request, StreamObserver<TaskDetails> observer) {
    long id = request.getId().getId();
    if (id == 0) {
      observer.onError(Calls.zeroTaskId());
    } else if (aggregator.find(id) == null) {
      observer.onError(Calls.unknownTask(id));
    } else {
      new DetailsFeed(observer, publisher, id, aggregator, clock, histograms).open();
    }
  }

  @Override
  public void watchState(StateRequest request, StreamObserver<State> observer) {
    new StateFeed(observer, publisher).open();
  }

  @Override
  public void pause(PauseRequest request, StreamObserver<PauseResponse> observer) {
    setPaused(true, observer, PauseResponse.getDefaultInstance());
  }

  @Override
  public void resume(ResumeRequest request, StreamObserver<ResumeResponse> observer) {
    setPaused(false, observer, ResumeResponse.getDefaultInstance());
  }

  private <A> void setPaused(boolean paused, StreamObserver<A> observer, A answer) {
    var connection = Connection.current();
    publisher.run(() -> {
      publisher.setPaused(connection, paused);
      observer.onNext(answer);
      observer.onCompleted();
    });
  }
}
