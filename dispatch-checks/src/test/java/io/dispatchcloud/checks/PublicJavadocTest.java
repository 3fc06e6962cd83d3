package io.dispatchcloud.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Looks for public API without Javadoc. The compiler's own check asks for comments on the compact
 * constructors of records, which would only repeat the record's.
 */
@DisplayName("Public types and members")
class PublicJavadocTest {
  @Test
  @DisplayName("say what they are, what they take and what they return")
  void areDocumented() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> missing = new ArrayList<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("--release", "17"),
                  null,
                  files.getJavaFileObjectsFromPaths(Sources.java("main")));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Scan(docs, unit, missing).scan(unit, null);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static final class Scan extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final CompilationUnitTree unit;
    private final List<String> missing;

    Scan(DocTrees docs, CompilationUnitTree unit, List<String> missing) {
      this.docs = docs;
      this.unit = unit;
      this.missing = missing;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      boolean inInterface = isInterface(getCurrentPath().getParentPath().getLeaf());
      if (isPublic(type.getModifiers()) || inInterface) {
        require(type.getSimpleName().toString(), comment() != null, "a comment");
        return super.visitClass(type, null);
      }
      // What is in a hidden type is hidden.
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      Tree owner = getCurrentPath().getParentPath().getLeaf();
      boolean visible = isPublic(method.getModifiers()) || isInterface(owner);
      boolean hidden = method.getModifiers().getFlags().contains(Modifier.PRIVATE);
      if (visible && !hidden && !isOverride(method.getModifiers()) && !isCanonical(method, owner)) {
        check(method);
      }
      return null;
    }

    private void check(MethodTree method) {
      String name = method.getName() + "()";
      DocCommentTree comment = comment();
      require(name, comment != null, "a comment");
      if (comment == null) {
        return;
      }
      Set<String> documented =
          comment.getBlockTags().stream()
              .filter(tag -> tag.getKind() == DocTree.Kind.PARAM)
              .map(tag -> ((ParamTree) tag).getName().getName().toString())
              .collect(Collectors.toSet());
      for (VariableTree parameter : method.getParameters()) {
        String parameterName = parameter.getName().toString();
        require(name, documented.contains(parameterName), "@param " + parameterName);
      }
      Tree returned = method.getReturnType();
      boolean returns = returned != null && !returned.toString().equals("void");
      boolean tagged =
          comment.getBlockTags().stream().anyMatch(tag -> tag.getKind() == DocTree.Kind.RETURN);
      require(name, !returns || tagged, "@return");
    }

    private void require(String what, boolean right, String needed) {
      if (!right) {
        missing.add(
            Sources.ROOT.relativize(Path.of(unit.getSourceFile().toUri()))
                + ": "
                + what
                + " lacks "
                + needed);
      }
    }

    private DocCommentTree comment() {
      TreePath path = getCurrentPath();
      return docs.getDocCommentTree(path);
    }

    private static boolean isPublic(ModifiersTree modifiers) {
      return modifiers.getFlags().contains(Modifier.PUBLIC);
    }

    private static boolean isInterface(Tree tree) {
      return tree.getKind() == Tree.Kind.INTERFACE;
    }

    private static boolean isOverride(ModifiersTree modifiers) {
      return modifiers.getAnnotations().stream()
          .map(AnnotationTree::getAnnotationType)
          .anyMatch(type -> type.toString().equals("Override"));
    }

    /** A record's own constructor: the record's comment has its parameters. */
    private static boolean isCanonical(MethodTree method, Tree owner) {
      return owner.getKind() == Tree.Kind.RECORD && method.getReturnType() == null;
    }
  }
}
