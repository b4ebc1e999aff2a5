package dev.kioto.scheduler;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Throwable;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Gives the virtual threads that ask for no scheduler to a runtime of ours, in the whole JVM: what an agent can do and the
/// public API of JDK 25 cannot.
public final class SchedulerHook {
  /*
   * In JDK 25 every virtual thread that can suspend is made by one constructor, which chooses the scheduler when it was given
   * none. It is changed from
   *
   *     VirtualThread(Executor scheduler, String name, int characteristics, Runnable task) {
   *       super(name, characteristics, false);
   *       ...
   * to
   *       super(name, characteristics, false);
   *       if (scheduler == null) {
   *         scheduler = KiotoSchedulerHook.choose(this, task);
   *         if (scheduler != null) task = (Runnable) scheduler;
   *       }
   *       ...
   *
   * so that an answer of null leaves all to the JDK. The answer runs the task: it is how it learns what that throws. The hook is a class of a few instructions that is defined beside it, in
   * java.lang, since java.base can see neither this package nor its loader; it holds the Adoption as a BiFunction:
   *
   *     static Executor choose(Thread thread, Runnable task) {
   *       try { return (Executor) chooser.apply(thread, task); } catch (Throwable e) { return null; }
   *     }
   */
  private static final String VIRTUAL_THREAD = "java/lang/VirtualThread";
  private static final ClassDesc CD_HOOK = ClassDesc.of("java.lang.KiotoSchedulerHook");
  private static final ClassDesc CD_FUNCTION = BiFunction.class.describeConstable().orElseThrow();
  private static final ClassDesc CD_RUNNABLE = Runnable.class.describeConstable().orElseThrow();
  private static final ClassDesc CD_EXECUTOR = Executor.class.describeConstable().orElseThrow();
  private static final MethodTypeDesc CHOOSE = MethodTypeDesc.ofDescriptor(
      "(Ljava/lang/Thread;Ljava/lang/Runnable;)Ljava/util/concurrent/Executor;");
  private static final MethodTypeDesc APPLY = MethodTypeDesc.of(CD_Object, CD_Object, CD_Object);
  private static final String CONSTRUCTOR = "(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)V";
  private static final int SCHEDULER = 1; // local variables of the constructor
  private static final int TASK = 4;

  private SchedulerHook() {}

  /// Opens `java.lang` to the runtime, in place of the flag on the command line. Before any other use of the runtime.
  public static void openJavaLang(Instrumentation jvm) {
    jvm.redefineModule(Object.class.getModule(), Set.of(), Map.of(),
        Map.of("java.lang", Set.of(SchedulerHook.class.getModule())), Set.of(), Map.of());
  }

  /// Gives the virtual threads to come that ask for no scheduler to `program`. Once in the life of the JVM.
  ///
  /// @throws IllegalStateException when this JVM is another than the hook was made for: nothing has changed then
  public static void install(Instrumentation jvm, Scheduler program) {
    if (!VirtualThreads.isAvailable()) {
      throw new IllegalStateException("this JVM (" + Runtime.version() + ") is not a JDK 25");
    }
    var adoption = new Adoption(program);
    VirtualThreads.defineHook(hook(), "chooser", BiFunction.class, adoption);
    var transformer = new Transformer();
    jvm.addTransformer(transformer, true); // for good: another agent's change would undo this one otherwise
    try {
      jvm.retransformClasses(Class.forName("java.lang.VirtualThread"));
    } catch (ClassNotFoundException | UnmodifiableClassException | LinkageError | UnsupportedOperationException e) {
      transformer.failed(e);
    }
    var _ = Thread.ofVirtual().unstarted(() -> {});
    if (!adoption.wasAsked()) {
      jvm.removeTransformer(transformer);
      throw new IllegalStateException(
          "java.lang.VirtualThread of this JVM (" + Runtime.version() + ") could not be changed", transformer.failure);
    }
    VirtualThreads.startPollers(); // by this platform thread: they belong to the program, not to who first needs them
  }

  private static byte[] hook() {
    return ClassFile.of().build(CD_HOOK, hook -> hook
        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
        .withField("chooser", CD_FUNCTION, ClassFile.ACC_STATIC)
        .withMethodBody("choose", CHOOSE, ClassFile.ACC_STATIC, code -> code.trying(
            body -> body.getstatic(CD_HOOK, "chooser", CD_FUNCTION).aload(0).aload(1)
                .invokeinterface(CD_FUNCTION, "apply", APPLY).checkcast(CD_EXECUTOR).areturn(),
            failure -> failure.catching(CD_Throwable, handler -> handler.pop().aconst_null().areturn()))));
  }

  private static final class Transformer implements ClassFileTransformer {
    // Written and read by the thread that installs the hook; a later transformation may write again, which nobody reads.
    private @Nullable Throwable failure;

    void failed(Throwable e) {
      failure = e;
    }

    @Override
    public byte @Nullable [] transform(Module module, @Nullable ClassLoader loader, @Nullable String name,
        @Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] bytes) {
      if (loader != null || redefined == null || !VIRTUAL_THREAD.equals(name)) {
        return null;
      }
      try {
        return withHook(bytes);
      } catch (Throwable e) { // the original stays
        failed(e);
        return null;
      }
    }
  }

  private static byte[] withHook(byte[] original) {
    var file = ClassFile.of();
    var model = file.parse(original);
    var parent = model.superclass().orElseThrow();
    return file.transformClass(model, ClassTransform.transformingMethodBodies(
        method -> method.methodName().equalsString("<init>") && method.methodType().equalsString(CONSTRUCTOR),
        (code, element) -> {
          code.with(element);
          if (element instanceof InvokeInstruction call && call.opcode() == Opcode.INVOKESPECIAL
              && call.name().equalsString("<init>") && call.owner().equals(parent)) {
            choose(code);
          }
        }));
  }

  private static void choose(CodeBuilder code) {
    code.aload(SCHEDULER).ifThen(Opcode.IFNULL, none -> none.aload(0).aload(TASK)
        .invokestatic(CD_HOOK, "choose", CHOOSE).dup().astore(SCHEDULER)
        .ifThen(Opcode.IFNONNULL, chosen -> chosen.aload(SCHEDULER).checkcast(CD_RUNNABLE).astore(TASK)));
  }
}
