package dev.kioto.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.runtime.Runtime;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/// The bridges to publishers, held to the rules of the Reactive Streams by their own kit, which runs on TestNG.
@Timeout(120)
final class ReactiveStreamsTest {
  private static final long WAIT_MILLIS = 1_000; // for what is to happen; a few rules wait for all of it
  private static final long NOTHING_MILLIS = 20; // for what is not to

  @Test
  void toPublisher_keepsTheRules() {
    run(PublisherRules.class);
  }

  @Test
  void fromPublisher_keepsTheRules() {
    run(SubscriberRules.class);
  }

  private static void run(Class<?> rules) {
    var results = new TestListenerAdapter();
    var tests = new TestNG(false);
    tests.setTestClasses(new Class<?>[] {rules});
    tests.addListener(results);
    tests.setVerbose(0);
    tests.run();

    assertThat(results.getFailedTests().stream().map(test -> test.getName() + ": " + test.getThrowable())
        .collect(Collectors.joining("\n"))).isEmpty();
    assertThat(results.getConfigurationFailures()).isEmpty();
    assertThat(results.getSkippedTests()).extracting(ITestResult::getName)
        .noneMatch(name -> name.startsWith("required_"));
    assertThat(results.getPassedTests()).hasSizeGreaterThan(10);
  }

  /// Of [Stream#toPublisher].
  public static final class PublisherRules extends FlowPublisherVerification<Long> {
    private static final Runtime RUNTIME = Runtime.builder().workerThreads(2).enableAll().build();

    public PublisherRules() {
      super(new TestEnvironment(WAIT_MILLIS, NOTHING_MILLIS));
    }

    @Override
    public Flow.Publisher<Long> createFlowPublisher(long elements) {
      return Streams.<Long>iter(LongStream.range(0, elements).boxed()).toPublisher(RUNTIME.handle());
    }

    @Override
    public Flow.Publisher<Long> createFailedFlowPublisher() {
      var publisher = Streams.<Long>empty().toPublisher(RUNTIME.handle());
      Streams.fromPublisher(publisher, 1).count().await(); // it has had its subscriber
      return publisher;
    }

    @Override
    public long maxElementsFromPublisher() {
      return publisherUnableToSignalOnComplete() - 1; // some number of items, which do end
    }
  }

  /// Of [Streams#fromPublisher].
  public static final class SubscriberRules extends FlowSubscriberBlackboxVerification<Long> {
    public SubscriberRules() {
      super(new TestEnvironment(WAIT_MILLIS, NOTHING_MILLIS));
    }

    @Override
    public Flow.Subscriber<Long> createFlowSubscriber() {
      var taken = new Taken();
      var stream = Streams.fromPublisher(taken, 8);
      var reader = new Thread(() -> read(stream), "reader");
      reader.setDaemon(true);
      reader.start();
      return taken.subscriber();
    }

    private static void read(Stream<Long> stream) {
      try {
        stream.forEach(_ -> {}).await();
      } catch (RuntimeException _) {
        // What the kit has published as a failure.
      }
    }

    @Override
    public Long createElement(int element) {
      return (long) element;
    }
  }

  /// A publisher that only hands over its subscriber.
  private static final class Taken implements Flow.Publisher<Long> {
    private final java.util.concurrent.CompletableFuture<
        Flow.Subscriber<Long>> subscriber = new java.util.concurrent.CompletableFuture<>();

    @Override
    @SuppressWarnings("unchecked") // the kit sends it numbers
    public void subscribe(Flow.Subscriber<? super Long> offered) {
      subscriber.complete((Flow.Subscriber<Long>) offered);
    }

    Flow.Subscriber<Long> subscriber() {
      return subscriber.join();
    }
  }

}
