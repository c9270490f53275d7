package io.github.ovnnb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of docs/features.md names a test that there is. */
class FeaturesTest {
    private static final Path ROOT = root();
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern ANNOTATION = Pattern.compile("@(Test|ParameterizedTest|Property)\\b");
    private static final int COLUMNS = 5;
    private static final String PLANNED = "planned";

    @Test
    void everyRowNamesATestThatExists() throws IOException {
        var sources = testSources();

        assertThat(rows()).as("rows of the table").hasSizeGreaterThan(70).allSatisfy(row -> {
            assertThat(row).hasSize(COLUMNS);
            var named = TEST.matcher(row.get(COLUMNS - 1));
            if (row.get(COLUMNS - 1).equals(PLANNED)) {
                assertThat(row.get(1)).as("what is without a test").isEqualTo(PLANNED);
                return;
            }
            assertThat(named.matches()).as("a test is named").isTrue();
            assertThat(sources).as("test classes").containsKey(named.group(1));
            assertThat(isTest(sources.getOrDefault(named.group(1), ""), named.group(2)))
                    .as("%s has the test %s", named.group(1), named.group(2))
                    .isTrue();
        });
    }

    /** Between the end of the method before and the name stands the annotation. */
    private static boolean isTest(String source, String method) {
        int name = source.indexOf(" void " + method + "(");
        return name >= 0
                && ANNOTATION
                        .matcher(source.substring(Math.max(0, source.lastIndexOf("\n    }\n", name)), name))
                        .find();
    }

    /** What is marked as planned has no test yet, and the other way round. */
    @Test
    void whatHasATestIsNotPlanned() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.get(1).equals(PLANNED))
                        .isEqualTo(row.get(COLUMNS - 1).equals(PLANNED)));
    }

    private static List<List<String>> rows() throws IOException {
        try (var lines = Files.lines(ROOT.resolve("docs/features.md"))) {
            return lines.filter(line -> line.startsWith("| ") && !line.startsWith("| feature "))
                    .map(line -> Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                            .map(String::strip)
                            .toList())
                    .toList();
        }
    }

    private static Map<String, String> testSources() throws IOException {
        try (var agent = Files.walk(ROOT.resolve("agent/src/test/java"));
                var integration = Files.walk(ROOT.resolve("it/src/test/java"))) {
            return Stream.concat(agent, integration)
                    .filter(file -> file.toString().endsWith("Test.java")
                            || file.toString().endsWith("IT.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), FeaturesTest::read));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Maven runs us in the module's directory, an IDE perhaps elsewhere below the root. */
    private static Path root() {
        var directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("docs/features.md"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException(
                    "no docs/features.md above " + Path.of("").toAbsolutePath());
        }
        return directory;
    }
}
