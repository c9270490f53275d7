package io.github.ovnnb.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Every public class, method, field and record component says what it is, also of the packages that are public for other packages of ours
 * only. That each parameter and result says so apart, which doclint's group "missing" asks for as well (some 1,200 times), would be the
 * names once more.
 */
class PublicApiIsDocumentedTest {
    private static final List<Path> SOURCES =
            List.of(Path.of("src/main/java"), Path.of("target/generated-sources/ovsschema"));

    @Test
    void nothingPublicIsWithoutAComment() throws IOException {
        var complaints = doclint().stream()
                .filter(PublicApiIsDocumentedTest::isOfConsequence)
                .map(found ->
                        found.getSource().getName() + ":" + found.getLineNumber() + " " + found.getMessage(Locale.ROOT))
                .toList();

        assertThat(complaints).isEmpty();
    }

    private static List<Diagnostic<? extends JavaFileObject>> doclint() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (var files = compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
            var options = List.of(
                    "-Xdoclint:missing/public",
                    "-Xmaxwarns",
                    "10000",
                    "-proc:none",
                    "-cp",
                    System.getProperty("java.class.path"));
            var task = (JavacTask)
                    compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources()));
            task.analyze();
        }
        assertThat(found.getDiagnostics())
                .as("that doclint has looked at all")
                .anyMatch(complaint -> complaint.getMessage(Locale.ROOT).contains("no @return"));
        return found.getDiagnostics();
    }

    private static List<Path> sources() throws IOException {
        try (var main = Files.walk(SOURCES.get(0));
                var generated = Files.walk(SOURCES.get(1))) {
            return Stream.concat(main, generated)
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList();
        }
    }

    private static boolean isOfConsequence(Diagnostic<? extends JavaFileObject> complaint) {
        var text = complaint.getMessage(Locale.ROOT);
        return text.contains("no comment") || (text.contains("no @param") && isOfRecord(complaint));
    }

    private static boolean isOfRecord(Diagnostic<? extends JavaFileObject> complaint) {
        try {
            var lines = complaint.getSource().getCharContent(true).toString().split("\n", -1);
            return lines[(int) complaint.getLineNumber() - 1].contains(" record ");
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
