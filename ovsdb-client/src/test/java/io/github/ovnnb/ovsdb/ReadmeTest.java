package io.github.ovnnb.ovsdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows is what compiles. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path EXAMPLES = Path.of("src/test/java/io/github/ovnnb/ovsdb/ReadmeExamples.java");

    @Test
    void everyStatementOfTheReadmeIsInTheExamplesThatCompile() throws IOException {
        var examples = normal(Files.readString(EXAMPLES));

        assertThat(blocks().stream().flatMap(block -> statements(block).stream()))
                .hasSizeGreaterThan(20)
                .allSatisfy(statement -> assertThat(examples).contains(statement));
    }

    @Test
    void anInsertTakesTenLinesAtMost() throws IOException {
        assertThat(blocks())
                .filteredOn(block -> block.contains("Operation.insert("))
                .hasSize(1)
                .allSatisfy(block -> assertThat(block.lines()).hasSizeLessThanOrEqualTo(10));
    }

    private static List<String> blocks() throws IOException {
        var blocks = new ArrayList<String>();
        var parts = Files.readString(README).split("```java\n", -1);
        for (var part : List.of(parts).subList(1, parts.length)) {
            blocks.add(part.substring(0, part.indexOf("```")));
        }
        return blocks;
    }

    /** What ends in a semicolon at the end of a line, without white space and comments. */
    private static List<String> statements(String block) {
        var code = block.replaceAll("//.*", "").stripTrailing();
        assertThat(code).endsWith(";");
        return List.of(code.split("(?<=;)\\s*\\n")).stream()
                .map(ReadmeTest::normal)
                .toList();
    }

    private static String normal(String code) {
        return code.replaceAll("//.*", "").replaceAll("\\s+", "");
    }
}
