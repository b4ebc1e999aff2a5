package dev.kioto.scheduler;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Writes the class by which the JDK knows a runtime's direct tasks: a `jdk.internal.vm.ThreadContainer`, as each executor of
/// virtual threads has one. A thread dump lists the tasks under the runtime's name, and the JDK need not keep each of them
/// in a set of its own, as it does with threads that belong to no container.
///
/// Written at run time, because no compiler lets a class of ours extend one that the JDK does not export:
///
/// ```java
/// final class RuntimeContainer extends ThreadContainer {
///   RuntimeContainer(String name, Supplier threads) { super(true); ... } // shared: it belongs to no thread
///   public String name() { return name; }
///   public Stream threads() { return (Stream) threads.get(); }
/// }
/// ```
final class TaskContainer {
  static final String PARENT_PACKAGE = "jdk.internal.vm";
  static final String PARENT = PARENT_PACKAGE + ".ThreadContainer";
  private static final ClassDesc PARENT_DESC = ClassDesc.of(PARENT);
  private static final ClassDesc SUPPLIER = Supplier.class.describeConstable().orElseThrow();
  private static final ClassDesc STREAM = Stream.class.describeConstable().orElseThrow();
  private static final ClassDesc SELF = ClassDesc.of(TaskContainer.class.getPackageName(), "RuntimeContainer");

  private TaskContainer() {}

  static byte[] write() {
    return ClassFile.of().build(SELF, type -> {
      type.withFlags(ACC_FINAL).withSuperclass(PARENT_DESC);
      type.withField("name", CD_String, ACC_PRIVATE | ACC_FINAL);
      type.withField("threads", SUPPLIER, ACC_PRIVATE | ACC_FINAL);
      constructor(type);
      type.withMethodBody("name", MethodTypeDesc.of(CD_String), ClassFile.ACC_PUBLIC,
          code -> code.aload(0).getfield(SELF, "name", CD_String).areturn());
      type.withMethodBody("threads", MethodTypeDesc.of(STREAM), ClassFile.ACC_PUBLIC,
          code -> code.aload(0).getfield(SELF, "threads", SUPPLIER)
              .invokeinterface(SUPPLIER, "get", MethodTypeDesc.of(ClassDesc.of("java.lang.Object")))
              .checkcast(STREAM).areturn());
    });
  }

  private static void constructor(ClassBuilder type) {
    type.withMethodBody(INIT_NAME, MethodTypeDesc.of(CD_void, CD_String, SUPPLIER), 0,
        code -> code.aload(0).iconst_1().invokespecial(PARENT_DESC, INIT_NAME, MethodTypeDesc.of(CD_void, CD_boolean))
            .aload(0).aload(1).putfield(SELF, "name", CD_String)
            .aload(0).aload(2).putfield(SELF, "threads", SUPPLIER).return_());
  }
}
