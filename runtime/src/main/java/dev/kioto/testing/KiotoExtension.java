package dev.kioto.testing;

import dev.kioto.runtime.Handle;
import dev.kioto.runtime.Runtime;
import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs each test on a runtime of its own. Brought along by [KiotoTest] and [KiotoRuntime], which are what a test names.
public final class KiotoExtension
    implements
    BeforeEachCallback,
    AfterEachCallback,
    ParameterResolver,
    InvocationInterceptor {
  private static final Namespace NAMESPACE = Namespace.create(KiotoExtension.class);

  /// For JUnit.
  public KiotoExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(NAMESPACE).put(TestRun.class, new TestRun(context.getDisplayName(), TestSettings.of(context)));
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    var run = context.getStore(NAMESPACE).remove(TestRun.class, TestRun.class);
    if (run != null) {
      run.end(dump -> context.publishReportEntry("kioto.leftover-tasks", dump));
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return (type == Runtime.class || type == Handle.class) && find(context) != null;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var runtime = Objects.requireNonNull(find(context)).runtime();
    return parameter.getParameter().getType() == Runtime.class ? runtime : runtime.handle();
  }

  @Override
  public void interceptTestMethod(Invocation<Void> invocation, ReflectiveInvocationContext<Method> method,
      ExtensionContext context) throws Throwable {
    run(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method, ExtensionContext context) throws Throwable {
    run(invocation, context);
  }

  private static void run(Invocation<Void> invocation, ExtensionContext context) throws Throwable {
    Objects.requireNonNull(find(context)).run(invocation::proceed);
  }

  // Null outside a test, where a constructor or a method before all tests asks.
  private static @Nullable TestRun find(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(TestRun.class, TestRun.class);
  }
}
